import { ContractError } from './contract-error.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A value together with where it stands, so that every complaint can name its JSON pointer. */
export interface Place {
  readonly file: string;
  readonly root: JsonObject;
  readonly pointer: string;
  readonly value: Json;
}

export function rootPlace(file: string, root: JsonObject): Place {
  return { file, root, pointer: '#', value: root };
}

export function refuse(place: Place, complaint: string): never {
  throw new ContractError(`${place.file}${place.pointer}`, complaint);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function objectOf(place: Place): JsonObject {
  return isObject(place.value) ? place.value : refuse(place, 'must be an object');
}

export function textOf(place: Place): string {
  return typeof place.value === 'string' ? place.value : refuse(place, 'must be a string');
}

/** The value under `key`, or undefined where it is absent. */
export function at(place: Place, key: string): Place | undefined {
  const value = objectOf(place)[key];
  return value === undefined ? undefined : { ...place, pointer: join(place.pointer, key), value };
}

export function need(place: Place, key: string): Place {
  return at(place, key) ?? refuse(place, `"${key}" is missing`);
}

export function entries(place: Place | undefined): [string, Place][] {
  if (!place) return [];
  return Object.keys(objectOf(place)).map((key) => [key, need(place, key)]);
}

export function items(place: Place | undefined): Place[] {
  if (!place) return [];
  const { value } = place;
  if (!isList(value)) return refuse(place, 'must be a list');
  return value.map((item, index) => ({ ...place, pointer: join(place.pointer, String(index)), value: item }));
}

/** Follows `$ref` until something else stands there. */
export function resolve(place: Place): Place {
  const reference = isObject(place.value) ? at(place, '$ref') : undefined;
  return reference ? resolve(target(reference)) : place;
}

function target(reference: Place): Place {
  const pointer = textOf(reference);
  if (!pointer.startsWith('#/')) refuse(reference, `"${pointer}" points out of the bundled contract`);
  const steps = pointer.slice(2).split('/').map(unescape);
  const start = rootPlace(reference.file, reference.root);
  const found = steps.reduce<Place | undefined>((here, step) => here && at(here, step), start);
  return found ?? refuse(reference, `"${pointer}" points nowhere`);
}

/** Throws on the first keyword that is not on the list: nothing is ever guessed or dropped in silence. */
export function allowOnly(place: Place, known: readonly string[], what: string): void {
  for (const [key, child] of entries(place)) {
    if (!known.includes(key)) refuse(child, `the keyword "${key}" is not understood in ${what}`);
  }
}

function join(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
