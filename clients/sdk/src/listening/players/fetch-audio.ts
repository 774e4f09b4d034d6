import { DownbeatError } from '../../http/errors.ts';
import { isDownbeatError } from '../../http/send.ts';

/** What a load says that was given up for the sake of another track. */
export function supersededError(cause?: unknown): DownbeatError {
  return new DownbeatError('ABORTED', 'Another track took its place', { cause });
}

/**
 * Fetches an encoded file whole.
 *
 * @throws DownbeatError UNEXPECTED_RESPONSE for any status but a success, ABORTED, NETWORK_ERROR.
 */
export async function fetchAudio(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, { signal });
    if (response.ok) return await response.arrayBuffer();
    await response.body?.cancel();
    throw new DownbeatError('UNEXPECTED_RESPONSE', `The audio answered ${response.status}`);
  } catch (cause) {
    if (isDownbeatError(cause)) throw cause;
    if (signal.aborted) throw supersededError(cause);
    throw new DownbeatError('NETWORK_ERROR', 'The audio could not be fetched', { cause });
  }
}
