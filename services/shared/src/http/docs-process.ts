import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import scalar from '@scalar/fastify-api-reference';
import fastify from 'fastify';
import { type RenderedDocs, SCRIPT_URL, SHOWN_URL } from './docs-page.ts';

// Renders the docs page for docs-page.ts, which then ends this process.

async function renderDocs(title: string): Promise<RenderedDocs> {
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
  return { html, gzippedScript: await promisify(gzip)(script) };
}

const [, , title = ''] = process.argv;
process.send?.(await renderDocs(title));
