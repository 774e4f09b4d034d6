import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';

const root = resolve(import.meta.dirname, '../..');
const services = ['auth', 'music', 'notification', 'shared'];
/** Names of files that a guide's reader is about to create. */
const examples = /role-changed|NNNN/;

/** The files that a page names in backticks: whole paths, and `service: path` for files below a service's `src/`. */
function namedPaths(markdown: string): string[] {
  const quoted = [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  return quoted.flatMap((text) => {
    const [, service = '', file = ''] = /^([a-z]+): (\S+)$/.exec(text) ?? [];
    if (services.includes(service)) return [`services/${service}/src/${file}`];
    return /^(services|openapi|timing|clients|deploy|acceptance|tools|docs)\/[\w./-]+$/.test(text)
      ? [text]
      : [];
  });
}

t.test('finds both forms of a path', async (t) => {
  const markdown = 'See `music: tracks/routes.ts`, `openapi/music.yaml` and `make run`.';
  t.same(namedPaths(markdown), ['services/music/src/tracks/routes.ts', 'openapi/music.yaml']);
});

for (const page of ['README.md', ...globSync('docs/*.md', { cwd: root })]) {
  t.test(`${page} names only files that exist`, async (t) => {
    const named = namedPaths(readFileSync(join(root, page), 'utf8')).filter((path) => !examples.test(path));
    t.ok(named.length > 0, 'the page names files');
    t.same(
      named.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });
}
