import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { Static } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { commonErrors, fileTooLarge, ProblemError } from '../errors.ts';
import { toProblemError } from './error-handler.ts';
import { createFormFields, refuseField, textNames } from './multipart-fields.ts';
import { collectFilenames, type FilenameCollector } from './multipart-filenames.ts';
import {
  type FormWatch,
  maxFormBytes,
  type MultipartLimits,
  parserLimits,
  watchForm,
} from './multipart-limits.ts';
import type { MultipartContract } from './types.ts';

/** A file part while it arrives. Its name ('' where none was sent) and type are claims of the sender, not to be trusted. */
export interface UploadedFile<Name extends string = string> {
  name: Name;
  filename: string;
  mimetype: string;
  /** Must be read to its end. Fails with FILE_TOO_LARGE over the limit and UPLOAD_ABORTED when the sender leaves. */
  stream: Readable;
}

type FileName<C extends MultipartContract> = keyof C['files'] & string;

/** What to do with the files of a form while it is parsed. `Stored` is the caller's own reference to a stored file. */
export interface MultipartHandlers<C extends MultipartContract, Stored> {
  limits: MultipartLimits;
  /** Stores one file and returns its reference. Parts come in the sender's order, text before or after. */
  onFile(file: UploadedFile<FileName<C>>): Promise<Stored>;
  /** Deletes a stored file, because a later part was refused. */
  discard(stored: Stored): Promise<void>;
}

/** A form whose parts were all accepted. */
interface ParsedForm<C extends MultipartContract, Stored> {
  /** The text parts, validated and with the types of the contract. */
  text: Static<C['text']>;
  /** What `onFile` returned, by the name of the part; a required file is always there. */
  files: Partial<Record<FileName<C>, Stored>>;
}

/**
 * Reads a multipart form by its contract: text parts are validated (and coerced) by the generated schema, unknown and
 * repeated parts are refused, files are passed on as streams. An empty control of an HTML form counts as missing: a text part
 * without text, and a file part without a name and without bytes. When anything is refused, files that were stored already
 * are discarded and the rest of the body is dropped.
 *
 * @param contract `operations.<operation>.config.multipart`
 * @throws ProblemError VALIDATION_FAILED, FILE_TOO_LARGE, BODY_TOO_LARGE, REQUEST_TIMEOUT, UPLOAD_ABORTED,
 *   MALFORMED_MULTIPART, and what `onFile` throws
 */
export async function parseMultipart<C extends MultipartContract, Stored>(
  request: FastifyRequest,
  contract: C,
  handlers: MultipartHandlers<C, Stored>,
): Promise<ParsedForm<C, Stored>> {
  const files = new Map<string, Stored>();
  const maxBytes = maxFormBytes(contract, handlers.limits);
  const watch = watchForm(request, maxBytes, handlers.limits);
  try {
    const contentLength = Number(request.headers['content-length'] ?? 0);
    if (contentLength > maxBytes) throw fileTooLarge(handlers.limits.fileBytes);
    const text = await readParts(request, contract, handlers, files, watch);
    return { text, files: Object.fromEntries(files) as Partial<Record<FileName<C>, Stored>> };
  } catch (error) {
    // The rest of the form is not parsed; `drainRefusedBodies` limits how much of it is read and dropped.
    request.raw.unpipe();
    await Promise.allSettled([...files.values()].map(async (stored) => handlers.discard(stored)));
    throw error;
  } finally {
    watch.stop();
  }
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
  for await (const { part, filenames } of partsOf(request, limits, watch)) {
    const name = nameOf(part);
    if (part.type === 'field') fields.add(part);
    else if (textNames(contract).includes(name)) throw refuseField(name, 'must be text, not a file');
    else if (!isFileName(contract, name)) throw refuseField(name, 'is not a file known here');
    else if (files.has(name)) throw refuseField(name, 'may be given once');
    else {
      const { mimetype } = part;
      const filename = filenames.get(name) ?? filenameOf(part);
      const stream = limitedStream(part, handlers.limits, watch);
      if (filename === '' && (await isEmpty(stream))) stream.resume();
      else files.set(name, await handlers.onFile({ name, filename, mimetype, stream }));
    }
  }
  return fields.validated(missingFiles(contract, files));
}

async function* partsOf(
  request: FastifyRequest,
  limits: object,
  { exceeded }: FormWatch,
): AsyncGenerator<{ part: Multipart; filenames: FilenameCollector['filenames'] }> {
  // The parser would wait without end for a sender that left before the parser began to listen.
  if (request.raw.destroyed) throw commonErrors.UPLOAD_ABORTED();
  const parts = request.parts({ limits });
  // The first call makes the parser read.
  let coming = parts.next();
  const { filenames, stop } = collectFilenames(request);
  try {
    for (;;) {
      const next = await Promise.race([coming, exceeded]).catch((error: unknown) => {
        throw partError(error);
      });
      if (next.done === true) return;
      yield { part: next.value, filenames };
      coming = parts.next();
    }
  } finally {
    stop();
  }
}

/** The parser ends a file over the limit as if it were complete; here the limit becomes an error. */
function limitedStream(
  { fieldname, file }: MultipartFile,
  { fileBytes }: MultipartLimits,
  { exceeded }: FormWatch,
): Readable {
  const stream = new PassThrough();
  file.once('limit', () => stream.destroy(fileTooLarge(fileBytes, fieldname)));
  file.once('error', (error) => stream.destroy(partError(error)));
  exceeded.catch((error: unknown) => stream.destroy(partError(error)));
  // The form may have broken off while this part waited to be read; nothing more would come out of it.
  if (file.destroyed) stream.destroy(partError(file.errored));
  file.pipe(stream);
  stream.once('close', () => file.resume());
  return stream;
}

/** Whether a stream ends without any byte. Waits for the first one, and leaves it in the stream. */
async function isEmpty(stream: Readable): Promise<boolean> {
  await Promise.race([once(stream, 'readable'), once(stream, 'end')]);
  return stream.readableLength === 0;
}

/** The problem for what the parser throws when the form breaks off or is not multipart. */
function partError(error: unknown): ProblemError {
  if ((error as { code?: unknown } | null)?.code === 'ECONNRESET')
    return commonErrors.UPLOAD_ABORTED({ cause: error });
  const known = toProblemError(error);
  return known.status < 500 ? known : commonErrors.MALFORMED_MULTIPART({ cause: error });
}

function isFileName<C extends MultipartContract>(contract: C, name: string): name is FileName<C> {
  return Object.hasOwn(contract.files, name);
}

function missingFiles(contract: MultipartContract, files: ReadonlyMap<string, unknown>): string[] {
  const required = Object.entries(contract.files).filter(([, { required }]) => required);
  return required.map(([name]) => name).filter((name) => !files.has(name));
}

// The parser's types say that names are always there; where the sender left one out, it is undefined.
function filenameOf({ filename }: { filename: string | undefined }): string {
  return filename ?? '';
}

function nameOf({ fieldname }: { fieldname: string | undefined }): string {
  if (fieldname === undefined || fieldname === '') throw refuseField('', 'has a part without a name');
  return fieldname;
}
