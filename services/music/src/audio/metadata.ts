import { Worker } from 'node:worker_threads';
import { lengthBounds } from '@downbeat/shared/text';
import { AUDIO_ALLOWED, errors, formFault } from '../errors.ts';
import { DurationMs, TagNumber, TagText } from '../generated/schemas.gen.ts';
import type { AudioFile, AudioMetadata, MetadataAnswer, MetadataLimits } from './metadata-worker.ts';
import { BoundedQueue, type BoundedQueueLimits } from './bounded-queue.ts';

/** The most characters of a title or a tag. */
export const { max: MAX_TEXT_LENGTH } = lengthBounds(TagText);

/** What the contract allows. The worker gets it as data, because loading the schemas there would cost memory again. */
const METADATA_LIMITS: MetadataLimits = {
  maxTextLength: MAX_TEXT_LENGTH,
  maxNumber: TagNumber.maximum ?? Infinity,
  minDurationMs: DurationMs.minimum ?? 0,
  maxDurationMs: DurationMs.maximum ?? Infinity,
};

export interface MetadataReaderLimits extends BoundedQueueLimits {
  /** A file that takes longer is refused. */
  timeoutMs: number;
  /** A file that needs more memory is refused. */
  heapMegabytes: number;
  /** The worker thread ends after this time without work, which frees its memory. */
  idleMs: number;
}

const DEFAULTS: MetadataReaderLimits = {
  timeoutMs: 20_000,
  heapMegabytes: 128,
  idleMs: 30_000,
  queueLimit: 64,
};

/** Reads tags, duration and embedded pictures in a worker thread, one file at a time. */
export class MetadataReader {
  readonly #limits: MetadataReaderLimits;
  readonly #script: URL;
  readonly #queue: BoundedQueue;
  #worker: Worker | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(
    limits: Partial<MetadataReaderLimits> = {},
    script = new URL('./metadata-worker.ts', import.meta.url),
  ) {
    this.#limits = { ...DEFAULTS, ...limits };
    this.#queue = new BoundedQueue(this.#limits);
    this.#script = script;
  }

  /** @throws ProblemError AUDIO_UNREADABLE; UNAVAILABLE when too many files wait, or this one waits too long */
  async read(file: AudioFile): Promise<AudioMetadata> {
    const answer = await this.#queue.run(() => this.#ask(file));
    if ('metadata' in answer) return answer.metadata;
    const { detail, reason } = answer.unreadable;
    throw errors.AUDIO_UNREADABLE({
      detail,
      cause: new Error(reason),
      ...formFault('audio', AUDIO_ALLOWED),
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      workerData: METADATA_LIMITS,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMegabytes },
    });
    worker.unref();
    // An error between two files must not end the process. The thread exits then, and the next file starts a new one.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #ask(file: AudioFile): Promise<MetadataAnswer> {
    clearTimeout(this.#idleTimer);
    const worker = (this.#worker ??= this.#start());
    const answer = await this.#answerOf(worker, file);
    if (answer === null) {
      await this.close();
      const detail = 'The file takes too long, or too much memory, to read.';
      return { unreadable: { detail, reason: 'the thread ended or was ended' } };
    }
    this.#idleTimer = setTimeout(() => void this.close(), this.#limits.idleMs).unref();
    return answer;
  }

  /** Null when the thread dies or misses the time limit. */
  #answerOf(worker: Worker, file: AudioFile): Promise<MetadataAnswer | null> {
    return new Promise((resolve) => {
      const finish = (answer: MetadataAnswer | null) => {
        clearTimeout(timer);
        worker.off('message', finish).off('exit', fail).off('error', fail);
        resolve(answer);
      };
      const fail = () => finish(null);
      const timer = setTimeout(fail, this.#limits.timeoutMs);
      worker.on('message', finish).on('exit', fail).on('error', fail);
      worker.postMessage(file);
    });
  }
}
