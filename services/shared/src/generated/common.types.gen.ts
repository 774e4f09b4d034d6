// Generated from openapi/common.yaml. Do not edit: change the contract, then run `make generate`.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * Format: uuid
     * @description UUID, version 7 (8 of a guest), in lower case.
     * @example 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e
     */
    Id: string;
    /**
     * Format: date-time
     * @description RFC 3339, in UTC.
     * @example 2026-11-23T11:16:00.000Z
     */
    Timestamp: string;
    Cursor: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Ada Lovelace
     */
    DisplayName: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Friday
     */
    Name: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example This drop!
     */
    ChatText: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example For the hour after sunset
     */
    PlaylistDescription: string;
    /**
     * Format: email
     * @description One plain address: at most 64 characters before the @, and 63 in each part of its domain.
     * @example ada@example.com
     */
    Email: string;
    /** @enum {string} */
    Role: 'listener' | 'artist' | 'admin';
    /** @description Milliseconds. */
    DurationMs: number;
    /** @description Milliseconds from the start of the track. */
    PositionMs: number;
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
    FieldError: {
      /** @enum {string} */
      in: 'body' | 'query' | 'path' | 'header' | 'form';
      /** @description The path of the field with dots; empty for the whole part. */
      field: string;
      /** @description The rule that the value breaks. */
      message: string;
    };
    Health: {
      /** @constant */
      status: 'ok';
      service: string;
      uptimeSeconds: number;
    };
    Readiness: {
      /** @enum {string} */
      status: 'ok' | 'degraded' | 'down';
      service: string;
      dependencies: {
        [key: string]: components['schemas']['DependencyState'];
      };
    };
    DependencyState: {
      /** @enum {string} */
      state: 'up' | 'down';
      /** @description Whether the service needs it to be ready. */
      required: boolean;
      /** @description Why it is down, in a few words. */
      error?: string;
    };
    ContractDocument: {
      [key: string]: unknown;
    };
  };
  responses: {
    /** @description The cached copy is up to date. */
    NotModified: {
      headers: {
        [name: string]: unknown;
      };
      content?: never;
    };
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
  };
  parameters: {
    /** @description The maximum number of items in the reply. */
    Limit: number;
    /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
    Cursor: components['schemas']['Cursor'];
    /**
     * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
     * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
     */
    IfMatch: string;
    /**
     * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
     * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
     */
    IdempotencyKey: string;
  };
  requestBodies: never;
  headers: {
    /** @description The path of what was created. */
    Location: string;
    /** @description `true` for the answer of an earlier try with the same Idempotency-Key. */
    IdempotencyReplayed: string;
    /** @description Identifies this state of the resource, for If-None-Match and If-Match. If-Match holds for every reader and hour, although the signed URLs, and with them the tag, differ. */
    EntityTag: string;
    /** @description Identifies this request in every log line; include it when you report a problem. */
    RequestId: string;
    /** @description Seconds to wait before the next try. Sent with every 429, and with a 503 that is expected to be short. */
    RetryAfter: number;
    /** @description The next page, with `rel="next"` (RFC 8288), relative to the URL of the request; missing on the last page. */
    Link: string;
    /** @description What is left on a limited operation (draft-ietf-httpapi-ratelimit-headers): `"default";r=9;t=42` are 9 requests in the next 42 seconds. */
    RateLimit: string;
    /** @description The limit of this operation: `"default";q=10;w=60` are 10 requests in 60 seconds. */
    RateLimitPolicy: string;
    /** @description Caches must not store credentials. */
    NoStore: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export type Id = components['schemas']['Id'];
export type Timestamp = components['schemas']['Timestamp'];
export type Cursor = components['schemas']['Cursor'];
export type DisplayName = components['schemas']['DisplayName'];
export type Name = components['schemas']['Name'];
export type ChatText = components['schemas']['ChatText'];
export type PlaylistDescription = components['schemas']['PlaylistDescription'];
export type Email = components['schemas']['Email'];
export type Role = components['schemas']['Role'];
export type DurationMs = components['schemas']['DurationMs'];
export type PositionMs = components['schemas']['PositionMs'];
export type Problem = components['schemas']['Problem'];
export type QuotaUse = components['schemas']['QuotaUse'];
export type FieldError = components['schemas']['FieldError'];
export type Health = components['schemas']['Health'];
export type Readiness = components['schemas']['Readiness'];
export type DependencyState = components['schemas']['DependencyState'];
export type ContractDocument = components['schemas']['ContractDocument'];
