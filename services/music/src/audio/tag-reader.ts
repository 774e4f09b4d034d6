import { Worker } from 'node:worker_threads';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import { TAG_LIMITS } from './limits.ts';
import { Lane, type LaneLimits } from './lane.ts';
import type { AudioTags, TagsAnswer } from './tags.ts';

export interface TagReaderLimits extends LaneLimits {
  /** A file that takes longer to read is refused. */
  timeoutMs: number;
  /** A file that needs more memory is refused. */
  heapMegabytes: number;
  /** The thread ends after so long without work, and gives its memory back. */
  idleMs: number;
}

const DEFAULTS: TagReaderLimits = { timeoutMs: 20_000, heapMegabytes: 128, idleMs: 30_000, queueLimit: 64 };

/** Reads tags and duration in one thread of its own, one file after the other. */
export class TagReader {
  readonly #limits: TagReaderLimits;
  readonly #script: URL;
  readonly #lane: Lane;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;

  constructor(limits: Partial<TagReaderLimits> = {}, script = new URL('./tags-worker.ts', import.meta.url)) {
    this.#limits = { ...DEFAULTS, ...limits };
    this.#lane = new Lane(this.#limits);
    this.#script = script;
  }

  /** @throws ProblemError AUDIO_UNREADABLE, and UNAVAILABLE when too many files wait, or this one did too long */
  async read(path: string): Promise<AudioTags> {
    const answer = await this.#lane.run(() => this.#ask(path));
    if ('tags' in answer) return answer.tags;
    throw errors.AUDIO_UNREADABLE({
      cause: new Error(answer.unreadable),
      ...formFault('audio', AUDIO_ALLOWED),
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      workerData: TAG_LIMITS,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMegabytes },
    });
    worker.unref();
    // One that comes between two files must not end the process; the thread exits then, and a new one starts.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #ask(path: string): Promise<TagsAnswer> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const answer = await this.#answerOf(worker, path);
    if (answer === null) {
      await this.close();
      return { unreadable: 'it took too long, or too much memory' };
    }
    this.#idle = setTimeout(() => void this.close(), this.#limits.idleMs).unref();
    return answer;
  }

  /** Null when the thread dies or is late. */
  #answerOf(worker: Worker, path: string): Promise<TagsAnswer | null> {
    return new Promise((resolve) => {
      const settle = (answer: TagsAnswer | null) => {
        clearTimeout(timer);
        worker.off('message', settle).off('exit', lost).off('error', lost);
        resolve(answer);
      };
      const lost = () => settle(null);
      const timer = setTimeout(lost, this.#limits.timeoutMs);
      worker.on('message', settle).on('exit', lost).on('error', lost);
      worker.postMessage(path);
    });
  }
}
