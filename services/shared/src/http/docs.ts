import { readFile } from 'node:fs/promises';
import type { FastifyReply } from 'fastify';
import { describeCodes } from './docs-contract.ts';
import { renderDocsPage, SCRIPT_URL, SHOWN_URL } from './docs-page.ts';
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

interface Contract {
  paths?: object;
  servers?: object[];
}

/** Remembers what `work` resolves to; after a failure the next call does the work again. */
function lazily<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () =>
    (result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    }));
}

/**
 * Serves the hand-written contract as JSON and YAML, with the address of this installation, and a page to read it. The
 * contract is read when it is first asked for, and only its bytes stay in memory.
 */
export function serveDocs(
  app: App,
  { service, contract: file, config, documents }: DocsOptions,
  operations: OperationTable,
): void {
  const { getOpenapiJson, getOpenapiYaml, getDocs } = operations;
  const servers = serversOf(config);
  const read = async (): Promise<Contract> => {
    const written = JSON.parse(await readFile(file, 'utf8')) as Contract;
    return servers.length === 0 ? written : { ...written, servers };
  };
  if (getOpenapiJson !== undefined)
    serveBytes(app, getOpenapiJson, JSON_TYPE, async () => asJson(await read()));
  if (getOpenapiYaml !== undefined)
    serveBytes(app, getOpenapiYaml, YAML_TYPE, async () => asYaml(await read()));
  serveDocuments(app, operations, { getAsyncapiYaml: ASYNCAPI, ...documents });
  if (getDocs !== undefined) servePage(app, service, async () => asJson(shown(await read())), getDocs);
}

const asJson = (contract: object): Buffer => Buffer.from(JSON.stringify(contract));

async function asYaml(contract: object): Promise<Buffer> {
  const { stringify } = await import('yaml');
  return Buffer.from(stringify(contract, { strict: false }));
}

function serveBytes(app: App, operation: Operation, type: string, render: () => Promise<Buffer>): void {
  const bytes = lazily(render);
  app.route({
    ...operation,
    handler: async (_request, reply) => sendRevalidated(reply, type, await bytes()),
  });
}

/** The page calls the server that it came from: its Content-Security-Policy allows no other. */
const shown = (contract: Contract): object => ({
  ...describeCodes(contract),
  servers: [{ url: '/', description: 'Where this page came from' }, ...(contract.servers ?? [])],
});

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

function servePage(app: App, service: string, renderShown: () => Promise<Buffer>, getDocs: Operation): void {
  const page = lazily(() => renderDocsPage(`Downbeat ${service}`));
  const shownBytes = lazily(renderShown);
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
    sendRevalidated(reply, JSON_TYPE, await shownBytes()),
  );
  // Gzipped for every client: browsers alone ask for it, and all of them accept gzip.
  app.get(SCRIPT_URL, { schema: REVALIDATED }, async (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=3600', 'content-encoding': 'gzip' })
      .type('text/javascript; charset=utf-8')
      .send((await page()).gzippedScript),
  );
}
