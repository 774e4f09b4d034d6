import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Whether the browser has a network; the services may be away nevertheless. */
export const online = signal(navigator.onLine);

/** Tries what a screen could not load once more; does nothing where nothing has failed. */
type Retry = () => unknown;

/** Of what is shown now. */
const retries = new Set<Retry>();
let isRetrying = false;

/** Tries again all that has failed, one after the other: a service that has just come back is not met by all at once. */
export async function retryFailed(): Promise<void> {
  if (isRetrying) return;
  isRetrying = true;
  try {
    for (const retry of [...retries]) if (retries.has(retry)) await retry();
  } finally {
    isRetrying = false;
  }
}

/** Tries again when the connection returns. Gives a function that ends this. */
export function onReturn(retry: Retry): () => void {
  retries.add(retry);
  return () => void retries.delete(retry);
}

/** Tries again when the connection returns while the component is shown. */
export const useRetry = (retry: Retry, what?: unknown): void => useEffect(() => onReturn(retry), [what]);

addEventListener('offline', () => (online.value = false));
addEventListener('online', () => {
  online.value = true;
  void retryFailed();
});
