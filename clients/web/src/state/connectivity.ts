import { signal } from '@preact/signals';

/** Whether the browser has a network; the services may be away nevertheless. */
export const online = signal(navigator.onLine);

addEventListener('online', () => (online.value = true));
addEventListener('offline', () => (online.value = false));
