/** Bytes that can be read once: a web stream, or a Node `Readable`. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** A file to upload whose name and size do not come with its bytes. */
export interface NamedUpload {
  data: Blob | ArrayBuffer | Uint8Array | ByteStream;
  /** The name of the file, e.g. for the title of a track without tags. */
  name: string;
  /** The media type, as far as it is known. */
  type?: string | undefined;
  /** The size of a stream, so that progress has a total and the service can refuse a large file at once. */
  sizeBytes?: number | undefined;
}

/** What can be uploaded. For a file on disk there is `fileFromPath` in `@downbeat/sdk/node`. */
export type UploadSource = NamedUpload['data'] | NamedUpload;

/** How much of the body of an upload was sent. */
export interface UploadProgress {
  sentBytes: number;
  /** Null when a stream is uploaded whose size is not given. */
  totalBytes: number | null;
}

export interface UploadOptions {
  /** Called as the upload goes on, and a last time when all of it was sent. When it is sent again, it begins again. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** The input of an upload: each file of the contract as any source. */
export type WithSources<Input> = {
  [Name in keyof Input]: Blob extends Input[Name] ? Exclude<Input[Name], Blob> | UploadSource : Input[Name];
};

/** Whether a value is read by being sent, so that it cannot be sent again. */
export function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'getReader' in value || Symbol.asyncIterator in value || ('data' in value && isStream(value.data));
}

/** The platform's `fetch`. A browser's refuses to be called as a method of another object. */
export const platformFetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request);
