import { once } from 'node:events';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import swagger, { type StaticDocumentSpec } from '@fastify/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeCodes } from './docs-contract.ts';
import { createDocsPage, SCRIPT_URL, SHOWN_URL } from './docs-page.ts';
import type { App, OperationTable } from './types.ts';

// Revalidated by ETag at each use: the contract changes with the next release.
const CACHE = 'no-cache';
const ASSET_CACHE = 'public, max-age=3600';

/** What an answer of a contract's NotModified has. */
const UNCHANGED = { type: 'null' };

const FOLDER_URL = '/docs/';

/** Addresses below the docs page that no contract lists. */
export const isDocsAsset = (url: string): boolean => [SCRIPT_URL, SHOWN_URL, FOLDER_URL].includes(url);

function serveContract(app: App, contract: object, { getOpenapiJson, getOpenapiYaml }: OperationTable): void {
  const json = Buffer.from(JSON.stringify(contract));
  if (getOpenapiJson !== undefined) {
    app.route({
      ...getOpenapiJson,
      handler: async (_request, reply) =>
        reply.header('cache-control', CACHE).type('application/json; charset=utf-8').send(json),
    });
  }
  if (getOpenapiYaml !== undefined) {
    app.route({
      ...getOpenapiYaml,
      handler: async (_request, reply) =>
        reply
          .header('cache-control', CACHE)
          .type('application/yaml; charset=utf-8')
          .send(app.swagger({ yaml: true })),
    });
  }
}

/** The script for clients without gzip; decompressed on demand, at the reader's pace. */
async function* plainScript({ raw }: FastifyReply, gzipped: Uint8Array): AsyncGenerator<Buffer> {
  // Behind other answers on its connection, each would hold a decompressor and what it has made so far.
  if (raw.socket === null) await once(raw, 'socket');
  yield* Readable.from([gzipped]).pipe(createGunzip());
}

function sendScript(request: FastifyRequest, reply: FastifyReply, gzipped: Uint8Array): FastifyReply {
  reply
    .header('cache-control', ASSET_CACHE)
    .header('vary', [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', '))
    .type('text/javascript; charset=utf-8');
  return negotiate(request.headers['accept-encoding'] ?? '', ['gzip']) === 'gzip'
    ? reply
        .header('content-encoding', 'gzip')
        .send(Buffer.from(gzipped.buffer, gzipped.byteOffset, gzipped.byteLength))
    : reply.send(Readable.from(plainScript(reply, gzipped), { objectMode: false }));
}

/** The page asks for it once; kept as text, it would stay in memory. */
function serveShown(app: App, contract: object): void {
  app.get(SHOWN_URL, { schema: { response: { 304: UNCHANGED } } }, async (_request, reply) =>
    reply
      .header('cache-control', CACHE)
      .type('application/json; charset=utf-8')
      .send(Buffer.from(JSON.stringify(describeCodes(contract)))),
  );
}

function servePage(app: App, service: string, { getDocs }: OperationTable): void {
  if (getDocs === undefined) return;
  const page = createDocsPage(`Downbeat ${service}`);
  app.route({
    ...getDocs,
    handler: async (_request, reply) => {
      const { html, policy } = await page();
      return reply
        .header('cache-control', CACHE)
        .header('content-security-policy', policy)
        .type('text/html; charset=utf-8')
        .send(html);
    },
  });
  // The page's links are relative to /docs.
  app.get(FOLDER_URL, async (_request, reply) => reply.redirect('../docs', 301));
  app.get(SCRIPT_URL, { schema: { response: { 304: UNCHANGED } } }, async (request, reply) => {
    const { gzippedScript } = await page();
    return sendScript(request, reply, gzippedScript);
  });
}

/** The hand-written contract as JSON and YAML, and a page to read it. */
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
  servePage(app, service, operations);
  if (operations.getDocs !== undefined) serveShown(app, contract);
}
