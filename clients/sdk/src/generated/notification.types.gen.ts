// Generated from openapi/notification.yaml. Do not edit: change the contract, then run `make generate`.
export interface paths {
  '/api/notification/mails': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List mails, newest first
     * @description Without bodies and codes. The service erases both when the mail server has accepted the mail.
     */
    get: operations['listMails'];
    put?: never;
    post?: never;
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
    /** @enum {string} */
    MailTemplate:
      'welcome' | 'verify-email' | 'email-verified' | 'reset-password' | 'password-changed' | 'new-release';
    /**
     * @description `accepted`: the mail server took it; `expired`: its code expired before it was sent.
     * @enum {string}
     */
    MailState: 'queued' | 'sending' | 'accepted' | 'failed' | 'expired';
    Mail: {
      id: components['schemas']['Id'];
      eventId: components['schemas']['Id'];
      template: components['schemas']['MailTemplate'];
      recipient: components['schemas']['Email'];
      state: components['schemas']['MailState'];
      attempts: number;
      /** @description Why the last delivery failed, without secrets. */
      reason?: string;
      createdAt: components['schemas']['Timestamp'];
      updatedAt: components['schemas']['Timestamp'];
    };
    MailPage: {
      items: components['schemas']['Mail'][];
      nextCursor: string | null;
    };
    Cursor: string;
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
    /**
     * Format: email
     * @description One plain address: at most 64 characters before the @, and 63 in each part of its domain.
     * @example ada@example.com
     */
    Email: string;
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
  parameters: {
    /** @description The maximum number of items in the reply. */
    Limit: number;
    /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
    Cursor: components['schemas']['Cursor'];
  };
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
    /** @description The next page, with `rel="next"` (RFC 8288), relative to the URL of the request; missing on the last page. */
    Link: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listMails: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
        state?: components['schemas']['MailState'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of mails. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MailPage'];
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

export type MailTemplate = components['schemas']['MailTemplate'];
export type MailState = components['schemas']['MailState'];
export type Mail = components['schemas']['Mail'];
export type MailPage = components['schemas']['MailPage'];
export type Cursor = components['schemas']['Cursor'];
export type FieldError = components['schemas']['FieldError'];
export type QuotaUse = components['schemas']['QuotaUse'];
export type Problem = components['schemas']['Problem'];
export type Id = components['schemas']['Id'];
export type Email = components['schemas']['Email'];
export type Timestamp = components['schemas']['Timestamp'];
export type Health = components['schemas']['Health'];
export type DependencyState = components['schemas']['DependencyState'];
export type Readiness = components['schemas']['Readiness'];
export type ContractDocument = components['schemas']['ContractDocument'];
