import type { UploadProgress } from '@downbeat/sdk';
import { batch, signal, type Signal } from '@preact/signals';
import { countText } from '../format.ts';
import { downbeat } from './account.ts';
import { loadLibrary } from './music-library.ts';
import { notice, sentenceOf, tell } from './notice.ts';
import './sentences.ts';

/** What is sent with a file; the service takes the rest from its tags. */
export type UploadFields = Omit<Parameters<typeof downbeat.music.createTrack>[0], 'audio'>;

/** A file on its way. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly fields: UploadFields;
  /** `known`: the user has uploaded this file before, and decides whether it is sent again. */
  readonly state: Signal<'waiting' | 'sending' | 'known' | 'done' | 'failed'>;
  /** From 0 to 1, while it is sent; 1 while the service checks and stores it. */
  readonly sentShare: Signal<number>;
  /** Why it failed, or as what it is known, in words. */
  readonly reason: Signal<string | null>;
  /** Whether it is sent although it is known. */
  isWantedTwice: boolean;
  /** Ends the upload while it is sent. */
  readonly controller: AbortController;
}

/** The service takes three at once from an account; two leave room for another tab. */
const AT_ONCE = 2;
/** What a field for music accepts. */
export const AUDIO_FILES = 'audio/*,.mp3,.flac,.ogg,.opus,.m4a,.wav';
const AUDIO = /\.(mp3|flac|ogg|oga|opus|m4a|mp4|wav)$/i;

let lastId = 0;

/** The uploads of this visit, in their order. */
export const uploads = signal<readonly Upload[]>([]);
/** Grows with each track that is stored, so that lists can be loaded again. */
export const stored = signal(0);

/** The files among these that are audio, by their name or type; says how many others are left out. */
export function takeAudio(files: Iterable<File>): File[] {
  const all = [...files];
  const audio = all.filter(({ name, type }) => AUDIO.test(name) || type.startsWith('audio/'));
  const others = all.length - audio.length;
  if (others > 0)
    notice.value = `${countText(others, 'file')} left out: only MP3, FLAC, Ogg, M4A and WAV are taken.`;
  return audio;
}

/** Puts files in the line. */
export function addUploads(files: readonly { file: File; fields?: UploadFields }[]): void {
  const added = files.map(({ file, fields = {} }): Upload => ({
    id: (lastId += 1),
    file,
    fields,
    state: signal('waiting'),
    sentShare: signal(0),
    reason: signal(null),
    isWantedTwice: false,
    controller: new AbortController(),
  }));
  uploads.value = [...uploads.value, ...added];
  sendNext();
}

/** Sends it once more, or although the user has uploaded this file before. */
export function retryUpload(upload: Upload): void {
  upload.isWantedTwice ||= upload.state.value === 'known';
  upload.state.value = 'waiting';
  sendNext();
}

/** Takes an upload off the list, and ends it when it is on its way. */
export function cancelUpload(upload: Upload): void {
  uploads.value = uploads.value.filter((one) => one !== upload);
  upload.controller.abort();
}

/** Takes those off the list that neither wait nor are sent. */
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

async function send(upload: Upload): Promise<void> {
  const { file, fields, state, sentShare, reason, controller } = upload;
  state.value = 'sending';
  sentShare.value = 0;
  reason.value = null;
  const end = (now: 'known' | 'failed', why: string): void =>
    batch(() => {
      state.value = now;
      reason.value = why;
    });
  const onProgress = ({ sentBytes, totalBytes }: UploadProgress): void => {
    sentShare.value = sentBytes / (totalBytes ?? file.size);
  };
  try {
    const known = upload.isWantedTwice ? null : await titleOfSame(file);
    if (controller.signal.aborted) return;
    if (known !== null) {
      end('known', known);
      tell(`${file.name} waits for your decision in the studio: you have uploaded it before.`);
      return;
    }
    const options = { onProgress, signal: controller.signal };
    const { title } = await downbeat.music.createTrack({ audio: file, ...fields }, options);
    batch(() => {
      state.value = 'done';
      stored.value += 1;
    });
    tell(`${title} is in the library now.`);
  } catch (error) {
    if (!controller.signal.aborted) end('failed', sentenceOf(error));
  }
}

const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Browsers digest only what is in memory as a whole, so one file at a time, and none that a phone has no room for. */
const MAX_DIGESTED_BYTES = 64 * 1024 * 1024;
let digesting: Promise<unknown> = Promise.resolve();

function digestOf(file: File): Promise<string> {
  const result = digesting.then(async () =>
    hexOf(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())),
  );
  digesting = result.catch(() => undefined);
  return result;
}

/** The title under which the user has uploaded this very file; null when that is not so, or cannot be found out. */
async function titleOfSame(file: File): Promise<string | null> {
  if (file.size > MAX_DIGESTED_BYTES) return null;
  try {
    const sha256 = [await digestOf(file)];
    const { items } = await (await loadLibrary()).findDuplicates({ sha256 });
    return items[0]?.title ?? null;
  } catch {
    // Without HTTPS a browser has no digests, and the service may be away: then the upload itself says so.
    return null;
  }
}
