import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';

/** Address of the page's script, beside the page. */
export const SCRIPT_URL = '/docs/js/scalar.js';

/** Address of what the page shows, beside the page. */
export const SHOWN_URL = '/docs/openapi.json';

/** What the process renders. */
export interface RenderedDocs {
  html: string;
  /** The page's script, 5 MB of JavaScript, compressed by gzip: few read it, and it stays in memory. */
  gzippedScript: Uint8Array;
}

export interface DocsPage extends RenderedDocs {
  /** Content-Security-Policy that lets this page work and nothing else: no other host, no script but its own two. */
  policy: string;
}

const RENDER_TIMEOUT_MS = 30_000;

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

/**
 * In a process of its own: the module holds 5 MB of script and costs 37 MB of memory, of which a thread would leave 25
 * behind.
 */
async function render(title: string): Promise<DocsPage> {
  const signal = AbortSignal.timeout(RENDER_TIMEOUT_MS);
  const child = fork(new URL('./docs-process.ts', import.meta.url), [title], { serialization: 'advanced' });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('the docs could not be rendered')));
  try {
    const [rendered] = (await Promise.race([once(child, 'message', { signal }), died])) as [RenderedDocs];
    return { ...rendered, policy: policyOf(rendered.html) };
  } finally {
    // From here on its end is expected.
    died.catch(() => undefined);
    child.kill('SIGKILL');
  }
}

/**
 * The readable docs, made at the first request and kept; a rendering that failed is tried again at the next. All of it
 * is served from here; it asks no other host.
 */
export function createDocsPage(title: string): () => Promise<DocsPage> {
  let page: Promise<DocsPage> | undefined;
  const forget = (error: unknown): never => {
    page = undefined;
    throw error;
  };
  return () => (page ??= render(title).catch(forget));
}
