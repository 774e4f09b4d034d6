import type { Json, Node } from './contract.ts';

export const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;

export type ParameterLocation = 'path' | 'query' | 'header';

/** A named value of a request: a parameter, or a text part of a form. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** Has a default, which validation fills in: the value is always present for a handler. */
  readonly defaulted: boolean;
  readonly schema: Node;
}

export interface Parameter extends Field {
  readonly in: ParameterLocation;
}

export interface JsonBody {
  readonly kind: 'json';
  readonly schema: Node;
}

export interface MultipartBody {
  readonly kind: 'multipart';
  readonly schema: Node;
  readonly texts: readonly Field[];
  readonly files: readonly { readonly name: string; readonly required: boolean }[];
}

/** How the body of a reply is read. `problem` is JSON of a failed request. */
export type ReplyKind = 'json' | 'problem' | 'text' | 'binary' | 'none' | 'redirect' | 'websocket';

export interface Reply {
  /** Three digits, or `default`. */
  readonly status: string;
  readonly kind: ReplyKind;
  readonly mimes: readonly string[];
  readonly schema: Node | undefined;
}

/** One operation of a contract, checked; the input of every emitter. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** As in the contract: `/tracks/{trackId}`. */
  readonly path: string;
  readonly node: Node;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly parameters: readonly Parameter[];
  /** `x-sdk-entry`: the entry of the SDK that has its method; the core by default. */
  readonly sdkEntry: 'core' | 'listening' | 'library' | 'together';
  /** `x-unknown-query: ignored`. */
  readonly ignoresUnknownQuery: boolean;
  readonly body: JsonBody | MultipartBody | undefined;
  readonly replies: readonly Reply[];
  readonly security: readonly Json[];
  /** The codes of its problems without the common ones, sorted. */
  readonly codes: readonly string[];
  /** The codes that its problem reply states for all operations, sorted. */
  readonly commonCodes: readonly string[];
}

export function parametersIn(operation: Operation, location: ParameterLocation): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === location);
}

export function isSocket(operation: Operation): boolean {
  return operation.replies.some((reply) => reply.kind === 'websocket');
}

/** The codes that only some operations have, each once, sorted. */
export function ownCodes(operations: readonly Operation[]): string[] {
  return [...new Set(operations.flatMap((operation) => operation.codes))].sort();
}

/** The codes of every operation with a problem reply. */
export function commonCodes(operations: readonly Operation[]): readonly string[] {
  return operations.find((operation) => operation.commonCodes.length > 0)?.commonCodes ?? [];
}
