import type { Contract } from './bundle.ts';
import { commonCodes, methods, type Operation, type Parameter } from './operation.ts';
import { allowOnly, at, entries, need, objectOf, refuse, resolve, textOf, type Place } from './place.ts';
import { readBody } from './read-body.ts';
import { readCodes, readReplyCodes } from './read-codes.ts';
import { checkTemplate, readParameters } from './read-parameters.ts';
import { readReplies } from './read-replies.ts';
import { readSecurity } from './read-security.ts';

const known = [
  'operationId',
  'tags',
  'summary',
  'description',
  'parameters',
  'requestBody',
  'responses',
  'security',
];
const components = [
  'securitySchemes',
  'schemas',
  'parameters',
  'headers',
  'responses',
  'requestBodies',
  'examples',
];
const reservedWords =
  /^(delete|new|class|function|default|export|import|in|return|switch|void|with|operations|s)$/;

/** Every operation of a contract, in its order. */
export function readOperations(contract: Contract): Operation[] {
  const { root } = contract;
  allowOnly(root, ['openapi', 'info', 'servers', 'tags', 'security', 'paths', 'components'], 'a contract');
  const parts = at(root, 'components');
  if (parts) allowOnly(parts, components, 'components');
  const operations = entries(at(root, 'paths')).flatMap(([path, item]) => readPath(path, resolve(item)));
  refuseTwins(operations);
  refuseSeveralCommons(operations);
  return operations;
}

function readPath(path: string, item: Place): Operation[] {
  allowOnly(item, ['summary', 'description', 'parameters', ...methods], 'a path');
  const shared = readParameters(at(item, 'parameters'));
  return methods.flatMap((method) => {
    const place = at(item, method);
    return place ? [readOperation(path, method, place, shared)] : [];
  });
}

function readOperation(path: string, method: string, place: Place, shared: readonly Parameter[]): Operation {
  allowOnly(place, [...known, 'deprecated', 'x-codes', 'x-unknown-query'], 'an operation');
  const own = readParameters(at(place, 'parameters'));
  const inherited = shared.filter(
    ({ name, in: where }) => !own.some((mine) => mine.name === name && mine.in === where),
  );
  const parameters = [...inherited, ...own];
  checkTemplate(path, place, parameters);
  const replies = readReplies(need(place, 'responses'), method);
  return {
    id: readId(need(place, 'operationId')),
    method: method.toUpperCase(),
    path,
    place,
    summary: optionalText(place, 'summary'),
    description: optionalText(place, 'description'),
    parameters,
    ignoresUnknownQuery: readUnknownQuery(place),
    body: readBody(place, method),
    replies,
    security: readSecurity(place),
    codes: readOwnCodes(place),
    commonCodes: readCommonCodes(place),
  };
}

/** Unknown query parameters are refused, but where somebody else's server writes the address. */
function readUnknownQuery(place: Place): boolean {
  const said = at(place, 'x-unknown-query');
  if (said && said.value !== 'ignored') refuse(said, 'must be "ignored", or be left out');
  return said !== undefined;
}

function readId(place: Place): string {
  const id = textOf(place);
  if (!/^[a-z][A-Za-z0-9]*$/.test(id)) refuse(place, `"${id}" is not in camelCase`);
  if (reservedWords.test(id)) refuse(place, `"${id}" cannot be the name of a constant`);
  return id;
}

/** What is said beside the operation; a code that all operations share is not its own. */
function readOwnCodes(place: Place): string[] {
  const common = readCommonCodes(place);
  return readCodes(place).filter((code) => !common.includes(code));
}

/** What the problem replies say for every operation that they stand in. */
function readCommonCodes(place: Place): string[] {
  return readReplyCodes(at(place, 'responses'));
}

function optionalText(place: Place, key: string): string | undefined {
  return key in objectOf(place) ? textOf(need(place, key)) : undefined;
}

function refuseTwins(operations: readonly Operation[]): void {
  const seen = new Set<string>();
  for (const { id, place } of operations) {
    if (seen.has(id)) refuse(place, `the operationId "${id}" is used twice`);
    seen.add(id);
  }
}

function refuseSeveralCommons(operations: readonly Operation[]): void {
  const common = commonCodes(operations);
  const other = operations.find(
    ({ commonCodes: codes }) => codes.length > 0 && codes.join() !== common.join(),
  );
  if (other) refuse(other.place, 'its problem reply states other common codes than that of other operations');
}
