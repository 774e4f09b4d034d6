import { once } from 'node:events';
import { type WriteStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { Leader } from './process-group.ts';

/** So many of the first lines of a launch are shown, and as many of the last: a cause stands at either end. */
const SHOWN = 20;
// A program's own children may hold its output open after its death.
const LAST_WORDS_MS = 500;

export type OnLine = (name: string, line: string) => void;

/** What one launch has written, in bounded memory. */
class Excerpt {
  private readonly first: string[] = [];
  private readonly last: string[] = [];
  private leftOut = 0;

  add(line: string): void {
    if (this.first.length < SHOWN) {
      this.first.push(line);
      return;
    }
    this.last.push(line);
    if (this.last.length <= SHOWN) return;
    this.last.shift();
    this.leftOut += 1;
  }

  lines(): string[] {
    const gap = this.leftOut > 0 ? [`... ${this.leftOut} lines more ...`] : [];
    return [...this.first, ...gap, ...this.last];
  }
}

/** Keeps what a program writes: all of it in a file, and of its present launch what to show when that fails. */
export class ProgramLog {
  readonly path: string;
  private readonly file: WriteStream;
  private readonly onLine: (line: string) => void;
  private excerpt = new Excerpt();

  constructor(name: string, { dataDir, onLine }: { dataDir: string; onLine?: OnLine }) {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    this.path = join(dataDir, 'logs', `${name}.log`);
    this.file = createWriteStream(this.path, { flags: 'a' });
    this.onLine = (line) => onLine?.(name, line);
  }

  /** Begins a launch: what this child writes is shown from now on, and nothing of the one before. */
  follow({ stdout, stderr }: Leader): void {
    const excerpt = new Excerpt();
    this.excerpt = excerpt;
    for (const stream of [stdout, stderr]) {
      stream.on('data', (chunk: Buffer) => {
        if (!this.file.writableEnded) this.file.write(chunk);
      });
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return;
        excerpt.add(line);
        this.onLine(line);
      });
    }
  }

  /** Waits until all that a dead child wrote has been read, but not for those who hold its output open after it. */
  async lastWords({ stdout, stderr }: Leader): Promise<void> {
    const signal = AbortSignal.timeout(LAST_WORDS_MS);
    const open = [stdout, stderr].filter((stream) => !stream.closed);
    await Promise.all(open.map((stream) => once(stream, 'close', { signal }))).catch(() => undefined);
  }

  /** What the present launch has written, its middle left out where that is long, under the file's name. */
  shown(): string {
    return [`From ${this.path}:`, ...this.excerpt.lines()].join('\n  ');
  }

  /** Resolves once all of it is in the file. */
  async end(): Promise<void> {
    this.file.end();
    await finished(this.file);
  }
}
