/// <reference lib="webworker" />
// Keeps the files of the page, so that it opens without a network. What the services answer is never kept.

declare const self: ServiceWorkerGlobalScope;
/** Written by the build (vite.config.ts): the files of this version, and a text that is another one in each version. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_VERSION: string;

const CACHE = `shell-${SHELL_VERSION}`;
/** How long the network may take before the kept page is shown. */
const PAGE_TIMEOUT_MS = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(['/', ...SHELL_FILES])));
});

self.addEventListener('activate', (event) => {
  const removeOld = async (): Promise<void> => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  };
  event.waitUntil(removeOld());
});

// The page asks for it when its user wants the new version: until then, open pages need the files of the old one.
self.addEventListener('message', (event) => {
  if (event.data === 'use-new-version') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  // The documentation site is on the same server, but is no part of the page.
  if (url.pathname === '/docs' || url.pathname.startsWith('/docs/')) return;
  // The network first: its headers say which services the page may use, and that can change without a new version.
  if (request.mode === 'navigate')
    event.respondWith(networkFirst(request, '/', AbortSignal.timeout(PAGE_TIMEOUT_MS)));
  else if (url.pathname === '/config.json') event.respondWith(networkFirst(request, '/config.json'));
  else event.respondWith(keptFirst(request));
});

async function networkFirst(request: Request, keptAs: string, signal?: AbortSignal): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, signal === undefined ? {} : { signal });
    if (answer.ok) await cache.put(keptAs, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(keptAs);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
