import swagger, { type StaticDocumentSpec } from '@fastify/swagger';
import type { FastifyReply } from 'fastify';
import { describeCodes } from './docs-contract.ts';
import { createDocsPage, SCRIPT_URL, SHOWN_URL } from './docs-page.ts';
import type { App, Operation, OperationTable } from './types.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
/** The schema of routes that also answer 304. */
const REVALIDATED = { response: { 304: { type: 'null' } } };
const FOLDER_URL = '/docs/';

/** URLs below the docs page that are in no contract. */
export const isDocsAsset = (url: string): boolean => [SCRIPT_URL, SHOWN_URL, FOLDER_URL].includes(url);

// Revalidated by ETag at each use: the contract changes with the next release.
const sendRevalidated = (reply: FastifyReply, type: string, body: string | Buffer): FastifyReply =>
  reply.header('cache-control', 'no-cache').type(type).send(body);

/** Serves the hand-written contract as JSON and YAML, and a page to read it. */
export async function serveDocs(
  app: App,
  service: string,
  contract: object,
  { getOpenapiJson, getOpenapiYaml, getDocs }: OperationTable,
): Promise<void> {
  await app.register(swagger, {
    mode: 'static',
    specification: { document: contract } as StaticDocumentSpec,
  });
  const json = Buffer.from(JSON.stringify(contract));
  if (getOpenapiJson !== undefined) {
    app.route({
      ...getOpenapiJson,
      handler: async (_request, reply) => sendRevalidated(reply, JSON_TYPE, json),
    });
  }
  if (getOpenapiYaml !== undefined) {
    app.route({
      ...getOpenapiYaml,
      handler: async (_request, reply) =>
        sendRevalidated(reply, 'application/yaml; charset=utf-8', app.swagger({ yaml: true })),
    });
  }
  if (getDocs !== undefined) servePage(app, service, contract, getDocs);
}

function servePage(app: App, service: string, contract: object, getDocs: Operation): void {
  const page = createDocsPage(`Downbeat ${service}`);
  app.route({
    ...getDocs,
    handler: async (_request, reply) => {
      const { html, policy } = await page();
      reply.header('content-security-policy', policy);
      return sendRevalidated(reply, 'text/html; charset=utf-8', html);
    },
  });
  // The page's links are relative to /docs.
  app.get(FOLDER_URL, async (_request, reply) => reply.redirect('../docs', 301));
  app.get(SHOWN_URL, { schema: REVALIDATED }, async (_request, reply) =>
    sendRevalidated(reply, JSON_TYPE, Buffer.from(JSON.stringify(describeCodes(contract)))),
  );
  // Gzipped for every client: browsers alone ask for it, and all of them accept gzip.
  app.get(SCRIPT_URL, { schema: REVALIDATED }, async (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=3600', 'content-encoding': 'gzip' })
      .type('text/javascript; charset=utf-8')
      .send((await page()).gzippedScript),
  );
}
