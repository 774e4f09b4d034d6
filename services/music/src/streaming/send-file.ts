import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { errors } from '../errors.ts';
import type { Storage } from '../storage/index.ts';
import { isUnchanged, preconditionsHold, rangeHolds } from './conditions.ts';
import { readRange, type RangeRequest } from './range.ts';

/** A file to be sent, and what to say about it. */
export interface ServedFile {
  key: string;
  bytes: number;
  sha256: string;
  contentType: string;
  filename: string;
  lastModified: Date;
}

type Reply = Pick<FastifyReply, 'code' | 'headers' | 'header' | 'send'>;

function describe(reply: Reply, file: ServedFile, etag: string): void {
  reply.headers({
    'content-type': file.contentType,
    'content-disposition': contentDisposition(file.filename, { type: 'inline' }),
    'accept-ranges': 'bytes',
    'last-modified': file.lastModified.toUTCString(),
    etag,
    // A reader may keep it, and asks each time whether it may still be used: sessions end.
    'cache-control': 'private, no-cache',
  });
}

function measure(reply: Reply, wanted: RangeRequest, bytes: number): void {
  if (wanted.kind === 'part') {
    const { start, end } = wanted.range;
    reply
      .code(206)
      .headers({ 'content-range': `bytes ${start}-${end}/${bytes}`, 'content-length': end - start + 1 });
  } else {
    reply.code(200).header('content-length', bytes);
  }
}

/**
 * Answers GET and HEAD of a file with 200, 206 or 304 (RFC 9110). A request for several ranges gets the whole file.
 *
 * @returns the bytes to send; null when the answer has none
 * @throws ProblemError PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE, STORAGE_UNAVAILABLE
 */
export async function prepareFile(
  storage: Storage,
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  reply: Reply,
  file: ServedFile,
): Promise<Readable | null> {
  const validators = { etag: `"${file.sha256}"`, lastModified: file.lastModified };
  const isHead = method === 'HEAD';
  const ranged = !isHead && rangeHolds(headers['if-range']?.toString(), validators);
  const wanted = readRange(ranged ? headers.range : undefined, file.bytes);
  if (!preconditionsHold(headers, validators)) throw errors.PRECONDITION_FAILED();
  if (isUnchanged(headers, validators)) {
    describe(reply, file, validators.etag);
    reply.code(304);
    return null;
  }
  if (wanted.kind === 'unsatisfiable') {
    throw errors.RANGE_NOT_SATISFIABLE({ headers: { 'content-range': `bytes */${file.bytes}` } });
  }
  const body = isHead
    ? null
    : await storage.open(file.key, wanted.kind === 'part' ? wanted.range : undefined);
  if (body === null && !isHead)
    throw errors.STORAGE_UNAVAILABLE({ cause: new Error(`${file.key} is missing`) });
  describe(reply, file, validators.etag);
  measure(reply, wanted, file.bytes);
  return body;
}
