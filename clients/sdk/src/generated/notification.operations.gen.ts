// Generated from openapi/notification.yaml. Do not edit: change the contract, then run `make generate`.
import type { Call, ListCall } from '../http/call.ts';
import type { CallOptions, Input, OperationTable } from './call.gen.ts';
import type {
  ContractDocument,
  Health,
  MailPage,
  Problem,
  Readiness,
  operations,
} from './notification.types.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const notificationOperations = {
  listMails: { route: 'GET /api/notification/mails', query: ['limit', 'cursor', 'state'] },
  getHealth: { route: 'GET /healthz', bearer: 'never' },
  getReadiness: { route: 'GET /readyz', success: { 200: 'json', 503: 'json' }, bearer: 'never' },
  getMetrics: { route: 'GET /metrics', success: { 200: 'text' }, bearer: 'never' },
  getOpenapiJson: { route: 'GET /openapi.json', bearer: 'never' },
  getOpenapiYaml: { route: 'GET /openapi.yaml', success: { 200: 'text' }, bearer: 'never' },
  getAsyncapiYaml: { route: 'GET /asyncapi.yaml', success: { 200: 'text' }, bearer: 'never' },
  getDocs: { route: 'GET /docs', success: { 200: 'text' }, bearer: 'never' },
} as const satisfies OperationTable;

/** The input, the result and the error codes of each operation. */
export interface NotificationCalls {
  listMails: {
    input: Input<NonNullable<operations['listMails']['parameters']['query']>>;
    result: MailPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | NotificationCommonCode;
  };
  getHealth: { input: undefined; result: Health; code: NotificationCommonCode };
  getReadiness: { input: undefined; result: Readiness; code: NotificationCommonCode };
  getMetrics: { input: undefined; result: string; code: 'UNAUTHENTICATED' | NotificationCommonCode };
  getOpenapiJson: { input: undefined; result: ContractDocument; code: NotificationCommonCode };
  getOpenapiYaml: { input: undefined; result: string; code: NotificationCommonCode };
  getAsyncapiYaml: { input: undefined; result: string; code: NotificationCommonCode };
  getDocs: { input: undefined; result: string; code: NotificationCommonCode };
}

/** The problem of a failed operation, with the codes that the contract names. */
export type NotificationProblem<Operation extends keyof NotificationCalls = keyof NotificationCalls> = Omit<
  Problem,
  'code'
> & { code: NotificationCalls[Operation]['code'] };

/** Any operation may fail with these. */
export type NotificationCommonCode =
  | 'BAD_REQUEST'
  | 'BODY_TOO_LARGE'
  | 'EXPECTATION_FAILED'
  | 'FORBIDDEN'
  | 'HEADERS_TOO_LARGE'
  | 'INTERNAL'
  | 'MALFORMED_JSON'
  | 'PRECONDITION_FAILED'
  | 'RATE_LIMITED'
  | 'REQUEST_TIMEOUT'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'URI_TOO_LONG';

/** Every code that the contract names. */
export type NotificationErrorCode =
  | NotificationCommonCode
  | 'MALFORMED_CURSOR'
  | 'SESSION_REVOKED'
  | 'TOKEN_EXPIRED'
  | 'UNAUTHENTICATED'
  | 'VALIDATION_FAILED';

/** One method for each operation. */
export interface NotificationOperations {
  /**
   * List mails, newest first
   * Without bodies and codes. The service erases both when the mail server has accepted the mail.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listMails(
    input?: NotificationCalls['listMails']['input'],
    options?: CallOptions,
  ): ListCall<MailPage, NotificationCalls['listMails']['code']>;
  /**
   * Is the process alive?
   * Answers while the event loop runs; checks no dependency.
   */
  getHealth(options?: CallOptions): Call<Health, NotificationCalls['getHealth']['code']>;
  /**
   * Is the service ready, and what is the state of each dependency?
   * 503 only when a required dependency is down. When another dependency is down, the status is `degraded`,
   * with 200.
   */
  getReadiness(options?: CallOptions): Call<Readiness, NotificationCalls['getReadiness']['code']>;
  /**
   * Prometheus metrics
   * For the operator alone: with METRICS_TOKEN as the bearer token or, where none is set, from the service's
   * own machine.
   * Fails with UNAUTHENTICATED.
   */
  getMetrics(options?: CallOptions): Call<string, NotificationCalls['getMetrics']['code']>;
  /** This contract, as JSON */
  getOpenapiJson(options?: CallOptions): Call<ContractDocument, NotificationCalls['getOpenapiJson']['code']>;
  /** This contract, as YAML */
  getOpenapiYaml(options?: CallOptions): Call<string, NotificationCalls['getOpenapiYaml']['code']>;
  /** The events and the messages of listening sessions, as AsyncAPI */
  getAsyncapiYaml(options?: CallOptions): Call<string, NotificationCalls['getAsyncapiYaml']['code']>;
  /** The documentation as a web page, with a console */
  getDocs(options?: CallOptions): Call<string, NotificationCalls['getDocs']['code']>;
}
