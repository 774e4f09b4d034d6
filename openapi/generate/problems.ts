import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import {
  allowOnly,
  type Contract,
  entries,
  isObject,
  type Json,
  need,
  refuse,
  rootNode,
  textOf,
} from './contract.ts';
import { commonCodes, type Operation } from './operation.ts';
import { banner, doc, literal, object } from './print.ts';

const FILE = 'problems.yaml';

/** The catalogue of problems, as JSON for the pages that explain them. */
export async function readProblems(path: string): Promise<string> {
  const document = parse(await readFile(path, 'utf8')) as Json;
  const root = rootNode(FILE, isObject(document) ? document : {});
  for (const [code, problem] of entries(root)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(code)) refuse(problem, 'is not a code in CAPITALS');
    allowOnly(problem, ['status', 'title', 'cause', 'remedy', 'curl'], 'a problem');
    for (const key of ['title', 'cause', 'remedy'])
      if (textOf(need(problem, key)).trim() === '') refuse(problem, `"${key}" is empty`);
    if (typeof need(problem, 'status').value !== 'number') refuse(problem, '"status" must be a number');
  }
  return `${JSON.stringify(root.root, null, 2)}\n`;
}

/** Rejects a contract with a code that the catalogue does not explain. */
export function requireProblems(
  contract: Contract,
  operations: readonly Operation[],
  problems: string,
): void {
  const known = JSON.parse(problems) as Record<string, unknown>;
  const used = [...commonCodes(operations), ...operations.flatMap(({ codes }) => codes)];
  const missing = used.find((code) => !Object.hasOwn(known, code));
  if (missing !== undefined) refuse(contract.root, `${FILE} does not explain the code ${missing}`);
}

/** `problems.gen.ts` of the SDK: what its mock client answers for a code. */
export function emitProblems(problems: string): string {
  const known = JSON.parse(problems) as Record<string, { status: number; title: string }>;
  const rows = Object.entries(known).map(([code, { status, title }]): [string, string] => [
    code,
    literal({ status, title }),
  ]);
  const comment = doc('The status and the title of each problem, by its code.');
  return `${banner(FILE)}\n${comment}export const problems = ${object(rows)} as const;\n`;
}
