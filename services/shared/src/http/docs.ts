import { negotiate } from '@fastify/accept-negotiator';
import swagger, { type StaticDocumentSpec } from '@fastify/swagger';
import type { FastifyReply } from 'fastify';
import { describeCodes } from './docs-contract.ts';
import { createDocsPage, SCRIPT_URL, SHOWN_URL } from './docs-page.ts';
import type { App, OperationTable } from './types.ts';

// Revalidated by ETag at each use: the contract changes with the next release.
const CACHE = 'no-cache';
const ASSET_CACHE = 'public, max-age=3600';

const JSON_TYPE = 'application/json; charset=utf-8';
/** The schema of routes that also answer 304. */
const REVALIDATED = { response: { 304: { type: 'null' } } };
const FOLDER_URL = '/docs/';

/** URLs below the docs page that are in no contract. */
export const isDocsAsset = (url: string): boolean => [SCRIPT_URL, SHOWN_URL, FOLDER_URL].includes(url);

/** Serves the hand-written contract as JSON and YAML, and a page to read it. */
export async function serveDocs(
  app: App,
  service: string,
  contract: object,
  operations: OperationTable,
): Promise<void> {
  await app.register(swagger, {
    mode: 'static',
    specification: { document: contract } as StaticDocumentSpec,
  });
  serveContract(app, contract, operations);
  servePage(app, service, contract, operations);
}

const sendCached = (reply: FastifyReply, type: string, body: string | Buffer): FastifyReply =>
  reply.header('cache-control', CACHE).type(type).send(body);

function serveContract(app: App, contract: object, { getOpenapiJson, getOpenapiYaml }: OperationTable): void {
  const json = Buffer.from(JSON.stringify(contract));
  if (getOpenapiJson !== undefined) {
    app.route({ ...getOpenapiJson, handler: async (_request, reply) => sendCached(reply, JSON_TYPE, json) });
  }
  if (getOpenapiYaml !== undefined) {
    app.route({
      ...getOpenapiYaml,
      handler: async (_request, reply) =>
        sendCached(reply, 'application/yaml; charset=utf-8', app.swagger({ yaml: true })),
    });
  }
}

function servePage(app: App, service: string, contract: object, { getDocs }: OperationTable): void {
  if (getDocs === undefined) return;
  const page = createDocsPage(`Downbeat ${service}`);
  app.route({
    ...getDocs,
    handler: async (_request, reply) => {
      const { html, policy } = await page();
      return sendCached(reply.header('content-security-policy', policy), 'text/html; charset=utf-8', html);
    },
  });
  // The page's links are relative to /docs.
  app.get(FOLDER_URL, async (_request, reply) => reply.redirect('../docs', 301));
  app.get(SHOWN_URL, { schema: REVALIDATED }, async (_request, reply) =>
    sendCached(reply, JSON_TYPE, Buffer.from(JSON.stringify(describeCodes(contract)))),
  );
  app.get(SCRIPT_URL, { schema: REVALIDATED }, async (request, reply) => {
    const { script, gzippedScript } = await page();
    const acceptsGzip = negotiate(request.headers['accept-encoding'] ?? '', ['gzip']) === 'gzip';
    if (acceptsGzip) reply.header('content-encoding', 'gzip');
    return reply
      .header('cache-control', ASSET_CACHE)
      .header('vary', [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', '))
      .type('text/javascript; charset=utf-8')
      .send(acceptsGzip ? gzippedScript : script);
  });
}
