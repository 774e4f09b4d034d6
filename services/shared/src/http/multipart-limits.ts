import type { FastifyRequest } from 'fastify';
import { commonErrors } from '../errors.ts';
import { textNames } from './multipart-fields.ts';
import type { MultipartContract } from './types.ts';

/** The limits of everything that the sender of a form controls. */
export interface MultipartLimits {
  /** Bytes of each file. */
  fileBytes: number;
  /** Bytes of each text part. Default 16 KiB. */
  fieldBytes?: number;
  /** How long the sender may send nothing. Default 30 s. */
  idleMs?: number;
}

const FIELD_BYTES = 16 * 1024;
const IDLE_MS = 30_000;
const HEADER_PAIRS = 20;
const NAME_BYTES = 100;
/** Room for the boundary and the headers of each part. */
const PART_OVERHEAD_BYTES = 8 * 1024;
const CHECK_EVERY_MS = 100;

/** The options of the multipart parser. */
export function parserLimits(
  contract: MultipartContract,
  { fileBytes, fieldBytes = FIELD_BYTES }: MultipartLimits,
) {
  const files = Object.keys(contract.files).length;
  const fields = textNames(contract).length;
  return {
    fileSize: fileBytes,
    fieldSize: fieldBytes,
    fieldNameSize: NAME_BYTES,
    headerPairs: HEADER_PAIRS,
    // One more than allowed, so that an extra part is refused by its name and not by a number.
    files: files + 1,
    fields: fields + 1,
    parts: files + fields + 2,
  };
}

/** The most bytes that a form within its limits can have. */
export function maxFormBytes(contract: MultipartContract, limits: MultipartLimits): number {
  const { files, fields, fileSize, fieldSize } = parserLimits(contract, limits);
  return files * fileSize + fields * fieldSize + (files + fields) * PART_OVERHEAD_BYTES;
}

/** Watches a form while it arrives. */
export interface FormWatch {
  /** Rejects with BODY_TOO_LARGE or REQUEST_TIMEOUT when the form exceeds its limits. Never resolves. */
  readonly exceeded: Promise<never>;
  stop(): void;
}

/**
 * Watches the connection on which a form arrives. The parser's limits are not enough: it reads a text part, a preamble or a
 * header without end, and waits for a silent sender without end.
 */
export function watchForm(
  { raw }: FastifyRequest,
  maxBytes: number,
  { idleMs = IDLE_MS }: MultipartLimits,
): FormWatch {
  const { socket } = raw;
  const { promise: exceeded, reject } = Promise.withResolvers<never>();
  exceeded.catch(() => undefined);
  const begin = socket.bytesRead;
  let [read, readAt] = [begin, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    // Do not count idle time while we apply backpressure, or when the whole form is here.
    const isOurPause = raw.complete || raw.isPaused() || raw.readableLength > 0;
    if (isOurPause || socket.bytesRead !== read) [read, readAt] = [socket.bytesRead, now];
    if (read - begin > maxBytes) reject(commonErrors.BODY_TOO_LARGE());
    if (now - readAt > idleMs) reject(commonErrors.REQUEST_TIMEOUT({ headers: { connection: 'close' } }));
  }, CHECK_EVERY_MS);
  return { exceeded, stop: () => clearInterval(timer) };
}
