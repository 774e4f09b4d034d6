// The TypeScript programs of the READMEs and the guides, made to run against a system of a test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@downbeat/deploy/paths';

const pages = ['README.md', 'clients/sdk/README.md', 'docs/app-developers.md'];

/** Those that need a browser: its storage, its sound, its elements. All others run in Node. */
export const inBrowser = [
  'rootTour',
  'stores',
  'google',
  'page',
  'plays',
  'react',
  'guest',
  'delays',
  'library',
];

/** The programs by their names. */
export function guidePrograms(): Map<string, string> {
  const blocks = pages.flatMap((path) => [
    ...readFileSync(join(root, path), 'utf8').matchAll(/^```ts example=(\w+)\n([\s\S]*?)^```$/gm),
  ]);
  return new Map(blocks.map(([, name = '', code = '']) => [name, code]));
}

/**
 * The program with other clients: the address of a local run, which is the usual one, is replaced by `options`, the text of an
 * object. `values` replaces what a reader of the page replaces, e.g. a password.
 */
export function placedProgram(name: string, options: string, values: Record<string, string> = {}): string {
  const program = guidePrograms().get(name);
  if (program === undefined) throw new Error(`No page has a program called ${name}`);
  const placed = program
    .replaceAll('new Downbeat()', `new Downbeat(${options})`)
    .replaceAll(/new Downbeat\(\{ authUrl: .*? \}\)/g, `new Downbeat(${options})`)
    .replaceAll('new Downbeat({', `new Downbeat({ ...(${options}),`);
  return Object.entries(values).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${name} does not have ${from}`);
    return text.replaceAll(from, to);
  }, placed);
}
