// The duration of a track is never 0: what has no sound is refused, and what has little is at least 1 ms long.
import { readFile } from 'node:fs/promises';
import t from 'tap';
import type { ListeningSession, Track } from '../../src/generated/schemas.gen.ts';
import { SessionRepository } from '../../src/listening/store/session-repository.ts';
import { audioForm, demoTrack, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';

const music = await startMusic(t);
const artist = music.person('artist');

t.test('refuses less than a millisecond of sound, and rounds up to one', async (t) => {
  for (const [samples, durationMs] of [
    [0, null],
    [1, null],
    [47, null],
    [48, 1],
    [60, 1],
    [120, 3],
  ] as const) {
    const response = await music.upload(audioForm(silentWav(samples / 48_000, 48_000), 'a.wav'), artist);
    const answer = (await response.json()) as Track & { code?: string };
    if (durationMs === null) t.match({ status: response.status, ...answer }, { code: 'AUDIO_UNREADABLE' });
    else t.equal(answer.durationMs, durationMs, `${samples} samples`);
  }
});

t.test('refuses a file that has a header and no audio frame', async (t) => {
  const flac = await readFile(demoTrack('copper-kettle.flac'));
  const ogg = await readFile(demoTrack('night-bus-47.ogg'));
  const mp3 = await readFile(demoTrack('harbour-lights.mp3'));
  for (const [name, bytes] of [
    ['flac', flacHeader(flac)],
    ['ogg', firstPages(ogg, 2)],
    ['mp3', id3Tag(mp3)],
    ['m4a', withoutMediaData(await readFile(demoTrack('glass-stairs.m4a')))],
  ] as const) {
    const response = await music.upload(audioForm(new Uint8Array(bytes), `a.${name}`), artist);
    const { code } = (await response.json()) as { code?: string };
    t.ok(code === 'AUDIO_UNREADABLE' || code === 'AUDIO_NOT_RECOGNISED', `${name}: ${code ?? 'accepted'}`);
  }
});

t.test('shows a stored duration of 0 as one millisecond, in tracks and in sessions', async (t) => {
  const made = await music.upload(audioForm(silentWav(1), 'old.wav'), artist);
  const { id } = (await made.json()) as Track;
  const opened = await music.send('POST', '/api/music/sessions', artist, { trackIds: [id] });
  const session = (await opened.json()) as ListeningSession;
  const { db } = music.app.mongo;
  await db.collection<{ _id: string }>('tracks').updateOne({ _id: id }, { $set: { durationMs: 0 } });
  await db
    .collection<{ _id: string }>('listeningSessions')
    .updateOne({ _id: session.id }, { $set: { 'queue.0.durationMs': 0 } });
  t.match(await (await music.get(`/api/music/tracks/${id}`, artist)).json(), { durationMs: 1 });
  // What a room that is not live is opened with.
  t.match(await new SessionRepository(db).find(session.id), { queue: [{ durationMs: 1 }] });
});

/** The metadata blocks of a FLAC file, without its frames. */
function flacHeader(file: Buffer): Buffer {
  let at = 4;
  for (let isLast = false; !isLast;) {
    isLast = (file[at]! & 0x80) !== 0;
    at += 4 + file.readUIntBE(at + 1, 3);
  }
  return file.subarray(0, at);
}

/** The first pages of an Ogg file: the headers of its codec. */
function firstPages(file: Buffer, pages: number): Buffer {
  let at = 0;
  for (let page = 0; page < pages; page++) at = file.indexOf('OggS', at + 1);
  return file.subarray(0, at);
}

/** The ID3v2 tag of an MP3 file. */
function id3Tag(file: Buffer): Buffer {
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + file[at]!, 0);
  return file.subarray(0, 10 + size);
}

/** An M4A file whose `mdat` box is empty; `moov` still says how long the sound was. */
function withoutMediaData(file: Buffer): Buffer {
  const boxes: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const size = file.readUInt32BE(at) || file.length - at;
    const box = Buffer.from(file.subarray(at, at + size));
    if (box.toString('latin1', 4, 8) === 'mdat') {
      box.writeUInt32BE(8, 0);
      boxes.push(box.subarray(0, 8));
    } else boxes.push(box);
    at += size;
  }
  return Buffer.concat(boxes);
}
