import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const DEMO_TRACKS = join(import.meta.dirname, '../../../../deploy/demo/tracks');

export function demoTrack(file: string): string {
  return join(DEMO_TRACKS, file);
}

/** An upload form with text parts before the audio file. */
export async function uploadForm(path: string, text: Record<string, string> = {}): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(text)) form.set(name, value);
  form.set('audio', await openAsBlob(path), path.split('/').at(-1));
  return form;
}

export function audioForm(
  bytes: Uint8Array<ArrayBuffer> | string,
  filename = 'song.mp3',
  text: Record<string, string> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(text)) form.set(name, value);
  form.set('audio', new Blob([bytes], { type: 'audio/mpeg' }), filename);
  return form;
}

/** The paths of all files below a directory. */
export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A silent WAV file: mono, 8 bit. */
export function silentWav(seconds: number, sampleRate = 8000): Uint8Array<ArrayBuffer> {
  const length = Math.round(seconds * sampleRate);
  const wav = new Uint8Array(44 + length).fill(128, 44);
  const view = new DataView(wav.buffer);
  const text = (offset: number, value: string) => wav.set(new TextEncoder().encode(value), offset);
  text(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, length, true);
  return wav;
}
