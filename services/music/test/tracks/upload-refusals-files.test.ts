import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import t from 'tap';
import { audioForm, demoTrack, silentWav } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { MAX_UPLOAD_BYTES, instance, startUploads } from './upload-fixture.ts';

const { music, artist, testRefusal } = await startUploads(t);

const notAudio = {
  status: 415,
  code: 'AUDIO_NOT_RECOGNISED',
  title: 'The file is not MP3, FLAC, Ogg, M4A or WAV',
  instance,
  errors: [{ in: 'form', field: 'audio', message: 'must be a complete MP3, FLAC, Ogg, M4A or WAV file' }],
};
const unreadable = {
  status: 422,
  code: 'AUDIO_UNREADABLE',
  title: 'The file claims to be audio but cannot be read as such',
  instance,
  errors: [{ in: 'form', field: 'audio', message: 'must be a complete MP3, FLAC, Ogg, M4A or WAV file' }],
};
const notCover = {
  status: 415,
  code: 'COVER_NOT_RECOGNISED',
  title: 'The cover is not a JPEG, PNG or WebP that we can read',
  instance,
  errors: [{ in: 'form', field: 'cover', message: 'must be a JPEG, PNG or WebP picture' }],
};

testRefusal('refuses files that are not audio, by their bytes and not by their name', async (t) => {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const [name, bytes] of [
    ['text', 'Just some words, called a song.'],
    ['empty', ''],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['ELF', '\x7fELF\x02\x01\x01' + '\0'.repeat(64)],
    ['Windows program', 'MZ' + '\0'.repeat(100)],
    ['ZIP', 'PK\x03\x04' + '\0'.repeat(100)],
    ['PDF', '%PDF-1.7\n'],
    ['one byte', '\xff'],
    ['image', new Uint8Array(png)],
    ['AIFF', 'FORM\0\0\0\x20AIFFCOMM' + '\0'.repeat(60)],
  ] as const) {
    t.comment(name);
    const body = typeof bytes === 'string' ? Uint8Array.from(Buffer.from(bytes, 'latin1')) : bytes;
    await sameProblem(t, await music.upload(audioForm(body), artist), notAudio);
  }
});

testRefusal('refuses files that only begin like audio', async (t) => {
  const [flac, m4a] = [
    await readFile(demoTrack('copper-kettle.flac')),
    await readFile(demoTrack('glass-stairs.m4a')),
  ];
  const lyingTag = Buffer.concat([Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1'), Buffer.alloc(5000)]);
  const [noAudio, noHeader] = [
    'Much of the file is not audio.',
    'The headers or the tags of the file cannot be read.',
  ];
  for (const [name, bytes, detail] of [
    ['FLAC without its stream info', Buffer.concat([flac.subarray(0, 6), Buffer.alloc(3000)]), noHeader],
    ['M4A without its index', Buffer.concat([m4a.subarray(0, 28), Buffer.alloc(3000)]), noAudio],
    ['WAV without audio', Buffer.from(silentWav(0)), 'The file has no sound.'],
    ['empty Ogg page', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(3000)]), null],
    ['ID3 tag that claims 256 MB', lyingTag, noAudio],
  ] as const) {
    const response = await music.upload(audioForm(new Uint8Array(bytes)), artist);
    t.comment(name);
    await sameProblem(t, response, detail === null ? notAudio : { ...unreadable, detail });
  }
});

testRefusal('refuses a truncated file in every format', async (t) => {
  for (const file of [
    'paper-rockets.mp3',
    'copper-kettle.flac',
    'night-bus-47.ogg',
    'slow-tide.opus',
    'glass-stairs.m4a',
  ]) {
    t.comment(file);
    const bytes = await readFile(demoTrack(file));
    const half = new Uint8Array(bytes.subarray(0, Math.min(bytes.length, MAX_UPLOAD_BYTES) / 2));
    await sameProblem(t, await music.upload(audioForm(half, file), artist), {
      ...unreadable,
      detail: 'The file is truncated.',
    });
  }
});

testRefusal('refuses a file that is mostly something else', async (t) => {
  const song = await readFile(demoTrack('harbour-lights.mp3'));
  for (const bytes of [
    Buffer.concat([Buffer.from('fffb9064', 'hex'), randomBytes(600 * 1024)]),
    Buffer.concat([song.subarray(0, 20_000), Buffer.alloc(700 * 1024, 'no sound')]),
    Buffer.concat([song.subarray(0, 20_000), Buffer.alloc(700 * 1024)]),
  ]) {
    const response = await music.upload(audioForm(new Uint8Array(bytes)), artist);
    await sameProblem(t, response, { ...unreadable, detail: 'Much of the file is not audio.' });
  }
});

testRefusal('an invalid cover refuses the whole upload', async (t) => {
  const flood = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const gif = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
  const jpeg = await sharp({ create: { width: 500, height: 500, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  for (const [name, cover] of [
    ['text', Buffer.from('not an image')],
    ['empty', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['GIF', gif],
    ['truncated', jpeg.subarray(0, jpeg.length / 2)],
    ['25 million pixels', flood],
  ] as const) {
    for (const first of ['audio', 'cover']) {
      t.comment(`${name}, ${first} first`);
      const form = new FormData();
      const parts = { audio: new Blob([silentWav(1)]), cover: new Blob([new Uint8Array(cover)]) };
      const order = first === 'audio' ? (['audio', 'cover'] as const) : (['cover', 'audio'] as const);
      for (const part of order) form.set(part, parts[part], part);
      await sameProblem(t, await music.upload(form, artist), notCover);
    }
  }
});
