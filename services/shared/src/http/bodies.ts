import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { commonErrors, type ProblemError } from '../errors.ts';
import type { App, OperationTable } from './types.ts';

const bringsBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function isEncoded({ headers }: FastifyRequest): boolean {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Refuses bodies that are compressed, or labelled so: nothing here unpacks them (RFC 9110, 8.4 and 15.5.16). After
 * authorisation and before any byte of the body is read.
 */
export function refuseEncodedBodies(app: App): void {
  app.addHook('preParsing', async (request) => {
    if (!bringsBody(request) || !isEncoded(request)) return;
    const detail = 'A body is taken without any Content-Encoding';
    throw commonErrors.UNSUPPORTED_MEDIA_TYPE({ detail, headers: { 'accept-encoding': 'identity' } });
  });
}

/** 415 that says which body is taken: to forget the header is the commonest mistake of all. */
export function mediaTypeRefused(request: FastifyRequest, cause?: unknown): ProblemError {
  const { multipart } = request.routeOptions.config;
  const type = multipart === undefined ? 'application/json' : 'multipart/form-data';
  const detail = takesNone(request) ? 'No body is taken here' : `Send content-type: ${type}`;
  return commonErrors.UNSUPPORTED_MEDIA_TYPE({ detail, cause });
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Null for what is no UTF-8: decoded all the same, every such password would be the same row of question marks. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

const takesNone = ({ routeOptions: { schema, config } }: FastifyRequest): boolean =>
  schema?.body === undefined && config.multipart === undefined;

/**
 * Takes an empty body where the contract has none, whatever its content type says: many clients name one with every
 * request. To be called before anything else looks at the content type.
 */
export function allowEmptyBodies(app: App): void {
  app.addHook('preParsing', async (request) => {
    if (takesNone(request) && !bringsBody(request)) delete request.headers['content-type'];
  });
  // A chunked one says only at its end that it is empty.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0 && takesNone(request)) {
      done(null, undefined);
      return;
    }
    const text = utf8(body);
    if (text === null) done(commonErrors.MALFORMED_JSON({ detail: 'JSON is UTF-8 (RFC 8259, 8.1)' }));
    else void parse(request, text, done);
  });
}

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
