// The files of an upload: their bytes are read once, in pieces.
import { DownbeatError } from './errors.ts';
import { isStream, type ByteStream, type UploadSource } from './upload-source.ts';

export type Bytes = Uint8Array<ArrayBuffer>;
export type Chunks = AsyncGenerator<Bytes, void, undefined>;

/** A file of a form, with all that stands before its bytes. */
interface FormFile {
  data: Blob | ArrayBuffer | Uint8Array | ByteStream;
  name: string;
  type: string;
  /** Null for a stream whose size is not given. */
  sizeBytes: number | null;
}

const DEFAULT_TYPE = 'application/octet-stream';

export function formFile(source: UploadSource): FormFile {
  if (source instanceof Blob) {
    const { type, size: sizeBytes } = source;
    const name = 'name' in source && typeof source.name === 'string' ? source.name : 'blob';
    return { data: source, name, type: type || DEFAULT_TYPE, sizeBytes };
  }
  if (!('data' in source)) return formFile({ data: source, name: 'blob' });
  const { data, name, type = DEFAULT_TYPE } = source;
  const isKnown = !isStream(data);
  const sizeBytes = isKnown ? new Blob([data as BlobPart]).size : (source.sizeBytes ?? null);
  return { data, name, type, sizeBytes };
}

export function bytesOf(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/**
 * The bytes of a file, until the signal aborts.
 *
 * @throws DownbeatError SOURCE_FAILED when it cannot be read, or has another size than its `sizeBytes`
 */
export async function* readSource({ data, name, sizeBytes }: FormFile, signal: AbortSignal): Chunks {
  let readBytes = 0;
  const check = (isRight: boolean): void => {
    if (!isRight) throw new Error(`sizeBytes is ${sizeBytes}, which is not the size of the stream`);
  };
  try {
    for await (const chunk of readChunks(data, signal)) {
      readBytes += chunk.length;
      check(sizeBytes === null || readBytes <= sizeBytes);
      yield chunk;
    }
    check(sizeBytes === null || readBytes === sizeBytes);
  } catch (cause) {
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    throw new DownbeatError('SOURCE_FAILED', `The upload ${name} could not be read${why}`, { cause });
  }
}

/** Ends with the signal also between two chunks, because Node leaves the body of a failed request as it is. */
async function* readChunks(data: FormFile['data'], signal: AbortSignal): Chunks {
  const reading = beginReading(isStream(data) ? (data as ByteStream) : new Blob([data as BlobPart]).stream());
  const end = (): void => void reading.end().catch(() => undefined);
  signal.addEventListener('abort', end, { once: true });
  try {
    for (let read = await reading.next(); !read.done; read = await reading.next())
      // A Node stream that was given an encoding has text.
      yield typeof read.value === 'string' ? bytesOf(read.value) : read.value;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** The read of a stream, which can be ended while it waits for bytes. */
interface Reading {
  next: () => Promise<IteratorResult<Bytes | string, unknown>>;
  end: () => Promise<unknown>;
}

function beginReading(stream: ByteStream & { destroy?(): unknown }): Reading {
  if ('getReader' in stream) {
    // Safari's streams are not iterable, and only a reader can be cancelled while it waits.
    const reader = (stream as ReadableStream<Bytes>).getReader();
    return { next: () => reader.read(), end: () => reader.cancel() };
  }
  const iterator = (stream as AsyncIterable<Bytes | string>)[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    // The iterator of a Node stream closes its stream only when it has begun.
    end: async () => (stream.destroy ? stream.destroy() : iterator.return?.()),
  };
}

/** Ends a stream that was never read. It fails for one that is being read, which ends with its signal. */
export async function endStream(source: UploadSource): Promise<void> {
  await beginReading(formFile(source).data as ByteStream).end();
}
