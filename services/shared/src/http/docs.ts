import { readFile } from 'node:fs/promises';
import swagger, { type StaticDocumentSpec } from '@fastify/swagger';
import type { FastifyReply } from 'fastify';
import { describeCodes } from './docs-contract.ts';
import { createDocsPage, SCRIPT_URL, SHOWN_URL } from './docs-page.ts';
import type { AppOptions } from './app.ts';
import type { App, HttpConfig, Operation, OperationTable } from './types.ts';

const YAML_TYPE = 'application/yaml; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
/** The schema of routes that also answer 304. */
const REVALIDATED = { response: { 304: { type: 'null' } } };
const FOLDER_URL = '/docs/';

/** URLs of and below the docs page that are in no contract. */
export const isDocsAsset = (url: string): boolean => ['/', SCRIPT_URL, SHOWN_URL, FOLDER_URL].includes(url);

// Revalidated by ETag at each use: the contract changes with the next release.
const sendRevalidated = (reply: FastifyReply, type: string, body: string | Buffer): FastifyReply =>
  reply.header('cache-control', 'no-cache').type(type).send(body);

/** Where clients reach this service: the setting, or its port on this machine. None for a port that is not known yet. */
function serversOf({ PUBLIC_URL, PORT }: HttpConfig): object[] {
  if (PUBLIC_URL !== undefined) return [{ url: PUBLIC_URL, description: 'This installation' }];
  return PORT === undefined || PORT === 0
    ? []
    : [{ url: `http://localhost:${PORT}`, description: 'A local run' }];
}

/** The events and the messages of listening sessions: of all services together. */
const ASYNCAPI = new URL('../generated/asyncapi.gen.yaml', import.meta.url);

type DocsOptions = Pick<AppOptions, 'service' | 'contract' | 'config' | 'documents'>;

/** Serves the hand-written contract as JSON and YAML, with the address of this installation, and a page to read it. */
export async function serveDocs(
  app: App,
  { service, contract: written, config, documents }: DocsOptions,
  operations: OperationTable,
): Promise<void> {
  const { getOpenapiJson, getOpenapiYaml, getDocs } = operations;
  const servers = serversOf(config);
  const contract = servers.length === 0 ? written : { ...written, servers };
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
      handler: async (_request, reply) => sendRevalidated(reply, YAML_TYPE, app.swagger({ yaml: true })),
    });
  }
  serveDocuments(app, operations, { getAsyncapiYaml: ASYNCAPI, ...documents });
  if (getDocs !== undefined) servePage(app, service, contract, getDocs);
}

/** The page calls the server that it came from: its Content-Security-Policy allows no other. */
const shown = (contract: object): object => ({
  ...describeCodes(contract),
  servers: [{ url: '/', description: 'Where this page came from' }, ...serversIn(contract)],
});

const serversIn = (contract: { servers?: object[] }): object[] => contract.servers ?? [];

function serveDocuments(
  app: App,
  operations: OperationTable,
  documents: NonNullable<AppOptions['documents']>,
): void {
  for (const [operationId, file] of Object.entries(documents)) {
    const operation = operations[operationId];
    if (operation === undefined) continue;
    const handler = async (_request: unknown, reply: FastifyReply) =>
      sendRevalidated(reply, YAML_TYPE, await readFile(file));
    app.route({ ...operation, handler });
  }
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
  app.get('/', async (_request, reply) => reply.redirect('docs', 302));
  // The page's links are relative to /docs.
  app.get(FOLDER_URL, async (_request, reply) => reply.redirect('../docs', 301));
  app.get(SHOWN_URL, { schema: REVALIDATED }, async (_request, reply) =>
    sendRevalidated(reply, JSON_TYPE, Buffer.from(JSON.stringify(shown(contract)))),
  );
  // Gzipped for every client: browsers alone ask for it, and all of them accept gzip.
  app.get(SCRIPT_URL, { schema: REVALIDATED }, async (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=3600', 'content-encoding': 'gzip' })
      .type('text/javascript; charset=utf-8')
      .send((await page()).gzippedScript),
  );
}
