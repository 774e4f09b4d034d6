// The project's own lint rules. Plain JavaScript, so that an editor with an older Node can load them, too.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const UNCLEAR = /\b(nobody|whoever|somebody|everybody|anybody|lest|anew|meanwhile|thereof)\b/i;

/** Comments and test names use plain words: those that name who acts (the client, the caller, the member). */
const plainWords = {
  meta: {
    type: 'suggestion',
    messages: { unclear: 'Write it in plain words, without "{{word}}".' },
    schema: [],
  },
  create(context) {
    const check = (node, text) => {
      const word = UNCLEAR.exec(text)?.[0];
      if (word !== undefined) context.report({ loc: node.loc, messageId: 'unclear', data: { word } });
    };
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) check(comment, comment.value);
      },
      'CallExpression[callee.property.name="test"] > .arguments:first-child'(node) {
        check(node, context.sourceCode.getText(node));
      },
    };
  },
};

/** A file that only re-exports is one more stop on the way to the code; only a package's own entry may be one. */
const noReExportFile = {
  meta: {
    type: 'suggestion',
    messages: { onlyReExports: 'Import from the files themselves: this one only re-exports.' },
    schema: [],
  },
  create(context) {
    return {
      Program(node) {
        const reExports = ({ type, source }) =>
          /^Export(All|Named)Declaration$/.test(type) && Boolean(source);
        if (node.body.length === 0 || !node.body.every(reExports)) return;
        if (!isPackageEntry(context.filename)) context.report({ node, messageId: 'onlyReExports' });
      },
    };
  },
};

/** The files of an `exports` field, whose conditions may be nested. */
const targetsOf = (exports) =>
  typeof exports === 'string' ? [exports] : Object.values(exports).flatMap(targetsOf);

/** Whether the package around a file names it in its `exports`, directly or as what it builds (`dist` for `src`). */
function isPackageEntry(filename) {
  let folder = dirname(filename);
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) return false;
    folder = dirname(folder);
  }
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const sources = targetsOf(exports).map((target) => target.replace(/^\.\/dist\/(.*)\.js$/, './src/$1.ts'));
  return sources.some((target) => join(folder, target) === filename);
}

export default { rules: { 'plain-words': plainWords, 'no-re-export-file': noReExportFile } };
