import { signal } from '@preact/signals';

/** The service worker of a newer version of this page, which waits for the user; null without one. */
const waiting = signal<ServiceWorker | null>(null);

/** Whether a newer version of this page is ready. */
export const isNewVersionReady = (): boolean => waiting.value !== null;

/** Loads the newer version. The music stops for a moment. */
export function loadNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.value?.postMessage('use-new-version');
}

/** Installs the service worker, which keeps the page for visits without a network, and looks for newer versions. */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js');
    const look = (worker: ServiceWorker | null): void => {
      // The first version has no older one that it could replace.
      if (worker?.state === 'installed' && navigator.serviceWorker.controller !== null)
        waiting.value = worker;
    };
    look(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => look(installing));
    });
  } catch {
    // Private windows refuse it. The page works without.
  }
}
