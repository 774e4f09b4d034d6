import type { DownbeatError } from './errors.ts';
import { randomId } from './random-id.ts';
import { type Bytes, bytesOf, type Chunks, formFile, readSource } from './read-source.ts';
import type { UploadOptions, UploadProgress, UploadSource } from './upload-source.ts';

/** What a multipart body consists of. */
export interface FormParts {
  texts: [name: string, value: string][];
  files: [name: string, source: UploadSource][];
}

/** A body that is encoded while it is sent, so that a file is never in memory as a whole. */
interface MultipartBody {
  body: ReadableStream<Bytes>;
  contentType: string;
  totalBytes: number | null;
  /** The error of a source that could not be read; null when there was none. */
  failure(): DownbeatError | null;
}

/** Encodes a form (RFC 7578), until the signal aborts. */
export function multipartBody(
  { parts, signal }: { parts: FormParts; signal: AbortSignal },
  onProgress: UploadOptions['onProgress'],
): MultipartBody {
  const boundary = `downbeat-${randomId()}`;
  const texts = parts.texts.map(([name, value]) => bytesOf(`${head(boundary, name)}\r\n${value}\r\n`));
  const files = parts.files.map(([name, source]) => {
    const file = formFile(source);
    const lines = `${head(boundary, name, file.name)}content-type: ${file.type}\r\n\r\n`;
    return { ...file, head: bytesOf(lines) };
  });
  const end = bytesOf(`--${boundary}--\r\n`);
  const sizes = files.map(({ sizeBytes }) => sizeBytes);
  const fixedBytes = [...texts, ...files.map((file) => file.head), end].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  const totalBytes = sizes.reduce<number | null>(
    (sum, size) => (sum === null || size === null ? null : sum + size + NEW_LINE.length),
    fixedBytes,
  );
  let failed: DownbeatError | null = null;

  async function* chunks(): Chunks {
    yield* texts;
    for (const file of files) {
      yield file.head;
      try {
        yield* readSource(file, signal);
      } catch (error) {
        failed = error as DownbeatError;
        throw error;
      }
      yield NEW_LINE;
    }
    yield end;
  }
  return {
    body: streamOf(counted(chunks(), { totalBytes, onProgress, signal })),
    contentType: `multipart/form-data; boundary=${boundary}`,
    totalBytes,
    failure: () => failed,
  };
}

const NEW_LINE = bytesOf('\r\n');

/** Names are escaped as browsers do it (HTML, multipart/form-data encoding algorithm). */
function head(boundary: string, name: string, filename?: string): string {
  const quoted = (text: string): string =>
    text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const file = filename === undefined ? '' : `; filename="${quoted(filename)}"`;
  return `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${file}\r\n`;
}

interface Counting {
  totalBytes: number | null;
  onProgress: UploadOptions['onProgress'];
  signal: AbortSignal;
}

async function* counted(chunks: Chunks, { totalBytes, onProgress, signal }: Counting): Chunks {
  let sentBytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    // Runs when the next chunk is asked for: then this one was taken.
    sentBytes += chunk.length;
    // Node reads the body of an aborted request on, so this ends the source.
    signal.throwIfAborted();
    tellProgress(onProgress, { sentBytes, totalBytes });
  }
}

/** A listener that throws does not fail the upload: its error is reported as uncaught, like that of every other listener. */
export function tellProgress(onProgress: UploadOptions['onProgress'], progress: UploadProgress): void {
  try {
    onProgress?.(progress);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Asks for a chunk only when it can be sent, and ends the source when the request ends early. */
function streamOf(chunks: Chunks): ReadableStream<Bytes> {
  const pull = async (controller: ReadableStreamDefaultController<Bytes>): Promise<void> => {
    const { done, value } = await chunks.next();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  return new ReadableStream(
    { pull, cancel: async () => chunks.return().then(() => undefined) },
    { highWaterMark: 0 },
  );
}
