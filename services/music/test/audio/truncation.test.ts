import { readFile } from 'node:fs/promises';
import t from 'tap';
import { createCrc } from '../../src/audio/integrity/crc.ts';
import { isTruncated } from '../../src/audio/integrity/integrity.ts';
import { id3v2, silentFlac, textBody } from '../kit/audio-writer.ts';
import { demoTrack, silentWav } from '../kit/files.ts';
import { cpuMsSince, onBytes } from './integrity-fixture.ts';

const check = await onBytes(t, isTruncated);

const [mp3, flac, ogg, opus, m4a] = await Promise.all(
  ['paper-rockets.mp3', 'copper-kettle.flac', 'night-bus-47.ogg', 'slow-tide.opus', 'glass-stairs.m4a'].map(
    async (file) => readFile(demoTrack(file)),
  ),
);
if (!mp3 || !flac || !ogg || !opus || !m4a) throw new Error('no demo tracks');
const wav = Buffer.from(silentWav(1));

/** A copy with some bytes replaced. */
function patched(bytes: Buffer, position: number, patch: ArrayLike<number> | string): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(typeof patch === 'string' ? Buffer.from(patch) : patch, position);
  return copy;
}

// The Xing header of LAME is 36 bytes into the first frame; without its name the frame is like the others.
const xingAt = mp3.indexOf('Info');
const withoutXing = patched(mp3, xingAt, '\0\0\0\0');
// A field of 36 bits in the first block of a FLAC file.
const totalAt = 4 + 4 + 13;
const withoutTotal = patched(flac, totalAt, Buffer.from([flac.readUInt8(totalAt) & 0xf0, 0, 0, 0, 0]));
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

/** The file without the end-of-stream flag in its last page, as recorders write it. */
function withoutEndFlag(bytes: Buffer): Buffer {
  const { at } = pagesOf(bytes).at(-1) ?? { at: 0 };
  const page = patched(bytes.subarray(at), 5, [0]);
  page.writeUInt32LE(0, 22);
  page.writeUInt32LE(crc32.of(page), 22);
  return patched(bytes, at, page);
}

t.test('detects a truncation at any place', async (t) => {
  for (const [name, bytes, contentType, few] of [
    ['WAV', wav, 'audio/wav', [17, 50]],
    ['M4A', m4a, 'audio/mp4', [1, 2, 50]],
    ['MP3', mp3, 'audio/mpeg', []],
    ['FLAC', flac, 'audio/flac', [1, 2, 50]],
    ['silent FLAC', silentFlac(100), 'audio/flac', [1, 2, 10, 11, 50]],
    ['Vorbis', ogg, 'audio/ogg', [1, 2, 50]],
    ['Opus', opus, 'audio/ogg', [1, 2, 50]],
    ['Opus without an end flag', withoutEndFlag(opus), 'audio/ogg', [1, 2, 50]],
  ] as const) {
    for (const tenth of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      t.ok(await check(bytes.subarray(0, (bytes.length * tenth) / 10), contentType), `${name} ${tenth}/10`);
    }
    for (const missing of few) {
      t.ok(await check(bytes.subarray(0, -missing), contentType), `${name} without its last ${missing}`);
    }
  }
});

t.test('accepts what recorders of streams and microphones write', async (t) => {
  for (const missing of [1, 2, 50, 300, 5000]) {
    const cut = withoutXing.subarray(0, -missing);
    t.notOk(await check(cut, 'audio/mpeg'), `MP3 without its last ${missing}`);
  }
  t.notOk(await check(mp3.subarray(0, -50), 'audio/mpeg'), 'an incomplete last frame');
  const lengths = [
    [0, 1],
    [1, 0],
    [8, 0],
    [8, 8],
    [1_000_000, 0],
  ] as const;
  for (const [outer, sound] of lengths) {
    const bytes = Buffer.from(wav);
    bytes.writeUInt32LE(bytes.readUInt32LE(4) + outer, 4);
    bytes.writeUInt32LE(bytes.readUInt32LE(40) + sound, 40);
    t.notOk(await check(bytes, 'audio/wav'), `WAV, ${outer} and ${sound} too many`);
  }
  for (const unknown of [0, 0x7f_ff_f0_00, 0x80_00_00_00, 0xff_ff_ff_ff]) {
    const bytes = Buffer.from(wav);
    for (const at of [4, 40]) bytes.writeUInt32LE(unknown, at);
    t.notOk(await check(bytes, 'audio/wav'), `WAV of length ${unknown}`);
  }
  t.ok(await check(wav.subarray(0, 12), 'audio/wav'), 'a head alone');
});

t.test('accepts silent FLAC, whose frames are shorter than the longest header', async (t) => {
  for (const frames of [1, 2, 127])
    t.notOk(await check(silentFlac(frames), 'audio/flac'), `${frames} frames`);
  const tag = id3v2(4, [['TIT2', textBody('Silence')]], 5000);
  t.notOk(await check(Buffer.concat([tag, silentFlac(3)]), 'audio/flac'));
});

t.test('accepts whole files with any tags and padding', async (t) => {
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
    ['MP3 without a Xing header', withoutXing, 'audio/mpeg'],
    ['MP3 without a tag', mp3.subarray(xingAt - 36), 'audio/mpeg'],
    ['FLAC', flac, 'audio/flac'],
    ['FLAC with padding', padded, 'audio/flac'],
    ['FLAC of unknown length', withoutTotal, 'audio/flac'],
    ['FLAC after a tag', Buffer.concat([id3v2, flac]), 'audio/flac'],
    ['Vorbis', ogg, 'audio/ogg'],
    ['Opus', opus, 'audio/ogg'],
    ['Vorbis and Opus, chained', Buffer.concat([ogg, opus]), 'audio/ogg'],
    ['Vorbis without an end flag', withoutEndFlag(ogg), 'audio/ogg'],
  ] as const) {
    t.notOk(await check(bytes, contentType), name);
    for (const [what, tail] of Object.entries({
      id3v1,
      ape,
      zeros: Buffer.alloc(3000),
      both: Buffer.concat([ape, id3v1]),
    })) {
      // Zeros are an MP4 box that extends to the end of the file; any other four bytes are the length of a box.
      const isBox = contentType === 'audio/mp4' && what !== 'zeros';
      if (!isBox) t.notOk(await check(Buffer.concat([bytes, tail]), contentType), `${name}, then ${what}`);
    }
  }
  t.notOk(await check(Buffer.concat([m4a, Buffer.from('\0\0\0\0free rest')]), 'audio/mp4'));
});

t.test('an unknown length in the header proves nothing', async (t) => {
  for (const length of [0, 0xff_ff_ff_ff]) {
    const bytes = Buffer.from(wav);
    bytes.writeUInt32LE(length, 4);
    t.notOk(await check(bytes, 'audio/wav'));
  }
  t.notOk(await check(withoutTotal.subarray(0, -1000), 'audio/flac'));
});

t.test('compares an MP3 with the length in its Xing or VBRI header', async (t) => {
  const first = xingAt - 36;
  const vbri = (bytes: number) => {
    const header = Buffer.alloc(30);
    header.write('VBRI', 'latin1');
    header.writeUInt32BE(bytes, 10);
    return patched(withoutXing, xingAt, header);
  };
  const audioBytes = mp3.length - first;
  t.notOk(await check(vbri(audioBytes), 'audio/mpeg'));
  t.ok(await check(vbri(audioBytes + mp3.length), 'audio/mpeg'));
  const xing = (flags: number, ...numbers: number[]) => {
    const header = Buffer.from('Xing' + '\0'.repeat(12));
    [flags, ...numbers].forEach((number, index) => header.writeUInt32BE(number, 4 + 4 * index));
    return patched(mp3, xingAt, header);
  };
  t.notOk(await check(xing(1, 0xff_ff_ff), 'audio/mpeg'), 'frames alone');
  t.ok(await check(xing(2, 2 * mp3.length), 'audio/mpeg'), 'bytes alone');
  t.ok(await check(xing(3, 1, 2 * mp3.length), 'audio/mpeg'), 'both');
  t.notOk(await check(xing(3, 1, audioBytes + 200), 'audio/mpeg'), 'encoders count differently');
  t.notOk(await check(xing(3, 1, 0), 'audio/mpeg'), 'both values are 0');
});

t.test('accepts a cut between two pages or frames, where the duration is right', async (t) => {
  const { at } = pagesOf(opus).at(-1) ?? { at: 0 };
  t.notOk(await check(opus.subarray(0, at), 'audio/ogg'), 'between two pages');
  // 128 kbit/s at 44.1 kHz: frames of 417 bytes, some of 418.
  const lastFrame = withoutXing.indexOf(Buffer.from([0xff, 0xfb]), withoutXing.length - 418);
  t.notOk(await check(withoutXing.subarray(0, lastFrame), 'audio/mpeg'), 'between two frames');
  t.notOk(
    await check(withoutXing.subarray(0, lastFrame + 4), 'audio/mpeg'),
    'a frame that has only its head',
  );
});

t.test('detects an unfinished packet in a whole last page', async (t) => {
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
  t.notOk(await check(page(4, [255, 255]), 'audio/ogg'), 'with the end-of-stream flag');
});

t.test('does not mistake damage for a truncation', async (t) => {
  const pages = pagesOf(ogg);
  const { at, end } = pages.at(-1) ?? { at: 0, end: 0 };
  t.notOk(await check(patched(ogg, end - 1, [ogg.readUInt8(end - 1) ^ 1]), 'audio/ogg'), 'the last page');
  t.notOk(await check(patched(ogg, at - 1, [ogg.readUInt8(at - 1) ^ 1]), 'audio/ogg'), 'the page before it');
  t.notOk(await check(patched(withoutXing, withoutXing.length - 4000, Buffer.alloc(1000)), 'audio/mpeg'));
  t.notOk(await check(patched(flac, flac.length - 60_000, Buffer.alloc(1000)), 'audio/flac'));
  const fewer = patched(flac, totalAt + 4, [flac.readUInt8(totalAt + 4) ^ 1]);
  fewer.writeUInt32BE(flac.readUInt32BE(totalAt + 1) - 1000, totalAt + 1);
  t.notOk(await check(fewer, 'audio/flac'), 'more samples than the header says');
});

t.test('leaves files of another format to the metadata reader', async (t) => {
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

t.test('crafted files use little CPU time', async (t) => {
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
    t.ok(spent < 1000, `${name}: ${Math.round(spent)} ms of CPU time`);
  }
  t.ok(await check(Buffer.from('0000000166726565ffffffffffffffff', 'hex'), 'audio/mp4'));
  t.ok(await check(Buffer.from('000000'), 'audio/mp4'));
});
