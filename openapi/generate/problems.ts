import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import {
  allowOnly,
  at,
  type Contract,
  entries,
  isObject,
  type Json,
  need,
  refuse,
  rootNode,
  textOf,
} from './contract.ts';
import { curlOf } from './curl.ts';
import type { Service } from './emit-postman.ts';
import { commonCodes, isSocket, type Operation } from './operation.ts';
import { banner, doc, literal, object } from './print.ts';
import { readReplyCloseCodes } from './read-replies.ts';

const FILE = 'problems.yaml';

/** The catalogue of problems, as JSON for the pages that explain them. */
export async function readProblems(path: string): Promise<string> {
  const document = parse(await readFile(path, 'utf8')) as Json;
  const root = rootNode(FILE, isObject(document) ? document : {});
  for (const [code, problem] of entries(root)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(code)) refuse(problem, 'is not a code in CAPITALS');
    allowOnly(problem, ['status', 'closeReason', 'title', 'cause', 'remedy', 'curl'], 'a problem');
    for (const key of ['title', 'cause', 'remedy'])
      if (textOf(need(problem, key)).trim() === '') refuse(problem, `"${key}" is empty`);
    const status = at(problem, 'status');
    if (status && typeof status.value !== 'number') refuse(problem, '"status" must be a number');
  }
  return `${JSON.stringify(root.root, null, 2)}\n`;
}

/** Rejects a contract with a code that the catalogue does not explain. */
export function requireProblems(
  contract: Contract,
  operations: readonly Operation[],
  problems: string,
): void {
  const known = knownOf(problems);
  const used = [...commonCodes(operations), ...operations.flatMap(({ codes }) => codes)];
  const missing = used.find((code) => known[code]?.status === undefined);
  if (missing !== undefined) refuse(contract.root, `${FILE} does not explain the code ${missing}`);
}

/**
 * Rejects the contract of a WebSocket with a code or a close code that the catalogue does not explain, and a catalogue that
 * explains a close code otherwise than the contract.
 */
export function requireSocketProblems(contract: Contract, problems: string): void {
  const known = knownOf(problems);
  const components = need(contract.root, 'components');
  const codes = at(need(need(components, 'schemas'), 'MessageProblemCode'), 'enum')?.value as string[];
  const unknown = codes.find((code) => !Object.hasOwn(known, code));
  if (unknown !== undefined) refuse(components, `${FILE} does not explain the code ${unknown}`);
  const wanted = readReplyCloseCodes(at(components, 'responses')).map(
    ({ code, name, reason }) => `CLOSE_${code} ${name}: ${reason}`,
  );
  const explained = Object.entries(known)
    .filter(([, { closeReason }]) => closeReason !== undefined)
    .map(([key, { closeReason, title }]) => `${key} ${closeReason}: ${title}`);
  const all = [...wanted, ...explained];
  const different = all.find((each) => !wanted.includes(each) || !explained.includes(each));
  if (different !== undefined) refuse(components, `${FILE} and the close codes differ in ${different}`);
}

interface Known {
  status?: number;
  closeReason?: string;
  title: string;
  curl?: string;
}

const knownOf = (problems: string): Record<string, Known> => JSON.parse(problems) as Record<string, Known>;

/** Of the operations that are answered with this code, the one with the fewest others: its example shows the code best. */
function commandOf(code: string, services: readonly Service[]): string | undefined {
  const calls = services.flatMap(({ name, operations }) =>
    operations
      .filter((operation) => operation.codes.includes(code) && !isSocket(operation))
      .map((operation) => ({ name, operation })),
  );
  const [best] = calls.toSorted((a, b) => a.operation.codes.length - b.operation.codes.length);
  return best && curlOf(best.name, best.operation);
}

/** Adds, to each problem that has no command of its own, a call that can be answered so. */
export function addCommands(problems: string, services: readonly Service[]): string {
  const known = Object.entries(knownOf(problems)).map(([code, problem]) => {
    const curl = problem.curl ?? commandOf(code, services);
    return [code, { ...problem, ...(curl !== undefined && { curl }) }];
  });
  return `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`;
}

/** `problems.gen.ts` of the SDK: what its mock client answers for a code. */
export function emitProblems(problems: string): string {
  const rows = Object.entries(knownOf(problems)).flatMap(([code, { status, title }]): [string, string][] =>
    status === undefined ? [] : [[code, literal({ status, title })]],
  );
  const comment = doc('The status and the title of each problem of an answer, by its code.');
  return `${banner(FILE)}\n${comment}export const problems = ${object(rows)} as const;\n`;
}
