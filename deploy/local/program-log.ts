import { once } from 'node:events';
import { type WriteStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** As many of the first and of the last lines of a launch are shown: the cause of a failure is at either end. */
const SHOWN = 20;
// A program's own children can hold its output open after its end.
const REST_OF_OUTPUT_MS = 500;

export type OnLine = (name: string, line: string) => void;
type Output = { stdout: Readable; stderr: Readable };

/** The first and last lines of one launch, in bounded memory. */
class Excerpt {
  readonly #first: string[] = [];
  readonly #last: string[] = [];
  #omitted = 0;

  add(line: string): void {
    if (this.#first.length < SHOWN) {
      this.#first.push(line);
      return;
    }
    this.#last.push(line);
    if (this.#last.length <= SHOWN) return;
    this.#last.shift();
    this.#omitted += 1;
  }

  lines(): string[] {
    const gap = this.#omitted > 0 ? [`... ${this.#omitted} lines more ...`] : [];
    return [...this.#first, ...gap, ...this.#last];
  }
}

/** Keeps the output of a program: all of it in a file, and an excerpt of the present launch for a failure message. */
export class ProgramLog {
  readonly path: string;
  readonly #file: WriteStream;
  readonly #onLine: (line: string) => void;
  #excerpt = new Excerpt();

  constructor(name: string, { dataDir, onLine }: { dataDir: string; onLine?: OnLine }) {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    this.path = join(dataDir, 'logs', `${name}.log`);
    this.#file = createWriteStream(this.path, { flags: 'a' });
    this.#onLine = (line) => onLine?.(name, line);
  }

  /** Starts a new excerpt with the output of this launch. */
  follow({ stdout, stderr }: Output): void {
    const excerpt = new Excerpt();
    this.#excerpt = excerpt;
    for (const stream of [stdout, stderr]) {
      stream.on('data', (chunk: Buffer) => {
        if (!this.#file.writableEnded) this.#file.write(chunk);
      });
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return;
        excerpt.add(line);
        this.#onLine(line);
      });
    }
  }

  /** Waits until the output of an ended program has been read, but not for others that hold it open. */
  async readToEnd({ stdout, stderr }: Output): Promise<void> {
    const signal = AbortSignal.timeout(REST_OF_OUTPUT_MS);
    const open = [stdout, stderr].filter((stream) => !stream.closed);
    await Promise.all(open.map((stream) => once(stream, 'close', { signal }))).catch(() => undefined);
  }

  /** The excerpt of the present launch, below the name of the log file. */
  excerpt(): string {
    return [`From ${this.path}:`, ...this.#excerpt.lines()].join('\n  ');
  }

  /** Resolves once all output is in the file. */
  async end(): Promise<void> {
    this.#file.end();
    await finished(this.#file);
  }
}
