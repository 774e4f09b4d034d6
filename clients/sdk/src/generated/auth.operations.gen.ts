// Generated from openapi/auth.yaml. Do not edit: change the contract, then run `make generate`.
import type { Call } from '../http/call.ts';
import type { CallOptions, Input, OperationTable } from './call.gen.ts';
import type {
  AuthSession,
  ContractDocument,
  Credentials,
  EmailVerification,
  ForgottenPassword,
  GoogleCodeExchange,
  Health,
  PasswordChange,
  PasswordReset,
  Problem,
  ProfileChange,
  Readiness,
  RefreshRequest,
  Registration,
  User,
  operations,
} from './auth.types.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const authOperations = {
  register: { route: 'POST /api/auth/register', request: 'json', bearer: 'never' },
  login: { route: 'POST /api/auth/login', request: 'json', bearer: 'never' },
  refresh: { route: 'POST /api/auth/refresh', request: 'json', bearer: 'never' },
  logout: { route: 'POST /api/auth/logout', success: { 204: 'none' } },
  getMe: { route: 'GET /api/auth/me' },
  updateMe: { route: 'PATCH /api/auth/me', request: 'json' },
  openUnsubscribe: {
    route: 'GET /api/auth/unsubscribe',
    use: 'navigate',
    query: ['token'],
    success: {},
    bearer: 'never',
  },
  unsubscribe: {
    route: 'POST /api/auth/unsubscribe',
    query: ['token'],
    success: { 204: 'none' },
    bearer: 'never',
  },
  verifyEmail: { route: 'POST /api/auth/verify-email', request: 'json' },
  resendVerification: { route: 'POST /api/auth/verify-email/resend', success: { 202: 'none' } },
  changePassword: { route: 'POST /api/auth/password/change', request: 'json', success: { 204: 'none' } },
  forgotPassword: {
    route: 'POST /api/auth/password/forgot',
    request: 'json',
    success: { 202: 'none' },
    bearer: 'never',
  },
  resetPassword: {
    route: 'POST /api/auth/password/reset',
    request: 'json',
    success: { 204: 'none' },
    bearer: 'never',
  },
  startGoogle: {
    route: 'GET /api/auth/google',
    use: 'navigate',
    query: ['redirectUri', 'code_challenge', 'code_challenge_method'],
    success: {},
    bearer: 'never',
  },
  finishGoogle: {
    route: 'GET /api/auth/google/callback',
    use: 'navigate',
    query: ['state', 'code', 'error'],
    success: {},
    bearer: 'never',
  },
  exchangeGoogleCode: { route: 'POST /api/auth/google/exchange', request: 'json', bearer: 'never' },
  getHealth: { route: 'GET /healthz', bearer: 'never' },
  getReadiness: { route: 'GET /readyz', success: { 200: 'json', 503: 'json' }, bearer: 'never' },
  getMetrics: { route: 'GET /metrics', success: { 200: 'text' }, bearer: 'never' },
  getOpenapiJson: { route: 'GET /openapi.json', bearer: 'never' },
  getOpenapiYaml: { route: 'GET /openapi.yaml', success: { 200: 'text' }, bearer: 'never' },
  getAsyncapiYaml: { route: 'GET /asyncapi.yaml', success: { 200: 'text' }, bearer: 'never' },
  getDocs: { route: 'GET /docs', success: { 200: 'text' }, bearer: 'never' },
} as const satisfies OperationTable;

/** The input, the result and the error codes of each operation. */
export interface AuthCalls {
  register: {
    input: Input<Registration>;
    result: AuthSession;
    code: 'ARTIST_NEEDS_APPROVAL' | 'EMAIL_TAKEN' | 'PASSWORD_REFUSED' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  login: {
    input: Input<Credentials>;
    result: AuthSession;
    code: 'INVALID_CREDENTIALS' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  refresh: {
    input: Input<RefreshRequest>;
    result: AuthSession;
    code: 'REFRESH_TOKEN_INVALID' | 'REFRESH_TOKEN_REUSED' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  logout: {
    input: undefined;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | AuthCommonCode;
  };
  getMe: {
    input: undefined;
    result: User;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | AuthCommonCode;
  };
  updateMe: {
    input: Input<ProfileChange>;
    result: User;
    code:
      | 'EMAIL_NOT_VERIFIED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | AuthCommonCode;
  };
  openUnsubscribe: {
    input: Input<NonNullable<operations['openUnsubscribe']['parameters']['query']>>;
    result: URL;
    code: 'VALIDATION_FAILED' | AuthCommonCode;
  };
  unsubscribe: {
    input: Input<NonNullable<operations['unsubscribe']['parameters']['query']>>;
    result: undefined;
    code: 'CODE_INVALID' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  verifyEmail: {
    input: Input<EmailVerification>;
    result: User;
    code:
      | 'CODE_INVALID'
      | 'EMAIL_ALREADY_VERIFIED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | AuthCommonCode;
  };
  resendVerification: {
    input: undefined;
    result: undefined;
    code: 'EMAIL_ALREADY_VERIFIED' | 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | AuthCommonCode;
  };
  changePassword: {
    input: Input<PasswordChange>;
    result: undefined;
    code:
      | 'NO_PASSWORD'
      | 'PASSWORD_REFUSED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | 'WRONG_PASSWORD'
      | AuthCommonCode;
  };
  forgotPassword: {
    input: Input<ForgottenPassword>;
    result: undefined;
    code: 'VALIDATION_FAILED' | AuthCommonCode;
  };
  resetPassword: {
    input: Input<PasswordReset>;
    result: undefined;
    code: 'CODE_INVALID' | 'PASSWORD_REFUSED' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  startGoogle: {
    input: Input<NonNullable<operations['startGoogle']['parameters']['query']>>;
    result: URL;
    code: 'GOOGLE_NOT_CONFIGURED' | 'REDIRECT_NOT_ALLOWED' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  finishGoogle: {
    input: Input<NonNullable<operations['finishGoogle']['parameters']['query']>>;
    result: URL;
    code: 'GOOGLE_NOT_CONFIGURED' | 'OAUTH_STATE_INVALID' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  exchangeGoogleCode: {
    input: Input<GoogleCodeExchange>;
    result: AuthSession;
    code: 'OAUTH_CODE_INVALID' | 'VALIDATION_FAILED' | AuthCommonCode;
  };
  getHealth: { input: undefined; result: Health; code: AuthCommonCode };
  getReadiness: { input: undefined; result: Readiness; code: AuthCommonCode };
  getMetrics: { input: undefined; result: string; code: 'UNAUTHENTICATED' | AuthCommonCode };
  getOpenapiJson: { input: undefined; result: ContractDocument; code: AuthCommonCode };
  getOpenapiYaml: { input: undefined; result: string; code: AuthCommonCode };
  getAsyncapiYaml: { input: undefined; result: string; code: AuthCommonCode };
  getDocs: { input: undefined; result: string; code: AuthCommonCode };
}

/** The problem of a failed operation, with the codes that the contract names. */
export type AuthProblem<Operation extends keyof AuthCalls = keyof AuthCalls> = Omit<Problem, 'code'> & {
  code: AuthCalls[Operation]['code'];
};

/** Any operation may fail with these. */
export type AuthCommonCode =
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
export type AuthErrorCode =
  | AuthCommonCode
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

/** One method for each operation. */
export interface AuthOperations {
  /**
   * Create an account and sign in
   * Sends a welcome mail and a code that confirms the e-mail address. The role `admin` cannot be requested.
   * `artist` is granted at once, unless administrators decide on artists in this installation.
   * Fails with ARTIST_NEEDS_APPROVAL, EMAIL_TAKEN, PASSWORD_REFUSED, VALIDATION_FAILED.
   */
  register(
    input: AuthCalls['register']['input'],
    options?: CallOptions,
  ): Call<AuthSession, AuthCalls['register']['code']>;
  /**
   * Sign in with e-mail and password
   * The answer to an unknown e-mail address and to a wrong password is the same, in body and in time.
   * Fails with INVALID_CREDENTIALS, VALIDATION_FAILED.
   */
  login(
    input: AuthCalls['login']['input'],
    options?: CallOptions,
  ): Call<AuthSession, AuthCalls['login']['code']>;
  /**
   * Exchange a refresh token for new tokens
   * Each refresh token works once. Used again within 10 seconds (a lost answer, a parallel tab) it gives the
   * same successor. Used again later it counts as stolen, and the whole session ends.
   * Fails with REFRESH_TOKEN_INVALID, REFRESH_TOKEN_REUSED, VALIDATION_FAILED.
   */
  refresh(
    input: AuthCalls['refresh']['input'],
    options?: CallOptions,
  ): Call<AuthSession, AuthCalls['refresh']['code']>;
  /**
   * End this session
   * The session's tokens stop working in every service, sockets included, within 5 seconds.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  logout(options?: CallOptions): Call<undefined, AuthCalls['logout']['code']>;
  /**
   * The account that is signed in
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  getMe(options?: CallOptions): Call<User, AuthCalls['getMe']['code']>;
  /**
   * Change the display name, or which mails the account wants
   * What is left out stays. A new name appears on an artist's tracks a moment later, when music has received
   * the event. Mails about releases need a confirmed e-mail address (EMAIL_NOT_VERIFIED).
   * Fails with EMAIL_NOT_VERIFIED, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  updateMe(
    input: AuthCalls['updateMe']['input'],
    options?: CallOptions,
  ): Call<User, AuthCalls['updateMe']['code']>;
  /**
   * The link of a mail about releases, when a person opens it
   * Changes nothing, because programs that check mails for harmful links open it as well. Leads to the account
   * screen of the page, which turns the mails off.
   * Fails with VALIDATION_FAILED.
   */
  openUnsubscribe(input: AuthCalls['openUnsubscribe']['input']): URL;
  /**
   * End the mails about releases by the link of such a mail
   * One click of a mail program (RFC 8058), without a sign-in. The body that it sends, a form of either kind
   * and at most 1 KiB, is ignored. `updateMe` turns the mails on again.
   * Fails with CODE_INVALID, VALIDATION_FAILED.
   */
  unsubscribe(
    input: AuthCalls['unsubscribe']['input'],
    options?: CallOptions,
  ): Call<undefined, AuthCalls['unsubscribe']['code']>;
  /**
   * Confirm the e-mail address with the code that was mailed
   * A code is valid for 10 minutes and 5 attempts. A new code replaces the old one.
   * Fails with CODE_INVALID, EMAIL_ALREADY_VERIFIED, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  verifyEmail(
    input: AuthCalls['verifyEmail']['input'],
    options?: CallOptions,
  ): Call<User, AuthCalls['verifyEmail']['code']>;
  /**
   * Mail a new code
   * At most one a minute and five an hour.
   * Fails with EMAIL_ALREADY_VERIFIED, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  resendVerification(options?: CallOptions): Call<undefined, AuthCalls['resendVerification']['code']>;
  /**
   * Change the password
   * All other sessions of the account end within 5 seconds, and a mail tells the owner. An account that only
   * signs in with Google has no password to change (`NO_PASSWORD`); it gets one by `POST
   * /api/auth/password/reset`.
   * Fails with NO_PASSWORD, PASSWORD_REFUSED, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED, WRONG_PASSWORD.
   */
  changePassword(
    input: AuthCalls['changePassword']['input'],
    options?: CallOptions,
  ): Call<undefined, AuthCalls['changePassword']['code']>;
  /**
   * Mail a code that replaces a forgotten password
   * The answer is the same, in body and in time, whether or not there is an account. At most one code a minute
   * and five an hour for an address; a new code replaces the old one.
   * Fails with VALIDATION_FAILED.
   */
  forgotPassword(
    input: AuthCalls['forgotPassword']['input'],
    options?: CallOptions,
  ): Call<undefined, AuthCalls['forgotPassword']['code']>;
  /**
   * Set a new password with the code that was mailed
   * A code is valid once, for 10 minutes and 5 attempts. All sessions of the account end within 5 seconds, its
   * address counts as confirmed, and a mail tells the owner. Sign in with the new password afterwards. An
   * account that signed in with Google keeps that and gets a password as well. A password that is refused does
   * not use up the code.
   * Fails with CODE_INVALID, PASSWORD_REFUSED, VALIDATION_FAILED.
   */
  resetPassword(
    input: AuthCalls['resetPassword']['input'],
    options?: CallOptions,
  ): Call<undefined, AuthCalls['resetPassword']['code']>;
  /**
   * Begin signing in with Google
   * Binds a state and a PKCE verifier to this browser by cookies and redirects it to Google. With a
   * `code_challenge` the one-time code at the end can only be exchanged together with the client's verifier
   * (RFC 7636, RFC 9700, 2.1.1).
   * Fails with GOOGLE_NOT_CONFIGURED, REDIRECT_NOT_ALLOWED, VALIDATION_FAILED.
   */
  startGoogle(input?: AuthCalls['startGoogle']['input']): URL;
  /**
   * The URL that Google redirects the browser to
   * Ends in a redirect to the allow-listed URL with `code` (one use, 60 seconds) or with `error`, a
   * `GoogleRefusal`: `access_denied`, `account_exists`, `email_unverified` or `google_failed`. No URL contains
   * tokens.
   * Fails with GOOGLE_NOT_CONFIGURED, OAUTH_STATE_INVALID, VALIDATION_FAILED.
   */
  finishGoogle(input: AuthCalls['finishGoogle']['input']): URL;
  /**
   * Exchange the one-time code for tokens
   * `codeVerifier` is required if the sign-in began with a `code_challenge`, and must be absent otherwise. A
   * refused verifier does not use up the code.
   * Fails with OAUTH_CODE_INVALID, VALIDATION_FAILED.
   */
  exchangeGoogleCode(
    input: AuthCalls['exchangeGoogleCode']['input'],
    options?: CallOptions,
  ): Call<AuthSession, AuthCalls['exchangeGoogleCode']['code']>;
  /**
   * Is the process alive?
   * Answers while the event loop runs; checks no dependency.
   */
  getHealth(options?: CallOptions): Call<Health, AuthCalls['getHealth']['code']>;
  /**
   * Is the service ready, and what is the state of each dependency?
   * 503 only when a required dependency is down. When another dependency is down, the status is `degraded`,
   * with 200.
   */
  getReadiness(options?: CallOptions): Call<Readiness, AuthCalls['getReadiness']['code']>;
  /**
   * Prometheus metrics
   * For the operator alone: with METRICS_TOKEN as the bearer token or, where none is set, from the service's
   * own machine.
   * Fails with UNAUTHENTICATED.
   */
  getMetrics(options?: CallOptions): Call<string, AuthCalls['getMetrics']['code']>;
  /** This contract, as JSON */
  getOpenapiJson(options?: CallOptions): Call<ContractDocument, AuthCalls['getOpenapiJson']['code']>;
  /** This contract, as YAML */
  getOpenapiYaml(options?: CallOptions): Call<string, AuthCalls['getOpenapiYaml']['code']>;
  /** The events and the messages of listening sessions, as AsyncAPI */
  getAsyncapiYaml(options?: CallOptions): Call<string, AuthCalls['getAsyncapiYaml']['code']>;
  /** The documentation as a web page, with a console */
  getDocs(options?: CallOptions): Call<string, AuthCalls['getDocs']['code']>;
}
