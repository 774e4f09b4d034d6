import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import fastify from 'fastify';

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

/** Imported when the page is first asked for: the module holds the script, and most processes never show the page. */
async function render(title: string): Promise<DocsPage> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const page = fastify();
  await page.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: SHOWN_URL.slice(1),
      cdn: SCRIPT_URL.slice(1),
      pageTitle: title,
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  const html = (await page.inject('/docs/')).body;
  const script = (await page.inject(SCRIPT_URL)).rawPayload;
  await page.close();
  return { html, gzippedScript: await promisify(gzip)(script), policy: policyOf(html) };
}

/** The docs page, rendered at the first request. It asks no other host. */
export function createDocsPage(title: string): () => Promise<DocsPage> {
  let page: Promise<DocsPage> | undefined;
  return () => (page ??= render(title));
}
