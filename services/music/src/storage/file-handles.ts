import { open, type FileHandle } from 'node:fs/promises';

/** A file that is open for some readers. */
interface OpenFile {
  handle: FileHandle;
  readers: number;
  /** It is in the map no longer: its last reader closes it. */
  dropped: boolean;
  /** Begins again with each release. */
  idle?: NodeJS.Timeout;
}

/** A player reads a file in many ranges, one after the other. */
const IDLE_MS = 2_000;
const IDLE_FILES = 100;

/** Open files, kept for the next range of the same file. Two readers share a handle: each read names its position. */
export class FileHandles {
  readonly #files = new Map<string, Promise<OpenFile>>();

  /** Calls `release` exactly once, when the file has been read. Rejects as `open` does. */
  async acquire(path: string): Promise<{ handle: FileHandle; release: () => void }> {
    let opening = this.#files.get(path);
    if (opening === undefined) {
      opening = open(path, 'r').then((handle) => ({ handle, readers: 0, dropped: false }));
      this.#files.set(path, opening);
      opening.catch(() => this.#files.delete(path));
    }
    const file = await opening;
    file.readers += 1;
    return { handle: file.handle, release: () => this.#release(path, file) };
  }

  /** The file is deleted, or another has its name. */
  drop(path: string): void {
    const opening = this.#files.get(path);
    this.#files.delete(path);
    opening?.then(
      (file) => {
        file.dropped = true;
        if (file.readers === 0) void file.handle.close();
      },
      () => undefined,
    );
  }

  #release(path: string, file: OpenFile): void {
    file.readers -= 1;
    if (file.readers > 0) return;
    if (file.dropped) void file.handle.close();
    else if (this.#files.size > IDLE_FILES) this.drop(path);
    else file.idle = file.idle?.refresh() ?? this.#whenIdle(path, file);
  }

  #whenIdle(path: string, file: OpenFile): NodeJS.Timeout {
    const dropIdle = (): void => {
      if (file.readers === 0 && !file.dropped) this.drop(path);
    };
    return setTimeout(dropIdle, IDLE_MS).unref();
  }
}
