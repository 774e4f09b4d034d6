import type { UploadProgress } from '@downbeat/sdk';
import { batch, signal, type Signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { sentenceOf, tell } from './notice.ts';

/** A file on its way. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state: Signal<'waiting' | 'sending' | 'done' | 'failed'>;
  /** From 0 to 1, while it is sent; 1 while the service checks and stores it. */
  readonly sentShare: Signal<number>;
  /** Why it failed, in words. */
  readonly failure: Signal<string | null>;
  /** Ends the upload while it is sent. */
  readonly controller: AbortController;
}

/** The service takes three at once from an account; two leave room for another tab. */
const AT_ONCE = 2;
const AUDIO = /\.(mp3|flac|ogg|oga|opus|m4a|mp4|wav)$/i;

let lastId = 0;

/** The uploads of this visit, in their order. */
export const uploads = signal<readonly Upload[]>([]);
/** Grows with each track that is stored, so that lists can be loaded again. */
export const stored = signal(0);

/** Puts files in the line; ignores what is no audio by its name. Gives how many were ignored. */
export function addUploads(files: Iterable<File>): number {
  const all = [...files];
  const audio = all.filter(({ name, type }) => AUDIO.test(name) || type.startsWith('audio/'));
  const added = audio.map((file): Upload => ({
    id: (lastId += 1),
    file,
    state: signal('waiting'),
    sentShare: signal(0),
    failure: signal(null),
    controller: new AbortController(),
  }));
  uploads.value = [...uploads.value, ...added];
  sendNext();
  return all.length - audio.length;
}

export function retryUpload({ state }: Upload): void {
  state.value = 'waiting';
  sendNext();
}

/** Takes an upload off the list, and ends it when it is on its way. */
export function cancelUpload(upload: Upload): void {
  uploads.value = uploads.value.filter((one) => one !== upload);
  upload.controller.abort();
}

/** Takes the finished and the failed ones off the list. */
export function clearUploads(): void {
  uploads.value = uploads.value.filter(({ state }) => ['waiting', 'sending'].includes(state.value));
}

function sendNext(): void {
  const sending = uploads.value.filter(({ state }) => state.value === 'sending').length;
  const next = uploads.value.find(({ state }) => state.value === 'waiting');
  if (next === undefined || sending >= AT_ONCE) return;
  void send(next).then(sendNext);
  sendNext();
}

async function send({ file, state, sentShare, failure, controller }: Upload): Promise<void> {
  state.value = 'sending';
  sentShare.value = 0;
  failure.value = null;
  const onProgress = ({ sentBytes, totalBytes }: UploadProgress): void => {
    sentShare.value = sentBytes / (totalBytes ?? file.size);
  };
  try {
    const options = { onProgress, signal: controller.signal };
    const { title } = await downbeat.music.createTrack({ audio: file }, options);
    batch(() => {
      state.value = 'done';
      stored.value += 1;
    });
    tell(`${title} is in the library now.`);
  } catch (error) {
    if (controller.signal.aborted) return;
    batch(() => {
      state.value = 'failed';
      failure.value = sentenceOf(error);
    });
  }
}
