import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { TSchema } from '@sinclair/typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  HTTPMethods,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { commonErrors } from '../errors.ts';
import type { Role } from '../generated/common.schemas.gen.ts';

/** A Fastify instance whose handlers are typed by the TypeBox schemas of their route. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** One alternative of a contract's `security`: all schemes in it, each with all of its scopes. `{}` is anonymous. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

/** The parts of a multipart request, from the contract. */
export interface MultipartContract {
  readonly text: TSchema;
  readonly files: Readonly<Record<string, { readonly required: boolean }>>;
}

/** What the contract says about a route beside its schemas. */
export interface OperationConfig {
  readonly operationId: string;
  readonly security: readonly SecurityRequirement[];
  readonly multipart?: MultipartContract;
  /** The route is a WebSocket upgrade. */
  readonly websocket?: boolean;
  /** The codes of the problems that the contract names for this route. */
  readonly codes?: readonly string[];
}

/** One route of a generated `operations.gen.ts`. */
export interface Operation {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly config: OperationConfig;
  readonly schema: {
    readonly operationId: string;
    readonly params?: unknown;
    readonly querystring?: unknown;
    readonly headers?: unknown;
    readonly body?: unknown;
    readonly response?: unknown;
  };
}

/** `operations` of a generated `operations.gen.ts`, by operationId. */
export type OperationTable = Readonly<Record<string, Operation>>;

/** The role of an account, from its token. */
export type { Role };
/** The role of a caller: guests of a listening session have no account. */
export type CallerRole = Role | 'guest';

/** The authenticated caller, from a verified credential. */
export interface Principal {
  userId: string;
  /** The sign-in that the token belongs to. */
  authSessionId: string;
  role: CallerRole;
  displayName: string;
  emailVerified: boolean;
  tokenExpiresAt: Date;
}

/**
 * Checks the credential of one security scheme.
 *
 * @throws ProblemError 401 when the credential is missing or not valid
 */
export interface Authenticator {
  (request: FastifyRequest): Promise<Principal>;
  /** The principal of a credential that was checked a moment ago; undefined when it must be checked. */
  recent?(request: FastifyRequest): Principal | undefined;
  /** Whether the request has this kind of credential. Without this function, every request is assumed to have one. */
  present?(request: FastifyRequest): boolean;
  /** Registers what the authenticator needs, once, before any route. */
  prepare?(app: App): Promise<void>;
}

/** Authenticators by the name of their security scheme in the contract. */
export type Authenticators = Readonly<Record<string, Authenticator>>;

/** The part of a service's configuration that `createApp` reads. */
export interface HttpConfig {
  NODE_ENV: string;
  CORS_ORIGINS: string;
  TRUST_PROXY: string;
  LOG_LEVEL: string;
  SHUTDOWN_TIMEOUT_MS: number;
  MAX_CONNECTIONS: number;
  METRICS_TOKEN?: string;
  PUBLIC_URL?: string;
  PROBLEM_BASE_URL?: string;
  PORT?: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operationId?: string;
    websocket?: boolean;
    security?: readonly SecurityRequirement[];
    /** A MultipartContract. That type would make each route's inferred type too deep for the compiler. */
    multipart?: object;
    /** Pages of other origins may embed the answer (audio, covers). */
    crossOriginResource?: boolean;
  }
  interface FastifyRequest {
    /** The authenticated caller; null on open routes. Read it through `requirePrincipal`. */
    principal: Principal | null;
    /** Copied into every event and mail that this request causes. */
    correlationId: string;
  }
}

/**
 * The authenticated caller.
 *
 * @throws ProblemError 401 for an anonymous request: on an open route, or on one that also allows anonymous requests
 */
export function requirePrincipal(request: Pick<FastifyRequest, 'principal'>): Principal {
  if (request.principal === null) throw commonErrors.UNAUTHENTICATED();
  return request.principal;
}
