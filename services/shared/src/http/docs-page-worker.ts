// Runs in a worker thread: the package of the page holds its script three times, 40 MiB, which end with the thread.
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import scalar from '@scalar/fastify-api-reference';
import fastify from 'fastify';

/** What the page shows. */
export interface DocsPageInput {
  readonly title: string;
  readonly scriptUrl: string;
  /** URL of the contract that the page shows. */
  readonly shownUrl: string;
}

export interface RenderedDocsPage {
  readonly html: string;
  readonly gzippedScript: Uint8Array<ArrayBuffer>;
}

async function render({ title, scriptUrl, shownUrl }: DocsPageInput): Promise<RenderedDocsPage> {
  const page = fastify();
  await page.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: shownUrl.slice(1),
      cdn: scriptUrl.slice(1),
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
  const script = (await page.inject(scriptUrl)).rawPayload;
  await page.close();
  return { html, gzippedScript: new Uint8Array(gzipSync(script)) };
}

const page = await render(workerData as DocsPageInput);
parentPort?.postMessage(page, [page.gzippedScript.buffer]);
