// Generated from openapi/auth.yaml. Do not edit: change the contract, then run `make generate`.
import { Type } from '@sinclair/typebox';
import * as s from './schemas.gen.ts';

/** Create an account and sign in */
export const register = {
  method: 'POST',
  url: '/api/auth/register',
  config: {
    operationId: 'register',
    security: [],
    codes: ['ARTIST_NEEDS_APPROVAL', 'EMAIL_TAKEN', 'PASSWORD_REFUSED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'register',
    body: s.Registration,
    response: {
      201: s.AuthSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Sign in with e-mail and password */
export const login = {
  method: 'POST',
  url: '/api/auth/login',
  config: { operationId: 'login', security: [], codes: ['INVALID_CREDENTIALS', 'VALIDATION_FAILED'] },
  schema: {
    operationId: 'login',
    body: s.Credentials,
    response: {
      200: s.AuthSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Exchange a refresh token for new tokens */
export const refresh = {
  method: 'POST',
  url: '/api/auth/refresh',
  config: {
    operationId: 'refresh',
    security: [],
    codes: ['REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'refresh',
    body: s.RefreshRequest,
    response: {
      200: s.AuthSession,
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** End this session */
export const logout = {
  method: 'POST',
  url: '/api/auth/logout',
  config: {
    operationId: 'logout',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'logout',
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The account that is signed in */
export const getMe = {
  method: 'GET',
  url: '/api/auth/me',
  config: {
    operationId: 'getMe',
    security: [{ bearer: [] }],
    codes: ['SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'getMe',
    response: { 200: s.User, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Change the display name, or which mails the account wants */
export const updateMe = {
  method: 'PATCH',
  url: '/api/auth/me',
  config: {
    operationId: 'updateMe',
    security: [{ bearer: [] }],
    codes: ['EMAIL_NOT_VERIFIED', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'updateMe',
    body: s.ProfileChange,
    response: { 200: s.User, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** The link of a mail about releases, when a person opens it */
export const openUnsubscribe = {
  method: 'GET',
  url: '/api/auth/unsubscribe',
  config: { operationId: 'openUnsubscribe', security: [], codes: ['VALIDATION_FAILED'] },
  schema: {
    operationId: 'openUnsubscribe',
    querystring: Type.Object(
      { token: Type.String({ pattern: '^[A-Za-z0-9_-]{20,200}$' }) },
      { additionalProperties: false },
    ),
    response: {
      303: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** End the mails about releases by the link of such a mail */
export const unsubscribe = {
  method: 'POST',
  url: '/api/auth/unsubscribe',
  config: { operationId: 'unsubscribe', security: [], codes: ['CODE_INVALID', 'VALIDATION_FAILED'] },
  schema: {
    operationId: 'unsubscribe',
    querystring: Type.Object(
      { token: Type.String({ pattern: '^[A-Za-z0-9_-]{20,200}$' }) },
      { additionalProperties: false },
    ),
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Confirm the e-mail address with the code that was mailed */
export const verifyEmail = {
  method: 'POST',
  url: '/api/auth/verify-email',
  config: {
    operationId: 'verifyEmail',
    security: [{ bearer: [] }],
    codes: [
      'CODE_INVALID',
      'EMAIL_ALREADY_VERIFIED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
    ],
  },
  schema: {
    operationId: 'verifyEmail',
    body: s.EmailVerification,
    response: { 200: s.User, default: { content: { 'application/problem+json': { schema: s.Problem } } } },
  },
} as const;

/** Mail a new code */
export const resendVerification = {
  method: 'POST',
  url: '/api/auth/verify-email/resend',
  config: {
    operationId: 'resendVerification',
    security: [{ bearer: [] }],
    codes: ['EMAIL_ALREADY_VERIFIED', 'SESSION_REVOKED', 'TOKEN_EXPIRED', 'UNAUTHENTICATED'],
  },
  schema: {
    operationId: 'resendVerification',
    response: {
      202: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Change the password */
export const changePassword = {
  method: 'POST',
  url: '/api/auth/password/change',
  config: {
    operationId: 'changePassword',
    security: [{ bearer: [] }],
    codes: [
      'NO_PASSWORD',
      'PASSWORD_REFUSED',
      'SESSION_REVOKED',
      'TOKEN_EXPIRED',
      'UNAUTHENTICATED',
      'VALIDATION_FAILED',
      'WRONG_PASSWORD',
    ],
  },
  schema: {
    operationId: 'changePassword',
    body: s.PasswordChange,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Mail a code that replaces a forgotten password */
export const forgotPassword = {
  method: 'POST',
  url: '/api/auth/password/forgot',
  config: { operationId: 'forgotPassword', security: [], codes: ['VALIDATION_FAILED'] },
  schema: {
    operationId: 'forgotPassword',
    body: s.ForgottenPassword,
    response: {
      202: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Set a new password with the code that was mailed */
export const resetPassword = {
  method: 'POST',
  url: '/api/auth/password/reset',
  config: {
    operationId: 'resetPassword',
    security: [],
    codes: ['CODE_INVALID', 'PASSWORD_REFUSED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'resetPassword',
    body: s.PasswordReset,
    response: {
      204: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Begin signing in with Google */
export const startGoogle = {
  method: 'GET',
  url: '/api/auth/google',
  config: {
    operationId: 'startGoogle',
    security: [],
    codes: ['GOOGLE_NOT_CONFIGURED', 'REDIRECT_NOT_ALLOWED', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'startGoogle',
    querystring: Type.Object(
      {
        redirectUri: Type.Optional(Type.String({ format: 'uri', maxLength: 2048 })),
        code_challenge: Type.Optional(
          Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: '43 characters of base64url.' }),
        ),
        code_challenge_method: Type.Optional(Type.Unsafe<'S256'>({ type: 'string', enum: ['S256'] })),
      },
      { additionalProperties: false },
    ),
    response: {
      302: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** The URL that Google redirects the browser to */
export const finishGoogle = {
  method: 'GET',
  url: '/api/auth/google/callback',
  config: {
    operationId: 'finishGoogle',
    security: [],
    codes: ['GOOGLE_NOT_CONFIGURED', 'OAUTH_STATE_INVALID', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'finishGoogle',
    querystring: Type.Object({
      state: Type.String({ minLength: 1, maxLength: 512 }),
      code: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
      error: Type.Optional(Type.String({ maxLength: 256 })),
    }),
    response: {
      302: Type.Unsafe<undefined>({ type: 'null' }),
      default: { content: { 'application/problem+json': { schema: s.Problem } } },
    },
  },
} as const;

/** Exchange the one-time code for tokens */
export const exchangeGoogleCode = {
  method: 'POST',
  url: '/api/auth/google/exchange',
  config: {
    operationId: 'exchangeGoogleCode',
    security: [],
    codes: ['OAUTH_CODE_INVALID', 'VALIDATION_FAILED'],
  },
  schema: {
    operationId: 'exchangeGoogleCode',
    body: s.GoogleCodeExchange,
    response: {
      200: s.AuthSession,
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
  register,
  login,
  refresh,
  logout,
  getMe,
  updateMe,
  openUnsubscribe,
  unsubscribe,
  verifyEmail,
  resendVerification,
  changePassword,
  forgotPassword,
  resetPassword,
  startGoogle,
  finishGoogle,
  exchangeGoogleCode,
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
  | 'ARTIST_NEEDS_APPROVAL'
  | 'CODE_INVALID'
  | 'EMAIL_ALREADY_VERIFIED'
  | 'EMAIL_NOT_VERIFIED'
  | 'EMAIL_TAKEN'
  | 'GOOGLE_NOT_CONFIGURED'
  | 'INVALID_CREDENTIALS'
  | 'NO_PASSWORD'
  | 'OAUTH_CODE_INVALID'
  | 'OAUTH_STATE_INVALID'
  | 'PASSWORD_REFUSED'
  | 'REDIRECT_NOT_ALLOWED'
  | 'REFRESH_TOKEN_INVALID'
  | 'REFRESH_TOKEN_REUSED'
  | 'SESSION_REVOKED'
  | 'TOKEN_EXPIRED'
  | 'UNAUTHENTICATED'
  | 'VALIDATION_FAILED'
  | 'WRONG_PASSWORD';
