import { callWithLimit } from '@downbeat/shared/deadline';

const PROGRAM = 'Downbeat/1.0';
const CALL_LIMIT_MS = 10_000;
/** Of an answer; those that we read are far smaller. */
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_NAME_LENGTH = 200;
/** After a 429 that does not say how long. */
const DEFAULT_PAUSE_MS = 10_000;
/** However long the server says. */
const MAX_PAUSE_MS = 3_600_000;
const SECOND_MS = 1_000;

/** One listen, as ListenBrainz takes it. */
export interface Listen {
  /** Unix time in seconds; none in one that is playing now. */
  listened_at?: number;
  track_metadata: {
    artist_name: string;
    track_name: string;
    release_name?: string;
    additional_info: Record<string, string | number>;
  };
}

export type ListenType = 'single' | 'import' | 'playing_now';

/**
 * What became of a call. `pauseMs` is how long no further call may be made. `refused`: the token; `invalid`: what was sent;
 * `failed`: it may be sent again.
 */
export type Answer =
  | { outcome: 'done' | 'refused' | 'invalid'; pauseMs: number }
  | { outcome: 'failed'; pauseMs: number; reason: string };

/** Whose token it is; `unknown` when the server cannot say it at the moment. `pauseMs` as in {@link Answer}. */
export type TokenCheck =
  | { outcome: 'valid'; userName: string; pauseMs: number }
  | { outcome: 'invalid' | 'unknown'; pauseMs: number };

interface ApiOptions {
  /** Set by the operator; users cannot choose where their tokens are sent. */
  url: string;
  /** An address at which ListenBrainz reaches the operator, as it asks for. */
  contact: string | undefined;
}

/** A server that speaks the API of ListenBrainz. */
export class ListenBrainzApi {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  async checkToken(token: string): Promise<TokenCheck> {
    try {
      const { status, headers, body } = await this.#call('GET', '/1/validate-token', token);
      const pauseMs = pauseOf(status, headers);
      const { valid, user_name: userName } = (body ?? {}) as { valid?: unknown; user_name?: unknown };
      if (status === 401 || (status === 200 && valid === false)) return { outcome: 'invalid', pauseMs };
      if (status !== 200 || valid !== true) return { outcome: 'unknown', pauseMs };
      return { outcome: 'valid', userName: nameOf(userName), pauseMs };
    } catch {
      return { outcome: 'unknown', pauseMs: 0 };
    }
  }

  async submit(token: string, type: ListenType, payload: readonly Listen[]): Promise<Answer> {
    try {
      const { status, headers } = await this.#call('POST', '/1/submit-listens', token, {
        listen_type: type,
        payload,
      });
      const pauseMs = pauseOf(status, headers);
      if (status >= 200 && status < 300) return { outcome: 'done', pauseMs };
      if (status === 401) return { outcome: 'refused', pauseMs };
      if (status === 400) return { outcome: 'invalid', pauseMs };
      return { outcome: 'failed', pauseMs, reason: `status ${status}` };
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'no answer';
      return { outcome: 'failed', pauseMs: 0, reason };
    }
  }

  #call(method: string, path: string, token: string, sent?: object) {
    const { url, contact } = this.#options;
    return callWithLimit(
      'ListenBrainz',
      async (signal) => {
        const response = await fetch(url.replace(/\/$/, '') + path, {
          method,
          headers: {
            authorization: `Token ${token}`,
            'user-agent': `${PROGRAM}${contact === undefined ? '' : ` ( ${contact} )`}`,
            ...(sent && { 'content-type': 'application/json' }),
          },
          ...(sent && { body: JSON.stringify(sent) }),
          // A token goes to the server that the operator has chosen, and to no other.
          redirect: 'error',
          signal,
        });
        const { status, headers } = response;
        return { status, headers, body: await readJson(response) };
      },
      CALL_LIMIT_MS,
    );
  }
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH) : '');

/** Null for what is not JSON, or too large. */
async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return null;
  }
}

const clampMs = (ms: number): number => Math.min(Math.max(ms, 0), MAX_PAUSE_MS);

function pauseOf(status: number, headers: Headers): number {
  const isUsedUp = status === 429 || headers.get('x-ratelimit-remaining') === '0';
  const told =
    (status === 429 || status === 503 ? retryAfterMs(headers) : null) ?? (isUsedUp ? resetMs(headers) : null);
  return clampMs(told ?? (status === 429 ? DEFAULT_PAUSE_MS : 0));
}

function resetMs(headers: Headers): number | null {
  const seconds = Number(headers.get('x-ratelimit-reset-in') ?? NaN);
  return Number.isFinite(seconds) ? seconds * SECOND_MS : null;
}

/** Seconds, or a date, by the clock of the server. */
function retryAfterMs(headers: Headers): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const ms = /^\d+$/.test(text)
    ? Number(text) * SECOND_MS
    : Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(ms) ? ms : null;
}
