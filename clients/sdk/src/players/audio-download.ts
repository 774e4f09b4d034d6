import { DownbeatError, isDownbeatError } from '../http/errors.ts';

/** The longest pause in a download. The whole download has no limit: a long file over a slow line takes minutes. */
const STALL_MS = 20_000;

/** From a cut connection to the request for the rest. */
const RESUME_PAUSE_MS = 500;

/** A time limit on the pauses of one download. */
export interface StallTimer {
  /** Aborts, with a TIMEOUT error, when nothing has arrived for too long. */
  readonly signal: AbortSignal;
  /** Call when data has arrived: restarts the time limit. */
  progress(): void;
  end(): void;
}

export function startStallTimer(stallMs = STALL_MS): StallTimer {
  const late = new AbortController();
  const stalled = (): void =>
    late.abort(new DownbeatError('TIMEOUT', `No more of the audio arrived within ${stallMs} ms`));
  let timer = setTimeout(stalled, stallMs);
  return {
    signal: late.signal,
    progress() {
      clearTimeout(timer);
      timer = setTimeout(stalled, stallMs);
    },
    end: () => clearTimeout(timer),
  };
}

/** The error of a load that was given up because another track is wanted. */
export function supersededError(cause?: unknown): DownbeatError {
  return new DownbeatError('ABORTED', 'Another track took its place', { cause });
}

/** What has arrived of a file so far. */
interface Download {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly stall: StallTimer;
  parts: Uint8Array<ArrayBuffer>[];
  bytes: number;
  etag: string | null;
}

/**
 * Fetches an encoded file whole. After a cut connection it asks for the rest (RFC 9110, section 14), until nothing has
 * arrived for as long as the stall timer allows.
 *
 * @throws DownbeatError UNEXPECTED_RESPONSE for any status but a success, ABORTED, TIMEOUT when it stalls, NETWORK_ERROR
 *   when it cannot be resumed.
 */
export async function downloadAudio(
  url: string,
  signal: AbortSignal,
  stall: StallTimer = startStallTimer(),
): Promise<ArrayBuffer> {
  const either = AbortSignal.any([signal, stall.signal]);
  const download: Download = { url, signal: either, stall, parts: [], bytes: 0, etag: null };
  try {
    while (!(await receive(download))) await pause(RESUME_PAUSE_MS, either);
    return await new Blob(download.parts).arrayBuffer();
  } catch (cause) {
    if (signal.aborted) throw supersededError(cause);
    if (isDownbeatError(cause)) throw cause;
    // Not every browser rejects with the signal's own reason.
    if (isDownbeatError(stall.signal.reason)) throw stall.signal.reason;
    throw new DownbeatError('NETWORK_ERROR', 'The audio could not be fetched', { cause });
  } finally {
    stall.end();
  }
}

/** Receives the file, or its rest. False when the connection was cut, or the server restarts, and it can be resumed. */
async function receive(download: Download): Promise<boolean> {
  try {
    const response = await fetch(download.url, { signal: download.signal, headers: rangeOf(download) });
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status >= 500 && canResume(download)) return false;
      throw new DownbeatError('UNEXPECTED_RESPONSE', `The audio answered ${response.status}`);
    }
    // Not the rest: the file has changed, or it is the first answer.
    if (response.status !== 206) Object.assign(download, { parts: [], bytes: 0 });
    download.etag = response.headers.get('etag');
    await readBody(response, download);
    return true;
  } catch (error) {
    if (isDownbeatError(error) || download.signal.aborted || !canResume(download)) throw error;
    return false;
  }
}

/** Without a strong ETag a changed file would go unnoticed. */
function canResume({ bytes, etag }: Download): boolean {
  return bytes > 0 && etag !== null && !etag.startsWith('W/');
}

function rangeOf(download: Download): Record<string, string> {
  if (!canResume(download)) return {};
  return { range: `bytes=${download.bytes}-`, 'if-range': download.etag ?? '' };
}

async function readBody({ body }: Response, download: Download): Promise<void> {
  if (body === null) return;
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    download.stall.progress();
    download.parts.push(value);
    download.bytes += value.length;
  }
}

/** Ends early when the signal aborts. */
function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end, { once: true });
  });
}
