// The contracts as the generator bundles them: one document each, whose references lead into itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const services = join(import.meta.dirname, '../../../services');

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  enum?: Json[];
  const?: Json;
  format?: string;
  default?: Json;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  examples?: Json[];
  discriminator?: { mapping: Record<string, string> };
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: Json;
}

interface Example {
  $ref?: string;
  value?: Json;
}

export interface Media {
  schema?: Schema;
  examples?: Record<string, Example>;
}

export interface Answer {
  $ref?: string;
  description?: string;
  content?: Record<string, Media>;
}

export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
  'x-codes'?: string[];
  /** `listening`: not a method of the SDK's services, but one of a room. */
  'x-sdk-entry'?: string;
}

export interface Contract {
  info: { title: string; summary?: string; description?: string };
  servers?: { url: string }[];
  tags?: { name: string; description?: string }[];
  security?: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
  components: {
    schemas: Record<string, Schema>;
    responses?: Record<string, Answer & { 'x-codes'?: string[] }>;
  };
}

export interface CloseCode {
  code: number;
  reason: string;
  reconnect: boolean;
}

export interface Problem {
  /** None when the code comes by a WebSocket only. */
  status?: number;
  closeReason?: string;
  title: string;
  cause: string;
  remedy: string;
  curl?: string;
}

const read = (path: string): unknown => parse(readFileSync(join(services, path), 'utf8'));

export const readService = (name: string): Contract =>
  read(`${name}/src/generated/contract.gen.json`) as Contract;
export const readMessages = (): Contract => read('shared/src/generated/asyncapi.gen.yaml') as Contract;
export const readProblems = (): Record<string, Problem> =>
  read('shared/src/generated/problems.gen.json') as Record<string, Problem>;

export function readCloseCodes(): CloseCode[] {
  const { components } = read('music/src/generated/listening.gen.yaml') as Contract;
  const switching = components.responses?.['SwitchingProtocols'] as {
    'x-close-codes'?: Record<string, CloseCode>;
  };
  return Object.values(switching['x-close-codes'] ?? {});
}

/** What a reference leads to; everything else as it is. */
export function resolve<T extends { $ref?: string }>(contract: object, node: T): T {
  if (node.$ref === undefined) return node;
  const path = node.$ref.replace(/^#\//, '').split('/');
  const found = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], contract);
  if (found === undefined) throw new Error(`${node.$ref} leads nowhere`);
  return resolve(contract, found as T);
}
