import { join } from 'node:path';
import { Linter } from 'eslint';
import t from 'tap';
import downbeat from '../eslint-rules.js';

/** The messages of one rule on a file of these contents. */
function lint(rule: string, text: string, filename = 'a.js'): string[] {
  const linter = new Linter({ cwd: '/' });
  const config = { plugins: { downbeat }, rules: { [`downbeat/${rule}`]: 'error' } } as const;
  return linter.verify(text, config, filename).map(({ message }) => message);
}

t.test('reports unclear words in comments and test names only', async (t) => {
  const message = (word: string) => `Write it in plain words, without "${word}".`;
  t.same(lint('plain-words', '// Nobody is told.\nconst nobody = "nobody";'), [message('Nobody')]);
  t.same(lint('plain-words', 't.test("sent to whoever asks", f);'), [message('whoever')]);
  t.same(lint('plain-words', 't.test("sent to the caller", f); // the client\nf("meanwhile");'), []);
});

t.test('reports a file that only re-exports, except the entry of a package', async (t) => {
  const dir = t.testdir({
    'package.json': '{ "exports": { ".": { "default": "./dist/index.js" }, "./text": "./src/text.js" } }',
    src: {},
  });
  const check = (text: string, name: string) => lint('no-re-export-file', text, join(dir, 'src', name));
  const message = 'Import from the files themselves: this one only re-exports.';
  t.same(check("export { a } from './a.js';\nexport * from './b.js';", 'all.js'), [message]);
  t.same(check("export { a } from './a.js';\nexport const b = 1;", 'all.js'), []);
  t.same(check("export { a } from './a.js';", 'text.js'), []);
});
