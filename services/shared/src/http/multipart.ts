import { PassThrough, type Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { Static } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { commonErrors, fileTooLarge, ProblemError } from '../errors.ts';
import { toProblemError } from './error-handler.ts';
import { createFormFields, isTextName, refuseField, textNames } from './multipart-fields.ts';
import { type FormWatch, watchForm } from './multipart-watch.ts';
import type { MultipartContract } from './types.ts';

/** The most of everything that a sender controls. */
export interface MultipartLimits {
  /** Bytes of each file. */
  fileBytes: number;
  /** Bytes of each text part. Default 16 KiB. */
  fieldBytes?: number;
  /** How long nothing of the form may come. Default 30 s. */
  idleMs?: number;
}

/** A file part while it arrives. Its name ('' where none was sent) and type are claims: never a path, never believed. */
export interface UploadedFile<Name extends string = string> {
  name: Name;
  filename: string;
  mimetype: string;
  /** Must be read to its end. Fails with FILE_TOO_LARGE over the limit and UPLOAD_ABORTED when the sender leaves. */
  stream: Readable;
}

type FileName<C extends MultipartContract> = keyof C['files'] & string;

/** What becomes of the files of a form while it is parsed. `Stored` is whatever the caller knows a stored file by. */
export interface MultipartHandlers<C extends MultipartContract, Stored> {
  limits: MultipartLimits;
  /** Stores one file and says where. Parts come in the sender's order, text before or after. */
  onFile(file: UploadedFile<FileName<C>>): Promise<Stored>;
  /** Forgets a stored file, because a later part was refused. */
  discard(stored: Stored): Promise<void>;
}

/** A form whose parts were all accepted. */
export interface ParsedForm<C extends MultipartContract, Stored> {
  /** The text parts, validated and with the types of the contract. */
  text: Static<C['text']>;
  /** What `onFile` gave, by the name of the part; a required one is always there. */
  files: Partial<Record<FileName<C>, Stored>>;
}

const FIELD_BYTES = 16 * 1024;
const IDLE_MS = 30_000;
const HEADER_PAIRS = 20;
const NAME_BYTES = 100;
/** Room for boundaries and part headers, per part. */
const PART_OVERHEAD_BYTES = 8 * 1024;

function parserLimits(contract: MultipartContract, { fileBytes, fieldBytes = FIELD_BYTES }: MultipartLimits) {
  const files = Object.keys(contract.files).length;
  const fields = textNames(contract).length;
  return {
    fileSize: fileBytes,
    fieldSize: fieldBytes,
    fieldNameSize: NAME_BYTES,
    headerPairs: HEADER_PAIRS,
    // One more than allowed, so that a surplus part is refused by its name rather than by a number.
    files: files + 1,
    fields: fields + 1,
    parts: files + fields + 2,
  };
}

/** The most bytes that a form within its limits can have. */
function longest(contract: MultipartContract, limits: MultipartLimits): number {
  const { files, fields, fileSize, fieldSize } = parserLimits(contract, limits);
  return files * fileSize + fields * fieldSize + (files + fields) * PART_OVERHEAD_BYTES;
}

// The parser ends a file over the limit as if it were complete, so the limit has to become an error here.
function guarded(
  { fieldname, file }: MultipartFile,
  { fileBytes }: MultipartLimits,
  { over }: FormWatch,
): Readable {
  const stream = new PassThrough();
  file.once('limit', () => stream.destroy(fileTooLarge(fileBytes, fieldname)));
  file.once('error', (error) => stream.destroy(partError(error)));
  over.catch((error: unknown) => stream.destroy(partError(error)));
  // The form may have broken off while this part waited for its turn: nothing would ever come out of it.
  if (file.destroyed) stream.destroy(partError(file.errored));
  file.pipe(stream);
  stream.once('close', () => file.resume());
  return stream;
}

/** What the parser throws when the form is cut off or is none. */
function partError(error: unknown): ProblemError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET') return commonErrors.UPLOAD_ABORTED({ cause: error });
  const known = toProblemError(error);
  return known.status < 500 ? known : commonErrors.MALFORMED_MULTIPART({ cause: error });
}

async function* partsOf(
  request: FastifyRequest,
  limits: object,
  { over }: FormWatch,
): AsyncGenerator<Multipart> {
  // A sender who left before the parser began to listen would be waited for without end.
  if (request.raw.destroyed) throw commonErrors.UPLOAD_ABORTED();
  const parts = request.parts({ limits });
  for (;;) {
    const next = await Promise.race([parts.next(), over]).catch((error: unknown) => {
      throw partError(error);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

function isFileName<C extends MultipartContract>(contract: C, name: string): name is FileName<C> {
  return Object.hasOwn(contract.files, name);
}

function missingFiles(contract: MultipartContract, files: ReadonlyMap<string, unknown>): string[] {
  const required = Object.entries(contract.files).filter(([, { required }]) => required);
  return required.map(([name]) => name).filter((name) => !files.has(name));
}

// The parser's types promise names; what a sender left out is undefined all the same.
function filenameOf({ filename }: { filename: string | undefined }): string {
  return filename ?? '';
}

function nameOf({ fieldname }: { fieldname: string | undefined }): string {
  if (fieldname === undefined || fieldname === '') throw refuseField('', 'has a part without a name');
  return fieldname;
}

async function readParts<C extends MultipartContract, Stored>(
  request: FastifyRequest,
  contract: C,
  handlers: MultipartHandlers<C, Stored>,
  files: Map<string, Stored>,
  watch: FormWatch,
): Promise<Static<C['text']>> {
  const fields = createFormFields(contract);
  const limits = parserLimits(contract, handlers.limits);
  for await (const part of partsOf(request, limits, watch)) {
    const name = nameOf(part);
    if (part.type === 'field') fields.add(part);
    else if (isTextName(contract, name)) throw refuseField(name, 'must be text, not a file');
    else if (!isFileName(contract, name)) throw refuseField(name, 'is not a file known here');
    else if (files.has(name)) throw refuseField(name, 'may be given once');
    else {
      const { mimetype } = part;
      const stream = guarded(part, handlers.limits, watch);
      files.set(name, await handlers.onFile({ name, filename: filenameOf(part), mimetype, stream }));
    }
  }
  return fields.validated(missingFiles(contract, files));
}

/**
 * Reads a multipart form by its contract: text parts are validated (and coerced) by the generated schema, unknown and
 * repeated parts are refused, files are handed over as streams. When anything is refused, files that were stored already
 * are discarded and the rest of the body is dropped.
 *
 * @param contract `operations.<operation>.config.multipart`
 * @throws ProblemError VALIDATION_FAILED, FILE_TOO_LARGE, BODY_TOO_LARGE, REQUEST_TIMEOUT, UPLOAD_ABORTED,
 *   MALFORMED_MULTIPART, and whatever `onFile` throws
 */
export async function parseMultipart<C extends MultipartContract, Stored>(
  request: FastifyRequest,
  contract: C,
  handlers: MultipartHandlers<C, Stored>,
): Promise<ParsedForm<C, Stored>> {
  const files = new Map<string, Stored>();
  const { idleMs = IDLE_MS } = handlers.limits;
  const watch = watchForm(request, { mostBytes: longest(contract, handlers.limits), idleMs });
  try {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > longest(contract, handlers.limits)) throw fileTooLarge(handlers.limits.fileBytes);
    const text = await readParts(request, contract, handlers, files, watch);
    return { text, files: Object.fromEntries(files) as Partial<Record<FileName<C>, Stored>> };
  } catch (error) {
    // Nobody wants the rest; `boundUnreadBodies` limits how much is read and dropped.
    request.raw.unpipe();
    await Promise.allSettled([...files.values()].map(async (stored) => handlers.discard(stored)));
    throw error;
  } finally {
    watch.stop();
  }
}
