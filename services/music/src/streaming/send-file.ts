import { commonErrors } from '@downbeat/shared/errors';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { errors } from '../errors.ts';
import type { ByteRange, Storage } from '../storage/storage.ts';
import { MAX_LIFE_SECONDS } from './signed-urls.ts';
import { ifRangeMatches, isUnchanged, preconditionsHold, type Validators } from './conditions.ts';

/** What a Range header asks for: the whole file, one part, or a part that does not exist. */
type RangeRequest = { kind: 'whole' } | { kind: 'part'; range: ByteRange } | { kind: 'unsatisfiable' };

const WHOLE: RangeRequest = { kind: 'whole' };
const UNSATISFIABLE: RangeRequest = { kind: 'unsatisfiable' };
// A list with one element; further elements may be empty (RFC 9110, section 5.6.1).
const ONE_RANGE = /^bytes=[ \t,]*(\d*)-(\d*)[ \t,]*$/i;

/**
 * Parses a Range header (RFC 9110, section 14.2). Several ranges, another unit and malformed headers are ignored, as the
 * RFC allows: the answer is the whole file then. (The package range-parser is not used: it refuses a suffix that is
 * longer than the file, which means the whole file.)
 */
export function parseRange(header: string | undefined, bytes: number): RangeRequest {
  const match = ONE_RANGE.exec(header ?? '');
  const [first = '', last = ''] = match?.slice(1) ?? [];
  if (first !== '') return fromTo(Number(first), last === '' ? Infinity : Number(last), bytes);
  return last === '' ? WHOLE : suffix(Number(last), bytes);
}

function fromTo(start: number, end: number, bytes: number): RangeRequest {
  if (end < start) return WHOLE;
  if (start >= bytes) return UNSATISFIABLE;
  return { kind: 'part', range: { start, end: Math.min(end, bytes - 1) } };
}

function suffix(length: number, bytes: number): RangeRequest {
  if (length === 0 || bytes === 0) return UNSATISFIABLE;
  return { kind: 'part', range: { start: Math.max(0, bytes - length), end: bytes - 1 } };
}

/** A file to be sent, with what its headers need. */
export interface ServedFile {
  key: string;
  bytes: number;
  sha256: string;
  contentType: string;
  filename: string;
  /** Whether a browser saves the file instead of showing it. */
  isAttachment: boolean;
  lastModified: Date;
  /** Of audio: which of its files it is. */
  rendition?: string;
  /** It was made from another file: without it something else can be sent. */
  isCopy: boolean;
  /** The URL names this file, so a client need not ask again. */
  isImmutable?: boolean;
}

/** A copy is not in storage. */
export class LostFileError extends Error {
  override readonly name = 'LostFileError';
}

/** As long as a signed URL lives. */
const IMMUTABLE = `private, max-age=${MAX_LIFE_SECONDS}, immutable`;

type Reply = Pick<FastifyReply, 'code' | 'headers' | 'header' | 'removeHeader'>;

function setFileHeaders(reply: Reply, file: ServedFile, etag: string): void {
  reply.headers({
    'content-type': file.contentType,
    'content-disposition': contentDisposition(file.filename, {
      type: file.isAttachment ? 'attachment' : 'inline',
    }),
    'accept-ranges': 'bytes',
    'last-modified': file.lastModified.toUTCString(),
    etag,
    ...(file.rendition !== undefined && { 'x-rendition': file.rendition }),
    // A client may keep the file, but must revalidate it each time, because its auth session may have ended. Not the picture
    // of a cover, which it has seen.
    'cache-control': file.isImmutable === true ? IMMUTABLE : 'private, no-cache',
  });
}

function setLength(reply: Reply, wanted: RangeRequest, bytes: number): void {
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
 * Answers GET and HEAD of a file with 200, 206 or 304 (RFC 9110). A request for several ranges gets the whole file. Where
 * the gateway sends files, the answer only names the file.
 *
 * @returns the bytes to send; null when the answer has no body
 * @throws ProblemError PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE, STORAGE_UNAVAILABLE; LostFileError before any header is set
 */
export async function prepareFile(
  storage: Storage,
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  reply: Reply,
  file: ServedFile,
): Promise<Readable | Buffer | null> {
  const { lastModified, rendition } = file;
  const validators = { etag: `"${file.sha256}"`, lastModified, rendition };
  const isHead = method === 'HEAD';
  const wanted = isHead ? WHOLE : wantedRange(headers, validators, file.bytes);
  if (!preconditionsHold(headers, validators)) throw commonErrors.PRECONDITION_FAILED();
  if (isUnchanged(headers, validators)) {
    setFileHeaders(reply, file, validators.etag);
    reply.code(304);
    return null;
  }
  if (wanted.kind === 'unsatisfiable') {
    throw errors.RANGE_NOT_SATISFIABLE({ headers: { 'content-range': `bytes */${file.bytes}` } });
  }
  const gatewayUrl = gatewayUrlOf(storage, file, { method, headers }, wanted);
  if (gatewayUrl !== null) {
    await requireCopy(storage, file);
    setFileHeaders(reply, file, validators.etag);
    // With the whole file, nginx writes this one itself.
    if (wanted.kind === 'whole') reply.removeHeader('accept-ranges');
    reply.header('x-accel-redirect', gatewayUrl);
    return null;
  }
  const body = isHead
    ? null
    : await storage.open(file.key, wanted.kind === 'part' ? wanted.range : undefined);
  if (body === null && !isHead) throw lost(file);
  setFileHeaders(reply, file, validators.etag);
  setLength(reply, wanted, file.bytes);
  return body;
}

/** The gateway would answer 404. The original is surely there. */
async function requireCopy(storage: Storage, file: ServedFile): Promise<void> {
  if (file.isCopy && (await storage.stat(file.key)) === null) throw lost(file);
}

function lost({ key, isCopy }: ServedFile): Error {
  const cause = new LostFileError(`${key} is missing`);
  return isCopy ? cause : errors.STORAGE_UNAVAILABLE({ cause });
}

function wantedRange(
  headers: FastifyRequest['headers'],
  validators: Validators,
  bytes: number,
): RangeRequest {
  const isCurrent = ifRangeMatches(headers['if-range']?.toString(), validators);
  return parseRange(isCurrent ? headers.range : undefined, bytes);
}

/**
 * Null where the gateway does not send files, and for requests that nginx reads in another way: it would check dates and If-Match
 * again, against its own ETag and date, and it has other rules for ranges that are malformed, or several.
 */
function gatewayUrlOf(
  storage: Storage,
  { key, rendition = 'original' }: ServedFile,
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  wanted: RangeRequest,
): string | null {
  const names = [
    'if-match',
    'if-unmodified-since',
    ...(rendition === 'original' ? [] : ['if-modified-since']),
  ];
  const hasConditions = names.some((name) => headers[name] !== undefined);
  const isOurs = headers.range !== undefined && wanted.kind !== 'part';
  return method === 'HEAD' || hasConditions || isOurs ? null : storage.gatewayUrl(key);
}
