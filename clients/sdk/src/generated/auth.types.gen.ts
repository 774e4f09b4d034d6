// Generated from openapi/auth.yaml. Do not edit: change the contract, then run `make generate`.
export interface paths {
  '/api/auth/register': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create an account and sign in
     * @description Sends a welcome mail and a code that confirms the e-mail address. The role `admin` cannot be requested. `artist` is granted at once, unless administrators decide on artists in this installation.
     */
    post: operations['register'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in with e-mail and password
     * @description The answer to an unknown e-mail address and to a wrong password is the same, in body and in time.
     */
    post: operations['login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Exchange a refresh token for new tokens
     * @description Each refresh token works once. Used again within 10 seconds (a lost answer, a parallel tab) it gives the same successor. Used again later it counts as stolen, and the whole session ends.
     */
    post: operations['refresh'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End this session
     * @description The session's tokens stop working in every service, sockets included, within 5 seconds.
     */
    post: operations['logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The account that is signed in */
    get: operations['getMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change the display name, or which mails the account wants
     * @description What is left out stays. A new name appears on an artist's tracks a moment later, when music has received the event. Mails about releases need a confirmed e-mail address (EMAIL_NOT_VERIFIED).
     */
    patch: operations['updateMe'];
    trace?: never;
  };
  '/api/auth/unsubscribe': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The link of a mail about releases, when a person opens it
     * @description Changes nothing, because programs that check mails for harmful links open it as well. Leads to the account screen of the page, which turns the mails off.
     */
    get: operations['openUnsubscribe'];
    put?: never;
    /**
     * End the mails about releases by the link of such a mail
     * @description One click of a mail program (RFC 8058), without a sign-in. The body that it sends, a form of either kind and at most 1 KiB, is ignored. `updateMe` turns the mails on again.
     */
    post: operations['unsubscribe'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/verify-email': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Confirm the e-mail address with the code that was mailed
     * @description A code is valid for 10 minutes and 5 attempts. A new code replaces the old one.
     */
    post: operations['verifyEmail'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/verify-email/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Mail a new code
     * @description At most one a minute and five an hour.
     */
    post: operations['resendVerification'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/password/change': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change the password
     * @description All other sessions of the account end within 5 seconds, and a mail tells the owner. An account that only signs in with Google has no password to change (`NO_PASSWORD`); it gets one by `POST /api/auth/password/reset`.
     */
    post: operations['changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/password/forgot': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Mail a code that replaces a forgotten password
     * @description The answer is the same, in body and in time, whether or not there is an account. At most one code a minute and five an hour for an address; a new code replaces the old one.
     */
    post: operations['forgotPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/password/reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Set a new password with the code that was mailed
     * @description A code is valid once, for 10 minutes and 5 attempts. All sessions of the account end within 5 seconds, its address counts as confirmed, and a mail tells the owner. Sign in with the new password afterwards. An account that signed in with Google keeps that and gets a password as well. A password that is refused does not use up the code.
     */
    post: operations['resetPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/google': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Begin signing in with Google
     * @description Binds a state and a PKCE verifier to this browser by cookies and redirects it to Google. With a `code_challenge` the one-time code at the end can only be exchanged together with the client's verifier (RFC 7636, RFC 9700, 2.1.1).
     */
    get: operations['startGoogle'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/google/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The URL that Google redirects the browser to
     * @description Ends in a redirect to the allow-listed URL with `code` (one use, 60 seconds) or with `error`, a `GoogleRefusal`: `access_denied`, `account_exists`, `email_unverified` or `google_failed`. No URL contains tokens.
     */
    get: operations['finishGoogle'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/google/exchange': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Exchange the one-time code for tokens
     * @description `codeVerifier` is required if the sign-in began with a `code_challenge`, and must be absent otherwise. A refused verifier does not use up the code.
     */
    post: operations['exchangeGoogleCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Is the process alive?
     * @description Answers while the event loop runs; checks no dependency.
     */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Is the service ready, and what is the state of each dependency?
     * @description 503 only when a required dependency is down. When another dependency is down, the status is `degraded`, with 200.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Prometheus metrics
     * @description For the operator alone: with METRICS_TOKEN as the bearer token or, where none is set, from the service's own machine.
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This contract, as JSON */
    get: operations['getOpenapiJson'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This contract, as YAML */
    get: operations['getOpenapiYaml'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/asyncapi.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The events and the messages of listening sessions, as AsyncAPI */
    get: operations['getAsyncapiYaml'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The documentation as a web page, with a console */
    get: operations['getDocs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * Format: password
     * @description Any whole characters (no half of a surrogate pair). Common passwords and the account's own words are refused.
     */
    Password: string;
    /**
     * Format: password
     * @description Any whole characters (no half of a surrogate pair).
     */
    GivenPassword: string;
    Registration: {
      email: components['schemas']['Email'];
      password: components['schemas']['Password'];
      displayName: components['schemas']['DisplayName'];
      /**
       * @default listener
       * @enum {string}
       */
      role?: 'listener' | 'artist';
    };
    Credentials: {
      email: components['schemas']['Email'];
      password: components['schemas']['GivenPassword'];
    };
    /** @description 256 random bits, base64url. */
    RefreshToken: string;
    RefreshRequest: {
      refreshToken: components['schemas']['RefreshToken'];
    };
    ProfileChange: {
      displayName?: components['schemas']['DisplayName'];
      releaseMails?: components['schemas']['ReleaseMails'];
    };
    /** @description Whether mails tell of new tracks by artists that the account follows: at most one of each artist in an hour. Off at first. */
    ReleaseMails: boolean;
    /** @description Six digits. */
    OneTimeCode: string;
    EmailVerification: {
      code: components['schemas']['OneTimeCode'];
    };
    PasswordChange: {
      currentPassword: components['schemas']['GivenPassword'];
      newPassword: components['schemas']['Password'];
    };
    ForgottenPassword: {
      email: components['schemas']['Email'];
    };
    PasswordReset: {
      email: components['schemas']['Email'];
      code: components['schemas']['OneTimeCode'];
      newPassword: components['schemas']['Password'];
    };
    /**
     * @description Why a sign-in with Google failed.
     * @enum {string}
     */
    GoogleRefusal: 'access_denied' | 'account_exists' | 'email_unverified' | 'google_failed';
    GoogleCodeExchange: {
      code: string;
      /** @description 43 to 128 letters, digits or any of -._~ (RFC 7636, 4.1). */
      codeVerifier?: string;
    };
    User: {
      id: components['schemas']['Id'];
      email: components['schemas']['Email'];
      displayName: components['schemas']['DisplayName'];
      role: components['schemas']['Role'];
      emailVerified: boolean;
      releaseMails?: components['schemas']['ReleaseMails'];
      createdAt: components['schemas']['Timestamp'];
    };
    /** @description The tokens of a signed-in client and its account. */
    AuthSession: {
      /** @description A JWT, for the Authorization header. */
      accessToken: string;
      refreshToken: components['schemas']['RefreshToken'];
      /** @constant */
      tokenType: 'Bearer';
      /** @description Seconds until the access token expires. */
      expiresIn: number;
      user: components['schemas']['User'];
    };
    /**
     * Format: email
     * @description One plain address: at most 64 characters before the @, and 63 in each part of its domain.
     * @example ada@example.com
     */
    Email: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Ada Lovelace
     */
    DisplayName: string;
    FieldError: {
      /** @enum {string} */
      in: 'body' | 'query' | 'path' | 'header' | 'form';
      /** @description The path of the field with dots; empty for the whole part. */
      field: string;
      /** @description The rule that the value breaks. */
      message: string;
    };
    /** @description The quota of the account that a refused request would exceed. Deleting something frees it. */
    QuotaUse: {
      /** @enum {string} */
      name:
        | 'tracks'
        | 'trackBytes'
        | 'playlists'
        | 'playlistItems'
        | 'likes'
        | 'ratings'
        | 'followedArtists'
        | 'sessions';
      used: number;
      limit: number;
    };
    /** @description RFC 9457. Programs use `code`; `title` and `detail` are for humans. */
    Problem: {
      /**
       * Format: uri-reference
       * @description Identifies the kind of problem.
       */
      type: string;
      title: string;
      status: number;
      code: string;
      detail?: string;
      /** @description The path of the request, without its query. */
      instance: string;
      requestId: string;
      errors?: components['schemas']['FieldError'][];
      quota?: components['schemas']['QuotaUse'];
    };
    /**
     * Format: uuid
     * @description UUID, version 7 (8 of a guest), in lower case.
     * @example 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e
     */
    Id: string;
    /** @enum {string} */
    Role: 'listener' | 'artist' | 'admin';
    /**
     * Format: date-time
     * @description RFC 3339, in UTC.
     * @example 2026-11-23T11:16:00.000Z
     */
    Timestamp: string;
    Health: {
      /** @constant */
      status: 'ok';
      service: string;
      uptimeSeconds: number;
    };
    DependencyState: {
      /** @enum {string} */
      state: 'up' | 'down';
      /** @description Whether the service needs it to be ready. */
      required: boolean;
      /** @description Why it is down, in a few words. */
      error?: string;
    };
    Readiness: {
      /** @enum {string} */
      status: 'ok' | 'degraded' | 'down';
      service: string;
      dependencies: {
        [key: string]: components['schemas']['DependencyState'];
      };
    };
    ContractDocument: {
      [key: string]: unknown;
    };
  };
  responses: {
    /** @description The error, as a problem document (RFC 9457) with a stable `code`. When the service does not answer, the gateway replies UNAVAILABLE with 502 or TIMEOUT with 504. */
    Problem: {
      headers: {
        'x-request-id': components['headers']['RequestId'];
        'retry-after': components['headers']['RetryAfter'];
        ratelimit: components['headers']['RateLimit'];
        'ratelimit-policy': components['headers']['RateLimitPolicy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The cached copy is up to date. */
    NotModified: {
      headers: {
        [name: string]: unknown;
      };
      content?: never;
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description Identifies this request in every log line; include it when you report a problem. */
    RequestId: string;
    /** @description Seconds to wait before the next try. Sent with every 429, and with a 503 that is expected to be short. */
    RetryAfter: number;
    /** @description What is left on a limited operation (draft-ietf-httpapi-ratelimit-headers): `"default";r=9;t=42` are 9 requests in the next 42 seconds. */
    RateLimit: string;
    /** @description The limit of this operation: `"default";q=10;w=60` are 10 requests in 60 seconds. */
    RateLimitPolicy: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  register: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Registration'];
      };
    };
    responses: {
      /** @description The new account with its first tokens. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuthSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Credentials'];
      };
    };
    responses: {
      /** @description Signed in. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuthSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  refresh: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RefreshRequest'];
      };
    };
    responses: {
      /** @description New tokens. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuthSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  updateMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProfileChange'];
      };
    };
    responses: {
      /** @description The changed account. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  openUnsubscribe: {
    parameters: {
      query: {
        /** @description From the mail's header `List-Unsubscribe`. It is not read. */
        token: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To the account screen, at the origin of the first URL of GOOGLE_REDIRECT_ALLOWLIST. */
      303: {
        headers: {
          location?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  unsubscribe: {
    parameters: {
      query: {
        /** @description From the mail's header `List-Unsubscribe`. */
        token: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No further mails, also when they were off already. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  verifyEmail: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EmailVerification'];
      };
    };
    responses: {
      /** @description Confirmed. The access token says so after the next refresh. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  resendVerification: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A new code is on its way. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordChange'];
      };
    };
    responses: {
      /** @description Changed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  forgotPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ForgottenPassword'];
      };
    };
    responses: {
      /** @description If there is an account with this address, a code is on its way. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  resetPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordReset'];
      };
    };
    responses: {
      /** @description The new password is set. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  startGoogle: {
    parameters: {
      query?: {
        /** @description Where the browser goes in the end; must be exactly one of GOOGLE_REDIRECT_ALLOWLIST. The first by default. */
        redirectUri?: string;
        /** @description BASE64URL(SHA-256(verifier)), S256 of RFC 7636; the exchange then requires the verifier. */
        code_challenge?: string;
        /** @description The only method; may be left out. */
        code_challenge_method?: 'S256';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To Google. */
      302: {
        headers: {
          location?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  finishGoogle: {
    parameters: {
      query: {
        state: string;
        code?: string;
        error?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Back to the application. */
      302: {
        headers: {
          location?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  exchangeGoogleCode: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['GoogleCodeExchange'];
      };
    };
    responses: {
      /** @description Signed in. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuthSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Alive. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The service is ready. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description A required dependency is down. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Counters, gauges and histograms in the Prometheus text format. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getOpenapiJson: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The OpenAPI 3.1 document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ContractDocument'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getOpenapiYaml: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The OpenAPI 3.1 document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getAsyncapiYaml: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The AsyncAPI 3 document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getDocs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description An HTML page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
}

export type Password = components['schemas']['Password'];
export type GivenPassword = components['schemas']['GivenPassword'];
export type Registration = components['schemas']['Registration'];
export type Credentials = components['schemas']['Credentials'];
export type RefreshToken = components['schemas']['RefreshToken'];
export type RefreshRequest = components['schemas']['RefreshRequest'];
export type ProfileChange = components['schemas']['ProfileChange'];
export type ReleaseMails = components['schemas']['ReleaseMails'];
export type OneTimeCode = components['schemas']['OneTimeCode'];
export type EmailVerification = components['schemas']['EmailVerification'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type ForgottenPassword = components['schemas']['ForgottenPassword'];
export type PasswordReset = components['schemas']['PasswordReset'];
export type GoogleRefusal = components['schemas']['GoogleRefusal'];
export type GoogleCodeExchange = components['schemas']['GoogleCodeExchange'];
export type User = components['schemas']['User'];
export type AuthSession = components['schemas']['AuthSession'];
export type Email = components['schemas']['Email'];
export type DisplayName = components['schemas']['DisplayName'];
export type FieldError = components['schemas']['FieldError'];
export type QuotaUse = components['schemas']['QuotaUse'];
export type Problem = components['schemas']['Problem'];
export type Id = components['schemas']['Id'];
export type Role = components['schemas']['Role'];
export type Timestamp = components['schemas']['Timestamp'];
export type Health = components['schemas']['Health'];
export type DependencyState = components['schemas']['DependencyState'];
export type Readiness = components['schemas']['Readiness'];
export type ContractDocument = components['schemas']['ContractDocument'];
