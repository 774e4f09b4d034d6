import type { Json, Place } from './place.ts';

export const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;

export type ParameterPlace = 'path' | 'query' | 'header';

/** A named value of a request: a parameter, or a text part of a form. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** Validation fills it in, so a handler always finds it. */
  readonly defaulted: boolean;
  readonly schema: Place;
}

export interface Parameter extends Field {
  readonly in: ParameterPlace;
}

export interface JsonBody {
  readonly kind: 'json';
  readonly schema: Place;
}

export interface MultipartBody {
  readonly kind: 'multipart';
  readonly schema: Place;
  readonly texts: readonly Field[];
  readonly files: readonly { readonly name: string; readonly required: boolean }[];
}

/** How the payload of a reply is read. `problem` is JSON too, but never a success. */
export type ReplyKind = 'json' | 'problem' | 'text' | 'binary' | 'none' | 'redirect' | 'websocket';

export interface Reply {
  /** Three digits, or `default`. */
  readonly status: string;
  readonly kind: ReplyKind;
  readonly mimes: readonly string[];
  readonly schema: Place | undefined;
}

/** One operation of a contract, read once and understood whole; every emitter starts from this. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** As the contract has it: `/tracks/{trackId}`. */
  readonly path: string;
  readonly place: Place;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly parameters: readonly Parameter[];
  /** `x-unknown-query: ignored`. */
  readonly ignoresUnknownQuery: boolean;
  readonly body: JsonBody | MultipartBody | undefined;
  readonly replies: readonly Reply[];
  readonly security: readonly Json[];
  /** The codes of its own problems, sorted. */
  readonly codes: readonly string[];
  /** The codes that its problem reply states for all operations alike, sorted. */
  readonly commonCodes: readonly string[];
}

export function parametersIn(operation: Operation, where: ParameterPlace): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === where);
}

export function isSocket(operation: Operation): boolean {
  return operation.replies.some((reply) => reply.kind === 'websocket');
}

/** Every code of a problem that only some operations have, once, sorted. */
export function ownCodes(operations: readonly Operation[]): string[] {
  return [...new Set(operations.flatMap((operation) => operation.codes))].sort();
}

/** The codes that every operation with a problem reply may answer. */
export function commonCodes(operations: readonly Operation[]): readonly string[] {
  return operations.find((operation) => operation.commonCodes.length > 0)?.commonCodes ?? [];
}
