import { join } from 'node:path';
import t from 'tap';
import { findCycle, folderGraph, importsBetween, importsOfCycle, type Graph } from '../folder-cycles.ts';
import { parseFiles } from '../import-graph.ts';
import { readSourceTree } from '../source-tree.ts';

const root = join(import.meta.dirname, '../..');
const { sources, tests } = readSourceTree(root);
const files = parseFiles(root, [...sources, ...tests.filter((path) => path.startsWith('acceptance/'))]);

const EVERY_DEPTH = [1, 2, 3, 4];

/**
 * Where the folders are compared, and at which depths. deploy/local is a root of its own, like a `src`: its entry points
 * (`run.ts`, `test.ts`) stand beside the modules that its folders share.
 */
const ROOTS: Record<string, number[]> = {
  'openapi/generate': EVERY_DEPTH,
  'timing/src': EVERY_DEPTH,
  'services/shared/src': EVERY_DEPTH,
  'services/auth/src': EVERY_DEPTH,
  'services/music/src': EVERY_DEPTH,
  'services/notification/src': EVERY_DEPTH,
  'clients/sdk/src': EVERY_DEPTH,
  'clients/web/src': EVERY_DEPTH,
  deploy: [1],
  'deploy/local': EVERY_DEPTH,
  acceptance: EVERY_DEPTH,
};

const graphOf = (needs: Record<string, string[]>): Graph =>
  new Map(Object.entries(needs).map(([node, others]) => [node, new Map(others.map((other) => [other, '']))]));

t.test('finds a cycle, and none where there is none', async (t) => {
  t.same(findCycle(graphOf({ a: ['b', 'c'], b: ['c'], c: [] })), []);
  t.same(findCycle(graphOf({ a: ['b'], b: ['c', 'd'], c: [], d: ['b'] })), ['b', 'd', 'b']);
});

t.test('finds a cycle between a folder and its subfolder, in imports of every kind', async (t) => {
  const dir = t.testdir({
    'package.json': '{}',
    src: {
      'app.ts': "import { a } from './a/a.ts';",
      'errors.ts': 'export const e = 1;',
      a: {
        'a.ts': "export * from './deep/b.ts';",
        'types.ts': 'export type A = 1;',
        deep: {
          'b.ts': "import { e } from '../../errors.ts';\nexport type B = import('../types.ts').A;",
        },
      },
    },
  });
  const planted = parseFiles(
    dir,
    ['app', 'errors', 'a/a', 'a/types', 'a/deep/b'].map((name) => `src/${name}.ts`),
  );
  t.same(findCycle(folderGraph(planted, 'src', 1)), [], 'one folder at the first level');
  const graph = folderGraph(planted, 'src', 2);
  t.same(findCycle(graph), ['a', 'a/deep', 'a']);
  t.same(importsOfCycle(graph, findCycle(graph)), [
    'src/a/a.ts -> src/a/deep/b.ts',
    'src/a/deep/b.ts -> src/a/types.ts',
  ]);
});

for (const [base, depths] of Object.entries(ROOTS)) {
  t.test(`${base}: no folder imports itself by way of others`, async (t) => {
    t.ok(
      [...files.keys()].some((path) => path.startsWith(`${base}/`)),
      'has files',
    );
    for (const depth of depths) {
      const graph = folderGraph(files, base, depth);
      const cycle = findCycle(graph);
      t.same(importsOfCycle(graph, cycle), [], `at depth ${depth}: ${cycle.join(' -> ') || 'no cycle'}`);
      if (cycle.length > 0) return;
    }
  });
}

const LISTENING = 'services/music/src/listening';
const LAYERS = ['model', 'store', 'room', 'socket'];

t.test(
  `${LISTENING}: socket imports room, room imports store, store imports model, never back`,
  async (t) => {
    for (const [rank, layer] of LAYERS.entries()) {
      t.ok(
        [...files.keys()].some((path) => path.startsWith(`${LISTENING}/${layer}/`)),
        `${layer} exists`,
      );
      for (const above of LAYERS.slice(rank + 1)) {
        t.same(
          importsBetween(files, `${LISTENING}/${layer}`, `${LISTENING}/${above}`),
          [],
          `${layer} -> ${above}`,
        );
      }
    }
  },
);

t.test(`${LISTENING}: only the wiring imports the HTTP routes of sessions`, async (t) => {
  const wiring = /^services\/music\/src\/(listening\/)?[^/]+\.ts$/;
  const imports = importsBetween(files, 'services/music/src', `${LISTENING}/sessions`).filter(
    (each) => !each.startsWith(`${LISTENING}/sessions/`),
  );
  t.same(
    imports.filter((each) => !wiring.test(each.split(' -> ')[0] ?? '')),
    [],
  );
});

t.test('no service imports from another', async (t) => {
  const services = ['auth', 'music', 'notification'].map((name) => `services/${name}`);
  for (const from of services) {
    for (const to of services.filter((each) => each !== from)) {
      t.same(importsBetween(files, from, to), [], `${from} -> ${to}`);
    }
  }
});
