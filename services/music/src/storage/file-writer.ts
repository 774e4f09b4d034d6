import type { FileHandle } from 'node:fs/promises';

/** So many bytes are written at once; as many wait while those are written. */
const WRITE_BYTES = 256 * 1024;
/** After so many bytes the disk is asked to store them. */
const FLUSH_BYTES = 8 * 1024 * 1024;

async function writeWhole(handle: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  let { bytesWritten: written } = await handle.writev(chunks);
  if (written === bytes) return;
  const whole = Buffer.concat(chunks);
  while (written < bytes) written += (await handle.write(whole, written)).bytesWritten;
}

/**
 * Writes a file from its beginning. The caller goes on while the disk works: the next bytes are received and hashed while
 * the last are written, and the file is flushed in the background.
 */
export class FileWriter {
  readonly #handle: FileHandle;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #unflushedBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #flushing: Promise<void> = Promise.resolve();
  #isFlushing = false;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Takes the bytes, and waits only for those before. Throws what an earlier write failed with. */
  async write(chunk: Buffer): Promise<void> {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes >= WRITE_BYTES) await this.#writeWaiting();
  }

  /** Resolves when all is written, so that it can be read. */
  async end(): Promise<void> {
    await this.#writeWaiting();
    await this.#writing;
  }

  /** After `end`: resolves when all is on the disk, and closes the file. */
  async flush(): Promise<void> {
    try {
      await this.#flushing;
      await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }

  /** Closes the file without what is not written yet. */
  async abort(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#flushing]);
    await this.#handle.close();
  }

  async #writeWaiting(): Promise<void> {
    const [chunks, bytes] = [this.#waiting, this.#waitingBytes];
    [this.#waiting, this.#waitingBytes] = [[], 0];
    await this.#writing;
    if (bytes === 0) return;
    this.#writing = writeWhole(this.#handle, chunks);
    // The next call reports it.
    this.#writing.catch(() => undefined);
    this.#unflushedBytes += bytes;
    if (this.#unflushedBytes >= FLUSH_BYTES && !this.#isFlushing) this.#beginFlush();
  }

  /** Little is left for `flush`, which also reports what fails here: the system names an error to one call only. */
  #beginFlush(): void {
    this.#unflushedBytes = 0;
    this.#isFlushing = true;
    const before = this.#flushing;
    this.#flushing = this.#handle
      .datasync()
      .then(() => before)
      .finally(() => {
        this.#isFlushing = false;
      });
    this.#flushing.catch(() => undefined);
  }
}
