// Compiles the code of the SDK's and the project's README, of the guides, and of the reference on the documentation site, against
// the sources, with the project's own strictness.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import ts from 'typescript';
import { callsOf, isCallOfRoom, sdkCallOf } from '../../../docs/.vitepress/reference/calls.ts';
import { readService } from '../../../docs/.vitepress/reference/contract.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const readmes = await Promise.all(
  ['../README.md', '../../../README.md', '../../../docs/app-developers.md'].map((path) =>
    readFile(here(path), 'utf8'),
  ),
);
const text = readmes.join('\n');

/** The calls that the reference shows, as one program: each in a block, because some name the same variable. */
function referenceCalls(): string {
  const calls = ['auth', 'music', 'notification'].flatMap((name) => callsOf(name, readService(name)));
  const ofClient = calls.filter((call) => !isCallOfRoom(call));
  const blocks = ofClient.map((call) => `{\n${sdkCallOf(call).replace('const url', 'const _url')}\n}`);
  const head = `import { Downbeat } from '@downbeat/sdk';\nimport { libraryOf } from '@downbeat/sdk/library';\nimport { togetherOf } from '@downbeat/sdk/together';\nconst downbeat = new Downbeat();\nconst audio = new Blob([]);\nconst cover = audio;\n`;
  return `${head}${blocks.join('\n')}\n`;
}

const blocks = [...text.matchAll(/^```ts example=(\w+)\n([\s\S]*?)^```/gm)];
const examples = new Map(blocks.map(([, name = '', code = '']) => [here(`readme-${name}.ts`), code]));
const reference = here('reference.ts');

await t.test('finds every TypeScript block of the READMEs', async (t) => {
  t.equal(examples.size, text.split('```ts').length - 1);
  t.ok(examples.size >= 5);
});

await t.test('compiles every example, and every call of the reference', async (t) => {
  examples.set(reference, referenceCalls());
  t.ok(examples.get(reference)!.split('downbeat.').length > 50);
  const config = ts.parseConfigFileTextToJson('tsconfig.json', await readFile(here('tsconfig.json'), 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, here('.'));
  options.paths = {
    '@downbeat/sdk': [here('../src/index.ts')],
    '@downbeat/sdk/mock': [here('../src/mock.ts')],
    '@downbeat/sdk/react': [here('../src/react.ts')],
    '@downbeat/sdk/node': [here('../src/node/index.ts')],
    '@downbeat/sdk/listening': [here('../src/listening.ts')],
    '@downbeat/sdk/library': [here('../src/library.ts')],
    '@downbeat/sdk/together': [here('../src/together.ts')],
    '@downbeat/sdk/attend-later': [here('../src/attend-later.ts')],
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const read = host.readFile.bind(host);
  host.fileExists = (path) => examples.has(path) || fileExists(path);
  host.readFile = (path) => examples.get(path) ?? read(path);
  const sourceOf = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    const code = examples.get(path);
    return code === undefined ? sourceOf(path, ...rest) : ts.createSourceFile(path, code, rest[0]);
  };
  const program = ts.createProgram([...examples.keys()], options, host);
  const diagnostics = [...examples.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  t.same(
    diagnostics.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    ),
    [],
  );
});
