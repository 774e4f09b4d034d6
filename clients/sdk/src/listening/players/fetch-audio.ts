import { DownbeatError } from '../../http/errors.ts';
import { isDownbeatError } from '../../http/send.ts';
import { watchForStall, type StallWatch } from './stall.ts';

/** What a load says that was given up for the sake of another track. */
export function supersededError(cause?: unknown): DownbeatError {
  return new DownbeatError('ABORTED', 'Another track took its place', { cause });
}

/**
 * Fetches an encoded file whole.
 *
 * @throws DownbeatError UNEXPECTED_RESPONSE for any status but a success, ABORTED, NETWORK_ERROR, TIMEOUT when it stalls.
 */
export async function fetchAudio(
  url: string,
  signal: AbortSignal,
  stall: StallWatch = watchForStall(),
): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stall.signal]) });
    if (response.ok) return await wholeOf(response, stall);
    await response.body?.cancel();
    throw new DownbeatError('UNEXPECTED_RESPONSE', `The audio answered ${response.status}`);
  } catch (cause) {
    if (signal.aborted) throw supersededError(cause);
    if (isDownbeatError(cause)) throw cause;
    // Not every browser gives the signal's reason.
    if (isDownbeatError(stall.signal.reason)) throw stall.signal.reason;
    throw new DownbeatError('NETWORK_ERROR', 'The audio could not be fetched', { cause });
  } finally {
    stall.end();
  }
}

function wholeOf(response: Response, stall: StallWatch): Promise<ArrayBuffer> {
  if (response.body === null) return response.arrayBuffer();
  const watched = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      stall.progress();
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(watched)).arrayBuffer();
}
