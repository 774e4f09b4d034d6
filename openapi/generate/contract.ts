import { basename, dirname, relative } from 'node:path';
import { bundle, createConfig, type NormalizedProblem } from '@redocly/openapi-core';
import { stringify } from 'yaml';

/** The generator rejects something in a contract. `pointer` says where it is: the file and a JSON pointer. */
export class ContractError extends Error {
  override name = 'ContractError';
  readonly pointer: string;

  constructor(pointer: string, complaint: string) {
    super(`${pointer}: ${complaint}`);
    this.pointer = pointer;
  }
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A value of a contract and its JSON pointer, which every error message names. */
export interface Node {
  readonly file: string;
  readonly root: JsonObject;
  readonly pointer: string;
  readonly value: Json;
}

/** One contract, with the parts of other files that it refers to included. */
export interface Contract {
  /** Its file name, for messages and banners: `auth.yaml`. */
  readonly file: string;
  readonly document: JsonObject;
  readonly root: Node;
}

/**
 * Reads a contract and includes the schemas of other files under their own names. Two different schemas with one name are
 * rejected: the bundler would rename one of them.
 */
export async function readContract(path: string): Promise<Contract> {
  const { bundle: document, problems } = await bundleFile(path);
  const [first] = problems;
  if (first)
    throw new ContractError(locate(first, path), problems.map((problem) => problem.message).join('; '));
  return contractOf(basename(path), document.parsed as Json);
}

/** A document of any kind with the parts of other files that it refers to, as YAML. */
export async function readWhole(path: string): Promise<string> {
  const { bundle: document, problems } = await bundleFile(path);
  const [first] = problems;
  if (first) throw new ContractError(locate(first, path), first.message);
  return stringify(document.parsed, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** A file that cannot be read is an error of the contract, not of the generator. */
async function bundleFile(path: string): ReturnType<typeof bundle> {
  const config = await createConfig({});
  return bundle({ ref: path, config, componentRenamingConflicts: 'error' }).catch((error: unknown) => {
    if (error instanceof Error && 'originalError' in error)
      throw new ContractError(basename(path), error.message);
    throw error;
  });
}

function locate(problem: NormalizedProblem, path: string): string {
  const location = problem.location[0];
  if (!location) return basename(path);
  return `${relative(dirname(path), location.source.absoluteRef)}${location.pointer ?? ''}`;
}

export function contractOf(file: string, document: Json): Contract {
  const root = rootNode(file, isObject(document) ? document : {});
  const version = root.root['openapi'];
  if (typeof version !== 'string' || !version.startsWith('3.1.'))
    refuse(root, 'is not an OpenAPI 3.1 document');
  return { file, document: root.root, root };
}

/** The contract without its shared path items: they belong to the contracts that refer to them. */
export function withoutPathItems(contract: Contract): Contract {
  const { components } = contract.document;
  if (!isObject(components)) return contract;
  const kept = Object.entries(components).filter(([key]) => key !== 'pathItems');
  return contractOf(contract.file, { ...contract.document, components: Object.fromEntries(kept) });
}

export function rootNode(file: string, root: JsonObject): Node {
  return { file, root, pointer: '#', value: root };
}

export function refuse(node: Node, complaint: string): never {
  throw new ContractError(`${node.file}${node.pointer}`, complaint);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function objectOf(node: Node): JsonObject {
  return isObject(node.value) ? node.value : refuse(node, 'must be an object');
}

export function textOf(node: Node): string {
  return typeof node.value === 'string' ? node.value : refuse(node, 'must be a string');
}

/** The value under `key`, or undefined when there is none. */
export function at(node: Node, key: string): Node | undefined {
  const value = objectOf(node)[key];
  return value === undefined ? undefined : { ...node, pointer: join(node.pointer, key), value };
}

export function need(node: Node, key: string): Node {
  return at(node, key) ?? refuse(node, `"${key}" is missing`);
}

export function entries(node: Node | undefined): [string, Node][] {
  if (!node) return [];
  return Object.keys(objectOf(node)).map((key) => [key, need(node, key)]);
}

export function items(node: Node | undefined): Node[] {
  if (!node) return [];
  const { value } = node;
  if (!isList(value)) return refuse(node, 'must be a list');
  return value.map((item, index) => ({ ...node, pointer: join(node.pointer, String(index)), value: item }));
}

/** Follows `$ref` until the node is not a reference. */
export function resolve(node: Node): Node {
  const reference = isObject(node.value) ? at(node, '$ref') : undefined;
  return reference ? resolve(target(reference)) : node;
}

function target(reference: Node): Node {
  const pointer = textOf(reference);
  if (!pointer.startsWith('#/'))
    refuse(reference, `"${pointer}" refers to something outside the bundled contract`);
  const steps = pointer
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const start = rootNode(reference.file, reference.root);
  const found = steps.reduce<Node | undefined>((node, step) => node && at(node, step), start);
  return found ?? refuse(reference, `"${pointer}" does not exist`);
}

/** Rejects the first keyword that is not on the list: the generator never ignores a keyword. */
export function allowOnly(node: Node, known: readonly string[], what: string): void {
  for (const [key, child] of entries(node)) {
    if (!known.includes(key)) refuse(child, `the keyword "${key}" is not understood in ${what}`);
  }
}

function join(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
