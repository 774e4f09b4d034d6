import {
  allowOnly,
  at,
  type Contract,
  entries,
  items,
  type Json,
  need,
  type Node,
  objectOf,
  refuse,
  resolve,
  rootNode,
  textOf,
} from './contract.ts';
import { commonCodes as commonCodesOf, methods, type Operation, type Parameter } from './operation.ts';
import { readReplies } from './read-replies.ts';
import { checkTemplate, readBody, readParameters } from './read-requests.ts';

const operationKeywords = [
  ...['operationId', 'tags', 'summary', 'description', 'deprecated', 'parameters', 'requestBody'],
  ...['responses', 'security', 'x-codes', 'x-unknown-query', 'x-sdk-entry'],
];
const reservedWords =
  /^(delete|new|class|function|default|export|import|in|return|switch|void|with|operations|s)$/;

/** Every operation of a contract, in the order of the contract. */
export function readOperations(contract: Contract): Operation[] {
  const { root } = contract;
  allowOnly(root, ['openapi', 'info', 'servers', 'tags', 'security', 'paths', 'components'], 'a contract');
  const parts = at(root, 'components');
  const kinds = [
    'securitySchemes',
    'schemas',
    'parameters',
    'headers',
    'responses',
    'requestBodies',
    'examples',
  ];
  if (parts) allowOnly(parts, kinds, 'components');
  const operations = entries(at(root, 'paths')).flatMap(([path, item]) => readPath(path, resolve(item)));
  refuseDuplicateIds(operations);
  refuseDifferentCommonCodes(operations);
  return operations;
}

function readPath(path: string, item: Node): Operation[] {
  allowOnly(item, ['summary', 'description', 'parameters', ...methods], 'a path');
  const shared = readParameters(at(item, 'parameters'));
  return methods.flatMap((method) => {
    const node = at(item, method);
    return node ? [readOperation(path, method, node, shared)] : [];
  });
}

function readOperation(path: string, method: string, node: Node, shared: readonly Parameter[]): Operation {
  allowOnly(node, operationKeywords, 'an operation');
  const own = readParameters(at(node, 'parameters'));
  const inherited = shared.filter(
    ({ name, in: location }) => !own.some((mine) => mine.name === name && mine.in === location),
  );
  const parameters = [...inherited, ...own];
  checkTemplate(path, node, parameters);
  const commonCodes = readReplyCodes(at(node, 'responses'));
  return {
    id: readId(need(node, 'operationId')),
    method: method.toUpperCase(),
    path,
    node,
    summary: optionalText(node, 'summary'),
    description: optionalText(node, 'description'),
    parameters,
    sdkEntry: readSdkEntry(node),
    ignoresUnknownQuery: readUnknownQuery(node),
    body: readBody(node, method),
    replies: readReplies(need(node, 'responses'), method),
    security: readSecurity(node),
    codes: readCodes(node).filter((code) => !commonCodes.includes(code)),
    commonCodes,
  };
}

/** A request with unknown query parameters is rejected, except where another server builds the URL. */
function readUnknownQuery(node: Node): boolean {
  const keyword = at(node, 'x-unknown-query');
  if (keyword && keyword.value !== 'ignored') refuse(keyword, 'must be "ignored" or be left out');
  return keyword !== undefined;
}

/** Operations that only members of a room, or libraries, need are not downloaded with the core. */
function readSdkEntry(node: Node): Operation['sdkEntry'] {
  const keyword = at(node, 'x-sdk-entry');
  if (keyword === undefined) return 'core';
  const entry = (['listening', 'library', 'together'] as const).find((name) => name === keyword.value);
  return entry ?? refuse(keyword, 'must be "listening", "library" or "together", or be left out');
}

function readId(node: Node): string {
  const id = textOf(node);
  if (!/^[a-z][A-Za-z0-9]*$/.test(id)) refuse(node, `"${id}" is not in camelCase`);
  if (reservedWords.test(id)) refuse(node, `"${id}" cannot be the name of a constant`);
  return id;
}

function optionalText(node: Node, key: string): string | undefined {
  return key in objectOf(node) ? textOf(need(node, key)) : undefined;
}

function refuseDuplicateIds(operations: readonly Operation[]): void {
  const seen = new Set<string>();
  for (const { id, node } of operations) {
    if (seen.has(id)) refuse(node, `the operationId "${id}" is used twice`);
    seen.add(id);
  }
}

function refuseDifferentCommonCodes(operations: readonly Operation[]): void {
  const common = commonCodesOf(operations);
  const other = operations.find(
    ({ commonCodes: codes }) => codes.length > 0 && codes.join() !== common.join(),
  );
  if (other) refuse(other.node, 'its problem reply has other common codes than those of other operations');
}

/** The `x-codes` of operations or replies, each code once, sorted. */
export function readCodes(...nodes: readonly Node[]): string[] {
  const codes = nodes.flatMap((node) => items(at(node, 'x-codes'))).map(readCode);
  return [...new Set(codes)].sort();
}

/** The codes of all replies under `responses`. */
export function readReplyCodes(responses: Node | undefined): string[] {
  return readCodes(...entries(responses).map(([, reply]) => resolve(reply)));
}

function readCode(node: Node): string {
  const code = textOf(node);
  return /^[A-Z][A-Z0-9_]*$/.test(code) ? code : refuse(node, `"${code}" is not a code in CAPITALS`);
}

/**
 * The security alternatives of an operation, unchanged: its own, else those of the contract. An operation without any is
 * rejected, so that none is public by accident. An empty alternative beside others also accepts anonymous calls.
 */
export function readSecurity(operation: Node): Json[] {
  const root = rootNode(operation.file, operation.root);
  const stated = at(operation, 'security') ?? at(root, 'security');
  if (!stated) return refuse(operation, '"security" is missing; "security: []" makes the operation public');
  const alternatives = items(stated);
  const [only, ...others] = alternatives;
  if (only && others.length === 0 && entries(only).length === 0)
    refuse(only, 'use "security: []" to make the operation public');
  return alternatives.map((alternative) => checkAlternative(alternative, root));
}

function checkAlternative(alternative: Node, root: Node): Json {
  const components = at(root, 'components');
  const schemes = components && at(components, 'securitySchemes');
  for (const [scheme, scopes] of entries(alternative)) {
    if (!schemes || !at(schemes, scheme)) refuse(scopes, `there is no security scheme named "${scheme}"`);
    items(scopes).forEach(textOf);
  }
  return alternative.value;
}
