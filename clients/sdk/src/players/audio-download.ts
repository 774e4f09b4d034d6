import { DownbeatError, isDownbeatError } from '../http/errors.ts';

/** The longest pause in a download. The whole download has no limit: a long file over a slow line takes minutes. */
const STALL_MS = 20_000;

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

/**
 * Fetches an encoded file whole.
 *
 * @throws DownbeatError UNEXPECTED_RESPONSE for any status but a success, ABORTED, NETWORK_ERROR, TIMEOUT when it stalls.
 */
export async function downloadAudio(
  url: string,
  signal: AbortSignal,
  stall: StallTimer = startStallTimer(),
): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stall.signal]) });
    if (response.ok) return await readWhole(response, stall);
    await response.body?.cancel();
    throw new DownbeatError('UNEXPECTED_RESPONSE', `The audio answered ${response.status}`);
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

function readWhole(response: Response, stall: StallTimer): Promise<ArrayBuffer> {
  if (response.body === null) return response.arrayBuffer();
  const watched = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      stall.progress();
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(watched)).arrayBuffer();
}
