import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { commonErrors, type ProblemError } from '../errors.ts';
import type { App, OperationTable } from './types.ts';

/** Whether the request has a body, read or not. */
export const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const acceptsNoBody = ({ routeOptions: { schema, config } }: FastifyRequest): boolean =>
  schema?.body === undefined && config.multipart === undefined;

function isEncoded({ headers }: FastifyRequest): boolean {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Refuses bodies that are compressed, or labelled so: the service does not decompress (RFC 9110, 8.4 and 15.5.16). After
 * authorisation and before any byte of the body is read.
 */
export function refuseEncodedBodies(app: App): void {
  app.addHook('preParsing', (request, _reply, _body, done) => {
    if (hasBody(request) && isEncoded(request)) {
      const detail = 'Send the body without Content-Encoding';
      throw commonErrors.UNSUPPORTED_MEDIA_TYPE({ detail, headers: { 'accept-encoding': 'identity' } });
    }
    done();
  });
}

/** 415 that names the accepted type: a forgotten content type is the most common mistake of all. */
export function mediaTypeRefused(request: FastifyRequest, cause?: unknown): ProblemError {
  const { multipart } = request.route;
  const type = multipart === undefined ? 'application/json' : 'multipart/form-data';
  const detail = acceptsNoBody(request) ? 'Send no body' : `Send content-type: ${type}`;
  return commonErrors.UNSUPPORTED_MEDIA_TYPE({ detail, cause });
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Null for bytes that are not UTF-8. A lenient decoder would turn every such password into the same replacement characters. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Accepts an empty body where the contract has none, whatever its content type says: many clients send the header with
 * every request. To be called before anything else reads the content type.
 */
export function allowEmptyBodies(app: App): void {
  app.addHook('preParsing', (request, _reply, _body, done) => {
    const { headers } = request;
    if (headers['content-type'] !== undefined && !hasBody(request) && acceptsNoBody(request))
      delete headers['content-type'];
    done();
  });
  // Only the end of a chunked body tells that it is empty.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0 && acceptsNoBody(request)) {
      done(null, undefined);
      return;
    }
    const text = decodeUtf8(body);
    if (text === null) done(commonErrors.MALFORMED_JSON({ detail: 'JSON is UTF-8 (RFC 8259, 8.1)' }));
    else void parse(request, text, done);
  });
}

/**
 * Accepts multipart forms on the routes whose contract has one. Other routes answer a form with 415; these routes answer
 * anything else with 415. Checked after authorisation and before any byte of the body is read.
 */
export async function acceptMultipart(app: App, operations: OperationTable): Promise<void> {
  if (!Object.values(operations).some(({ config }) => config.multipart !== undefined)) return;
  await app.register(multipart, { throwFileSizeLimit: true });
  app.addHook('preParsing', (request, _reply, _body, done) => {
    const { multipart: expected } = request.route;
    const isForm = (request.headers['content-type'] ?? '').toLowerCase().startsWith('multipart/form-data');
    if (isForm !== (expected !== undefined)) throw mediaTypeRefused(request);
    done();
  });
}
