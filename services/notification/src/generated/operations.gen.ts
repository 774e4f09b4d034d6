// Generated from openapi/notification.yaml. Do not edit: change the contract, then run `make generate`.
import { Type } from '@sinclair/typebox';
import * as s from './schemas.gen.ts';

/** List mails, newest first */
export const listMails = {
  method: 'GET',
  url: '/api/notification/mails',
  config: {
    operationId: 'listMails',
    security: [{ bearer: ['admin'] }],
    codes: ['MALFORMED_CURSOR', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'listMails',
    querystring: Type.Object(
      {
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        cursor: Type.Optional(s.Cursor),
        state: Type.Optional(s.MailState),
      },
      { additionalProperties: false },
    ),
    response: {
      200: s.MailPage,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Is the process alive? */
export const getHealth = {
  method: 'GET',
  url: '/healthz',
  config: { operationId: 'getHealth', security: [] },
  schema: {
    operationId: 'getHealth',
    response: { 200: s.Health, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Is the service ready, and what is the state of each dependency? */
export const getReadiness = {
  method: 'GET',
  url: '/readyz',
  config: { operationId: 'getReadiness', security: [] },
  schema: {
    operationId: 'getReadiness',
    response: {
      200: s.Readiness,
      503: s.Readiness,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Prometheus metrics */
export const getMetrics = {
  method: 'GET',
  url: '/metrics',
  config: { operationId: 'getMetrics', security: [], codes: ['UNAUTHENTICATED'] },
  schema: {
    operationId: 'getMetrics',
    response: {
      200: { content: { 'text/plain': { schema: Type.String() } } },
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** This contract, as JSON */
export const getOpenapiJson = {
  method: 'GET',
  url: '/openapi.json',
  config: { operationId: 'getOpenapiJson', security: [] },
  schema: {
    operationId: 'getOpenapiJson',
    response: {
      200: s.ContractDocument,
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** This contract, as YAML */
export const getOpenapiYaml = {
  method: 'GET',
  url: '/openapi.yaml',
  config: { operationId: 'getOpenapiYaml', security: [] },
  schema: {
    operationId: 'getOpenapiYaml',
    response: {
      200: { content: { 'application/yaml': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The events and the messages of listening sessions, as AsyncAPI */
export const getAsyncapiYaml = {
  method: 'GET',
  url: '/asyncapi.yaml',
  config: { operationId: 'getAsyncapiYaml', security: [] },
  schema: {
    operationId: 'getAsyncapiYaml',
    response: {
      200: { content: { 'application/yaml': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The documentation as a web page, with a console */
export const getDocs = {
  method: 'GET',
  url: '/docs',
  config: { operationId: 'getDocs', security: [] },
  schema: {
    operationId: 'getDocs',
    response: {
      200: { content: { 'text/html': { schema: Type.String() } } },
      304: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Every operation of the contract, by operationId. */
export const operations = {
  listMails,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenapiJson,
  getOpenapiYaml,
  getAsyncapiYaml,
  getDocs,
} as const;

/** Any operation may answer these. */
export const commonCodes = [
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'EXPECTATION_FAILED',
  'FORBIDDEN',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
  'MALFORMED_JSON',
  'PRECONDITION_FAILED',
  'RATE_LIMITED',
  'REQUEST_TIMEOUT',
  'TIMEOUT',
  'UNAVAILABLE',
  'UNSUPPORTED_MEDIA_TYPE',
  'URI_TOO_LONG',
] as const;

/** Every code of this service's problems. */
export type ErrorCode =
  | (typeof commonCodes)[number]
  | 'MALFORMED_CURSOR'
  | 'SESSION_REVOKED'
  | 'TOKEN_EXPIRED'
  | 'UNAUTHENTICATED'
  | 'VALIDATION_FAILED';
