import { createHash } from 'node:crypto';
import fastify from 'fastify';

/** Address of the page's script; relative to the page, so that it also works below a path of a gateway. */
export const SCRIPT_URL = '/docs/js/scalar.js';

export interface DocsPage {
  html: string;
  script: Buffer;
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

async function render(title: string): Promise<DocsPage> {
  // Loaded only when somebody asks for the page: the module holds 5 MB of script and costs 34 MB of memory.
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const page = fastify();
  await page.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: 'openapi.json',
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
  return { html, script, policy: policyOf(html) };
}

/** The readable docs, made at the first request and kept. All of it is served from here; it asks no other host. */
export function createDocsPage(title: string): () => Promise<DocsPage> {
  let page: Promise<DocsPage> | undefined;
  return () => (page ??= render(title));
}
