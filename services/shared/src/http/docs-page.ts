import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DocsPageInput, RenderedDocsPage } from './docs-page-worker.ts';

export const SCRIPT_URL = '/docs/js/scalar.js';

/** URL of the contract that the page shows. */
export const SHOWN_URL = '/docs/openapi.json';

interface DocsPage {
  html: string;
  /** The page's script: 5 MB of JavaScript without gzip. */
  gzippedScript: Buffer;
  /** Content-Security-Policy that lets this page work and nothing else: no other host, no script but its own two. */
  policy: string;
}

function policyOf(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const RENDER_TIMEOUT_MS = 30_000;

/**
 * Renders the docs page, which asks no other host.
 * @throws Error when the thread fails or takes too long
 */
export async function renderDocsPage(title: string): Promise<DocsPage> {
  const workerData: DocsPageInput = { title, scriptUrl: SCRIPT_URL, shownUrl: SHOWN_URL };
  const worker = new Worker(new URL('./docs-page-worker.ts', import.meta.url), { workerData });
  try {
    const signal = AbortSignal.timeout(RENDER_TIMEOUT_MS);
    const [{ html, gzippedScript }] = (await once(worker, 'message', { signal })) as [RenderedDocsPage];
    return { html, gzippedScript: Buffer.from(gzippedScript.buffer), policy: policyOf(html) };
  } finally {
    await worker.terminate();
  }
}
