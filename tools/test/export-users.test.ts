import t from 'tap';
import { countExportUsers } from '../export-users.ts';
import { parseFiles } from '../import-graph.ts';

t.test('counts users through re-exports and package entries, apart from tests', async (t) => {
  const dir = t.testdir({
    'package.json': '{ "workspaces": ["lib"] }',
    lib: {
      'package.json': '{ "name": "@x/lib", "exports": { "./text": "./entry.ts" } }',
      'entry.ts': "export { trim as cut } from './text.ts';\nexport * from './more.ts';",
      'text.ts': 'export const trim = 1;\nexport function unused() {}',
      'more.ts': 'export interface More {}\nexport const [first, { second }] = [1, { second: 2 }];',
    },
    'a.ts': "import { cut, first } from '@x/lib/text';",
    'b.ts': "import type { More } from '@x/lib/text';\nimport { trim } from './lib/text.ts';",
    'a.test.ts': "import * as all from './lib/more.ts';",
  });
  const parse = (...names: string[]) => parseFiles(dir, names);
  const sources = parse('a.ts', 'b.ts', 'lib/entry.ts', 'lib/text.ts', 'lib/more.ts');
  const users = countExportUsers(sources, parse('a.test.ts'));
  t.same(
    users.map(({ file, name, sources, tests }) => `${file} ${name}: ${sources} + ${tests}`),
    [
      'lib/text.ts trim: 2 + 0',
      'lib/text.ts unused: 0 + 0',
      'lib/more.ts More: 1 + 1',
      'lib/more.ts first: 1 + 1',
      'lib/more.ts second: 0 + 1',
    ],
  );
});
