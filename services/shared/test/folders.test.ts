import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t from 'tap';

const source = join(import.meta.dirname, '../src');

/** What each folder or single file of src imports from its neighbours. */
async function imports(): Promise<Map<string, Set<string>>> {
  const files = (await readdir(source, { recursive: true })).filter((path) => path.endsWith('.ts'));
  const graph = new Map<string, Set<string>>();
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    const own = partOf(file);
    const others = graph.get(own) ?? new Set();
    for (const [, path = ''] of text.matchAll(/from '(\.[^']+)'/g))
      others.add(partOf(join(dirname(file), path)));
    others.delete(own);
    graph.set(own, others);
  }
  return graph;
}

const partOf = (path: string): string => (path.split('/')[0] ?? '').replace(/\.ts$/, '');

/** The folders of one import cycle; empty when there is none. */
function cycleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const clean = new Set<string>();
  const visit = (folder: string, trail: readonly string[]): string[] => {
    const start = trail.indexOf(folder);
    if (start >= 0) return [...trail.slice(start), folder];
    if (clean.has(folder)) return [];
    for (const other of graph.get(folder) ?? []) {
      const cycle = visit(other, [...trail, folder]);
      if (cycle.length > 0) return cycle;
    }
    clean.add(folder);
    return [];
  };
  return [...graph.keys()].map((folder) => visit(folder, [])).find((cycle) => cycle.length > 0) ?? [];
}

t.test('a cycle is found', async (t) => {
  const graph = (pairs: Record<string, string[]>) =>
    new Map(Object.entries(pairs).map(([folder, others]) => [folder, new Set(others)]));
  t.same(cycleIn(graph({ a: ['b', 'c'], b: ['c'], c: [] })), []);
  t.same(cycleIn(graph({ a: ['b'], b: ['c', 'd'], c: [], d: ['b'] })), ['b', 'd', 'b']);
});

t.test('no folder or file imports itself by way of others', async (t) => {
  const graph = await imports();
  t.ok(graph.get('http')?.has('errors'), 'imports are seen');
  t.same(cycleIn(graph), []);
});
