import type { MusicErrorCode } from '../generated/music.operations.gen.ts';
import type { Method } from '../generated/call.gen.ts';
import { unlessAborted } from './abort.ts';
import type { DownbeatError } from './errors.ts';

/** Retries of a call after its first try, unless the client or the call says otherwise. */
export const DEFAULT_RETRIES = 2;
const FIRST_PAUSE_MS = 500;
/** A service that wants more patience than this gets its error through to the caller. */
const LAST_PAUSE_MS = 8000;

/** Methods that may be sent twice: the second time changes nothing more (RFC 9110, 9.2.2). */
const IDEMPOTENT = /GET|PUT|DELETE/;

/**
 * How long to wait before a failed call is sent again; null when it must not be: the failure is final, the call may have
 * taken effect and must not do so twice, or the service wants a longer pause.
 */
export function retryDelayMs(
  error: DownbeatError,
  { method, keyed }: { method: Method; keyed: boolean },
  attempt: number,
): number | null {
  if (!isPassing(error) || !(keyed || IDEMPOTENT.test(method))) return null;
  const { retryAfterMs } = error;
  if (retryAfterMs !== null) return retryAfterMs <= LAST_PAUSE_MS ? retryAfterMs : null;
  const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LAST_PAUSE_MS);
  return longestMs * (0.5 + Math.random() / 2);
}

/** The first try of a call, whose connection was cut, is running still. */
const RUNNING: MusicErrorCode = 'IDEMPOTENCY_KEY_IN_USE';

function isPassing({ code, status }: DownbeatError): boolean {
  if (code === 'NETWORK_ERROR' || code === RUNNING) return true;
  return status === 408 || status === 429 || (status ?? 0) >= 500;
}

/** @throws the reason of the signal as soon as it aborts */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): Promise<void> => new Promise((resolve) => (timer = setTimeout(resolve, durationMs)));
  await unlessAborted(wait, signal).finally(() => clearTimeout(timer));
}

/** The pause that a Retry-After header asks for, in seconds or as a date (RFC 9110, 10.2.3). */
export function retryAfterMsOf(headers: Headers): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(ms, 0);
}
