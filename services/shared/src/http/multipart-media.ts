import multipart from '@fastify/multipart';
import { mediaTypeRefused } from './bodies.ts';
import type { App, OperationTable } from './types.ts';

const FORM = 'multipart/form-data';

/**
 * Multipart forms, on the routes whose contract has one and nowhere else: there a form is 415, and here anything else is.
 * Checked after authorisation and before any byte of the body is read.
 */
export async function acceptMultipart(app: App, operations: OperationTable): Promise<void> {
  const anywhere = Object.values(operations).some(({ config }) => config.multipart !== undefined);
  if (!anywhere) return;
  await app.register(multipart, { throwFileSizeLimit: true });
  app.addHook('preParsing', async (request) => {
    const { multipart: wanted } = request.routeOptions.config;
    const isForm = (request.headers['content-type'] ?? '').toLowerCase().startsWith(FORM);
    if (isForm !== (wanted !== undefined)) throw mediaTypeRefused(request);
  });
}
