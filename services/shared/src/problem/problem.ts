import type { FieldError, Problem } from '../generated/common.schemas.gen.ts';
import { firstCharacters } from '../text/index.ts';

export type { FieldError, Problem };

/** Where a refused value stood in the request. */
export type FieldPlace = FieldError['in'];

/** What a catalogue says about one code. */
export interface ProblemDefinition {
  /** HTTP status, 400-599. */
  status: number;
  /** One sentence for people, the same for every occurrence. */
  title: string;
}

/** What one occurrence adds to its definition. */
export interface ProblemOptions {
  /** What happened this time, for people. Never a stack, a driver's text or a file path. */
  detail?: string;
  errors?: FieldError[];
  /** Headers of the answer, e.g. `retry-after`. */
  headers?: Record<string, string>;
  /** The error underneath; it is logged and never sent. */
  cause?: unknown;
}

// Names of fields may be the sender's own words, of any length.
const FIELD_CHARACTERS = 100;

function cutName(error: FieldError): FieldError {
  if (error.field.length <= FIELD_CHARACTERS) return error;
  return { ...error, field: `${firstCharacters(error.field, FIELD_CHARACTERS)}…` };
}

const PROBLEM_BASE = 'https://downbeat.dev/problems/';

/** An error that a client is meant to see. Made by the functions of `defineErrors`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: string, definition: ProblemDefinition, options: ProblemOptions = {}) {
    super(options.detail ?? definition.title, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = definition.status;
    this.title = definition.title;
    this.detail = options.detail;
    this.errors = options.errors?.map(cutName);
    this.headers = options.headers ?? {};
  }

  /** The problem document of this error. `instance` is the path that was asked, without its query. */
  toProblem(instance: string, requestId: string): Problem {
    return {
      type: PROBLEM_BASE + this.code.toLowerCase().replaceAll('_', '-'),
      title: this.title,
      status: this.status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      instance,
      requestId,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}
