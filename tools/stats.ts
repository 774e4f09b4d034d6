// Prints how large the code is and how it is divided: `tools/stats.ts [folder]`, for any checkout of the project.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { countExportUsers } from './export-users.ts';
import { parseFiles, type ParsedFile } from './import-graph.ts';
import { readPackageEntries, readSourceTree } from './source-tree.ts';

const SHORT_FILE_LINES = 15;

interface Spread {
  median: number;
  p90: number;
  mean: number;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { median: at(0.5), p90: at(0.9), mean: sum(values) / Math.max(1, values.length) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(0)} %`;

function countLines(path: string): number {
  return readFileSync(path, 'utf8').split('\n').length - 1;
}

/** The lengths in lines of all functions with a body: declared, arrows, methods, accessors; nested ones count too. */
function functionLengths({ syntax }: ParsedFile): number[] {
  const lengths: number[] = [];
  const line = (position: number): number => syntax.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      lengths.push(line(node.end) - line(node.getStart(syntax)) + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(syntax);
  return lengths;
}

function showSpread(values: readonly number[], name: string): string[][] {
  const { median, p90, mean } = spreadOf(values);
  return [
    [`${name}, median`, String(median)],
    [`${name}, 90th percentile`, String(p90)],
    [`${name}, mean`, mean.toFixed(1)],
  ];
}

function showFiles(root: string, sources: string[], tests: string[]): string[][] {
  const lengths = sources.map((path) => countLines(join(root, path)));
  const testLines = sum(tests.map((path) => countLines(join(root, path))));
  const byFolder = Map.groupBy(sources, (path) => dirname(path));
  const single = [...byFolder.values()].filter((files) => files.length === 1);
  const short = lengths.filter((length) => length <= SHORT_FILE_LINES);
  return [
    ['source files', String(sources.length)],
    ['source lines', String(sum(lengths))],
    ...showSpread(lengths, 'file length'),
    [`files of at most ${SHORT_FILE_LINES} lines`, String(short.length)],
    ['folders', String(byFolder.size)],
    ['folders with one source file', String(single.length)],
    ['test files', String(tests.length)],
    ['test lines', String(testLines)],
    ['test lines per source line', (testLines / Math.max(1, sum(lengths))).toFixed(2)],
  ];
}

function showExports(root: string, sources: ReadonlyMap<string, ParsedFile>, tests: string[]): string[][] {
  const entryFiles = new Set(readPackageEntries(root).values());
  const users = countExportUsers(sources, parseFiles(root, tests));
  const total = users.length;
  const one = users.filter((each) => each.sources === 1).length;
  const unused = users.filter((each) => each.sources === 0);
  const tested = unused.filter((each) => each.tests > 0).length;
  const published = unused.filter((each) => each.tests === 0 && entryFiles.has(each.file)).length;
  return [
    ['exports', String(total)],
    ['exports with one user', `${one} (${percent(one, total)})`],
    ['exports without a user', `${unused.length} (${percent(unused.length, total)})`],
    ['  of these: used by tests', String(tested)],
    ['  of these: in a package entry', String(published)],
  ];
}

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
if (!existsSync(join(root, 'package.json'))) throw new Error(`${root} is not a checkout of the project`);
const { sources, tests } = readSourceTree(root);
const parsed = parseFiles(root, sources);
const rows = [
  ...showFiles(root, sources, tests),
  ...showSpread([...parsed.values()].flatMap(functionLengths), 'function length'),
  ...showExports(root, parsed, tests),
];
const width = Math.max(...rows.map(([name = '']) => name.length));
for (const [name = '', value = ''] of rows)
  process.stdout.write(`${name.padEnd(width)}  ${value.padStart(6)}\n`);
