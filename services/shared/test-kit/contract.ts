import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { commonCodes } from '../src/generated/common.codes.gen.ts';
import type { App, Operation, OperationTable } from '../src/http/index.ts';

/** The part of tap's `t` that these helpers use. */
interface Assertions {
  strictSame(found: unknown, wanted: unknown, message: string): unknown;
}

/** An answer, as `app.inject` returns it. Of a `fetch`: `{ statusCode: r.status, headers: Object.fromEntries(r.headers), body: await r.text() }`. */
export interface Answer {
  statusCode: number;
  headers: Readonly<Record<string, unknown>>;
  body: string;
}

const PROBLEM_TYPE = 'application/problem+json';

const ANYWHERE: ReadonlySet<string> = new Set(commonCodes);

/** Asserts that the app serves every operation of the contract, each once and in its place, and nothing else. */
export async function assertRoutesMatchContract(
  t: Assertions,
  app: App,
  operations: OperationTable,
): Promise<void> {
  await app.ready();
  const line = (method: string, url: string, operationId: string): string =>
    `${method} ${url} ${operationId}`;
  const served = app.registeredRoutes.map(({ method, url, operationId }) => line(method, url, operationId));
  const agreed = Object.values(operations).map(({ method, url, config }) =>
    line(String(method), url, config.operationId),
  );
  t.strictSame(served.toSorted(), agreed.toSorted(), 'the routes are those of the contract');
}

// Ajv's own instance and options, so that a wrong validator in the service cannot approve its own answers.
const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
const validators = new WeakMap<object, ValidateFunction>();

function validate(schema: object, value: unknown, what: string): void {
  const check = validators.get(schema) ?? ajv.compile(schema);
  validators.set(schema, check);
  if (!check(value)) throw new Error(`${what} breaks the contract: ${ajv.errorsText(check.errors)}`);
}

function mediaType(answer: Answer): string {
  const type = answer.headers['content-type'];
  return typeof type === 'string' ? (type.split(';', 1)[0] ?? '') : '';
}

function declared(operation: Operation, status: number): unknown {
  const response = (operation.schema.response ?? {}) as Readonly<Record<string, unknown>>;
  return response[String(status)] ?? (status >= 400 ? response['default'] : undefined);
}

function mediaMatches(pattern: string, media: string): boolean {
  return pattern === media || (pattern.endsWith('/*') && media.startsWith(pattern.slice(0, -1)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function checkContent(content: Record<string, unknown>, answer: Answer, what: string): void {
  const media = mediaType(answer);
  const match = Object.entries(content).find(([pattern]) => mediaMatches(pattern, media));
  if (match === undefined) {
    throw new Error(`${what} is ${media || 'untyped'}; the contract has ${Object.keys(content).join(', ')}`);
  }
  const [, entry] = match;
  if (media.endsWith('json') && isObject(entry) && isObject(entry['schema'])) {
    validate(entry['schema'], JSON.parse(answer.body), what);
  }
}

function checkCode(operation: Operation, answer: Answer, what: string): void {
  if (mediaType(answer) !== PROBLEM_TYPE) return;
  const { code } = JSON.parse(answer.body) as { code: string };
  if (ANYWHERE.has(code) || (operation.config.codes ?? []).includes(code)) return;
  throw new Error(`${what} has the code ${code}, which the contract does not name for this operation`);
}

/**
 * Asserts that an answer is one that the contract allows for this operation: its status, its media type, its whole body,
 * and for a problem its code.
 *
 * @throws Error that names what breaks the contract
 */
export function assertReply(operation: Operation, answer: Answer): void {
  const what = `${operation.config.operationId}'s answer ${answer.statusCode}`;
  const allowed = declared(operation, answer.statusCode);
  if (!isObject(allowed)) throw new Error(`${what} is not in the contract`);
  if (isObject(allowed['content'])) checkContent(allowed['content'], answer, what);
  else if (allowed['type'] === 'null') {
    if (answer.body !== '') throw new Error(`${what} has a body; the contract has none`);
  } else {
    checkContent({ 'application/json': { schema: allowed } }, answer, what);
  }
  checkCode(operation, answer, what);
}
