import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { cpuMsSince } from '../kit/computing.ts';
import { createCrc } from '../../src/audio/cut-off/crc.ts';
import { isCutOff } from '../../src/audio/cut-off/index.ts';
import type { AudioContentType } from '../../src/generated/schemas.gen.ts';
import { demoTrack, silentWav } from '../kit/files.ts';

const directory = await mkdtemp(join(tmpdir(), 'downbeat-cut-'));
t.teardown(() => rm(directory, { recursive: true }));

const [mp3, flac, ogg, opus, m4a] = await Promise.all(
  ['paper-rockets.mp3', 'copper-kettle.flac', 'night-bus-47.ogg', 'slow-tide.opus', 'glass-stairs.m4a'].map(
    async (file) => readFile(demoTrack(file)),
  ),
);
if (!mp3 || !flac || !ogg || !opus || !m4a) throw new Error('no demo tracks');
const wav = Buffer.from(silentWav(1));

async function check(bytes: Uint8Array, contentType: AudioContentType): Promise<boolean> {
  const path = join(directory, 'file');
  await writeFile(path, bytes);
  return isCutOff(path, contentType);
}

/** A copy with some bytes replaced. */
function patched(bytes: Buffer, position: number, patch: ArrayLike<number> | string): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(typeof patch === 'string' ? Buffer.from(patch) : patch, position);
  return copy;
}

// LAME's notes stand 36 bytes into the first frame; without their name it is a frame like the others.
const notesAt = mp3.indexOf('Info');
const unnoted = patched(mp3, notesAt, '\0\0\0\0');
// 36 bits of the block that a FLAC file begins with.
const totalAt = 4 + 4 + 13;
const unmeasured = patched(flac, totalAt, Buffer.from([flac.readUInt8(totalAt) & 0xf0, 0, 0, 0, 0]));
const crc32 = createCrc(32, 0x04_c1_1d_b7);

function pagesOf(bytes: Buffer): { at: number; end: number }[] {
  const pages = [];
  for (let at = 0; at < bytes.length;) {
    const segments = bytes.subarray(at + 27, at + 27 + bytes.readUInt8(at + 26));
    const end = segments.reduce((sum, segment) => sum + segment, at + 27 + segments.length);
    pages.push({ at, end });
    at = end;
  }
  return pages;
}

/** The last page as recorders write it: it does not say that the stream ends. */
function unended(bytes: Buffer): Buffer {
  const { at } = pagesOf(bytes).at(-1) ?? { at: 0 };
  const page = patched(bytes.subarray(at), 5, [0]);
  page.writeUInt32LE(0, 22);
  page.writeUInt32LE(crc32.of(page), 22);
  return patched(bytes, at, page);
}

t.test('a file that ends early is told, wherever it ends', async (t) => {
  for (const [name, bytes, contentType] of [
    ['WAV', wav, 'audio/wav'],
    ['M4A', m4a, 'audio/mp4'],
    ['MP3', mp3, 'audio/mpeg'],
    ['MP3 without notes', unnoted, 'audio/mpeg'],
    ['FLAC', flac, 'audio/flac'],
    ['Vorbis', ogg, 'audio/ogg'],
    ['Opus', opus, 'audio/ogg'],
    ['Opus without an end', unended(opus), 'audio/ogg'],
  ] as const) {
    for (const tenth of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      t.ok(await check(bytes.subarray(0, (bytes.length * tenth) / 10), contentType), `${name} ${tenth}/10`);
    }
    for (const missing of [1, 2, 50]) {
      t.ok(await check(bytes.subarray(0, -missing), contentType), `${name} without its last ${missing}`);
    }
  }
});

t.test('a whole file is not, whatever stands before and behind its sound', async (t) => {
  const id3v2 = Buffer.concat([
    Buffer.from('ID3\x04\0\0\0\0\x4e\x10', 'latin1'),
    Buffer.alloc(0x4e * 128 + 16),
  ]);
  const id3v1 = Buffer.concat([Buffer.from('TAGPaper Rockets'), Buffer.alloc(112)]);
  const ape = Buffer.concat([
    Buffer.from('APETAGEX'),
    Buffer.alloc(4000, 'x'),
    Buffer.from('APETAGEX'),
    Buffer.alloc(24),
  ]);
  const padding = Buffer.concat([Buffer.from([1, 0, 0x20, 0]), Buffer.alloc(0x20_00)]);
  const padded = Buffer.concat([flac.subarray(0, 42), padding, flac.subarray(42)]);
  for (const [name, bytes, contentType] of [
    ['WAV', wav, 'audio/wav'],
    ['M4A', m4a, 'audio/mp4'],
    ['MP3', mp3, 'audio/mpeg'],
    ['MP3 without notes', unnoted, 'audio/mpeg'],
    ['MP3 without a tag', mp3.subarray(notesAt - 36), 'audio/mpeg'],
    ['FLAC', flac, 'audio/flac'],
    ['FLAC with padding', padded, 'audio/flac'],
    ['FLAC of unknown length', unmeasured, 'audio/flac'],
    ['FLAC behind a tag', Buffer.concat([id3v2, flac]), 'audio/flac'],
    ['Vorbis', ogg, 'audio/ogg'],
    ['Opus', opus, 'audio/ogg'],
    ['Vorbis and Opus in a chain', Buffer.concat([ogg, opus]), 'audio/ogg'],
    ['Vorbis that never says its end', unended(ogg), 'audio/ogg'],
  ] as const) {
    t.notOk(await check(bytes, contentType), name);
    for (const [what, tail] of Object.entries({
      id3v1,
      ape,
      zeros: Buffer.alloc(3000),
      both: Buffer.concat([ape, id3v1]),
    })) {
      // An MP4 box of length 0 goes to the end of the file; any other four bytes are a box of that length.
      const isBox = contentType === 'audio/mp4' && what !== 'zeros';
      if (!isBox) t.notOk(await check(Buffer.concat([bytes, tail]), contentType), `${name}, then ${what}`);
    }
  }
  t.notOk(await check(Buffer.concat([m4a, Buffer.from('\0\0\0\0free rest')]), 'audio/mp4'));
});

t.test('a length that nobody knew when the file was begun promises nothing', async (t) => {
  for (const length of [0, 0xff_ff_ff_ff]) {
    const bytes = Buffer.from(wav);
    bytes.writeUInt32LE(length, 4);
    t.notOk(await check(bytes, 'audio/wav'));
  }
  t.notOk(await check(unmeasured.subarray(0, -1000), 'audio/flac'));
});

t.test('an MP3 has what its encoder noted, in either way', async (t) => {
  const first = notesAt - 36;
  const vbri = (bytes: number) => {
    const notes = Buffer.alloc(30);
    notes.write('VBRI', 'latin1');
    notes.writeUInt32BE(bytes, 10);
    return patched(unnoted, notesAt, notes);
  };
  const sound = mp3.length - first;
  t.notOk(await check(vbri(sound), 'audio/mpeg'));
  t.ok(await check(vbri(sound + mp3.length), 'audio/mpeg'));
  const noted = (flags: number, ...numbers: number[]) => {
    const notes = Buffer.from('Xing' + '\0'.repeat(12));
    [flags, ...numbers].forEach((number, index) => notes.writeUInt32BE(number, 4 + 4 * index));
    return patched(mp3, notesAt, notes);
  };
  t.notOk(await check(noted(1, 0xff_ff_ff), 'audio/mpeg'), 'frames alone');
  t.ok(await check(noted(2, 2 * mp3.length), 'audio/mpeg'), 'bytes alone');
  t.ok(await check(noted(3, 1, 2 * mp3.length), 'audio/mpeg'), 'both');
  t.notOk(await check(noted(3, 1, sound + 200), 'audio/mpeg'), 'encoders count differently');
  t.notOk(await check(noted(3, 1, 0), 'audio/mpeg'), 'nothing noted after all');
});

t.test('where a cut leaves no trace, the file is as long as its duration says', async (t) => {
  const { at } = pagesOf(opus).at(-1) ?? { at: 0 };
  t.notOk(await check(opus.subarray(0, at), 'audio/ogg'), 'between two pages');
  // 128 kbit/s at 44.1 kHz: frames of 417 bytes, some of 418.
  const lastFrame = unnoted.indexOf(Buffer.from([0xff, 0xfb]), unnoted.length - 418);
  t.notOk(await check(unnoted.subarray(0, lastFrame), 'audio/mpeg'), 'between two frames');
  t.ok(await check(unnoted.subarray(0, lastFrame + 4), 'audio/mpeg'), 'a frame that has only its head');
});

t.test('a packet that goes on nowhere is cut off, although its page is whole', async (t) => {
  const body = Buffer.alloc(255 * 2, 1);
  const page = (flags: number, lacing: number[]) => {
    const head = Buffer.alloc(27);
    head.write('OggS');
    head.writeUInt8(flags, 5);
    head.writeUInt8(lacing.length, 26);
    const whole = Buffer.concat([
      head,
      Buffer.from(lacing),
      body.subarray(
        0,
        lacing.reduce((a, b) => a + b),
      ),
    ]);
    whole.writeUInt32LE(crc32.of(whole), 22);
    return whole;
  };
  t.ok(await check(page(2, [255, 255]), 'audio/ogg'));
  t.notOk(await check(page(2, [255, 0]), 'audio/ogg'));
  t.notOk(await check(page(4, [255, 255]), 'audio/ogg'), 'it says that this is the end');
});

t.test('a damaged file is not taken for one that ends early', async (t) => {
  const pages = pagesOf(ogg);
  const { at, end } = pages.at(-1) ?? { at: 0, end: 0 };
  t.notOk(await check(patched(ogg, end - 1, [ogg.readUInt8(end - 1) ^ 1]), 'audio/ogg'), 'the last page');
  t.notOk(await check(patched(ogg, at - 1, [ogg.readUInt8(at - 1) ^ 1]), 'audio/ogg'), 'the one before');
  t.notOk(await check(patched(unnoted, unnoted.length - 4000, Buffer.alloc(1000)), 'audio/mpeg'));
  t.notOk(await check(patched(flac, flac.length - 60_000, Buffer.alloc(1000)), 'audio/flac'));
  const fewer = patched(flac, totalAt + 4, [flac.readUInt8(totalAt + 4) ^ 1]);
  fewer.writeUInt32BE(flac.readUInt32BE(totalAt + 1) - 1000, totalAt + 1);
  t.notOk(await check(fewer, 'audio/flac'), 'more samples than it says');
});

t.test('what is no such file is left to the reader of tags', async (t) => {
  for (const contentType of ['audio/mpeg', 'audio/flac', 'audio/ogg'] as const) {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(5000),
      Buffer.alloc(5000, 0xff),
      Buffer.from('fLaC'),
      Buffer.from('OggS'),
      Buffer.concat([Buffer.from('fLaC\0\0\0'), Buffer.alloc(3000)]),
      Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1'),
    ]) {
      t.notOk(await check(bytes, contentType), `${contentType}: ${bytes.toString('hex', 0, 4)}`);
    }
  }
});

t.test('hostile files cost little', async (t) => {
  const boxes = Buffer.alloc(64 * 1024);
  for (let offset = 0; offset < boxes.length; offset += 8) boxes.writeUInt32BE(8, offset);
  const page = Buffer.concat([
    Buffer.from('OggS'),
    Buffer.alloc(22),
    Buffer.from([255]),
    Buffer.alloc(255, 255),
  ]);
  const pages = Buffer.concat(
    Array.from({ length: 1000 }, () => Buffer.concat([page, Buffer.from('OggS'.repeat(64))])),
  );
  const frames = Buffer.from('fff8c90800'.repeat(200_000), 'hex');
  const largest = patched(flac.subarray(0, 42), 8 + 7, [0xff, 0xff, 0xff]);
  largest.writeUInt8(0x80, 4);
  for (const [name, bytes, contentType] of [
    ['boxes', boxes, 'audio/mp4'],
    ['pages', pages, 'audio/ogg'],
    ['frames', Buffer.concat([largest, frames]), 'audio/flac'],
    ['short frames', Buffer.from('fff314c4'.repeat(50_000), 'hex'), 'audio/mpeg'],
    ['no frame after another', Buffer.from('fffb9064'.repeat(50_000), 'hex'), 'audio/mpeg'],
  ] as const) {
    await check(bytes, contentType);
    const begin = process.cpuUsage();
    await check(bytes, contentType);
    const spent = cpuMsSince(begin);
    t.ok(spent < 1000, `${name}: ${Math.round(spent)} ms of computing`);
  }
  t.ok(await check(Buffer.from('0000000166726565ffffffffffffffff', 'hex'), 'audio/mp4'));
  t.ok(await check(Buffer.from('000000'), 'audio/mp4'));
});
