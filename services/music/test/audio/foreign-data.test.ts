import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import t from 'tap';
import { lacksAudio } from '../../src/audio/integrity/integrity.ts';
import { demoTrack, silentWav } from '../kit/files.ts';
import { cpuMsSince, onBytes } from './integrity-fixture.ts';

const check = await onBytes(t, lacksAudio);

const [mp3, other, flac, ogg, opus, m4a] = await Promise.all(
  [
    'harbour-lights.mp3',
    'paper-rockets.mp3',
    'copper-kettle.flac',
    'night-bus-47.ogg',
    'slow-tide.opus',
    'glass-stairs.m4a',
  ].map(async (file) => readFile(demoTrack(file))),
);
if (!mp3 || !other || !flac || !ogg || !opus || !m4a) throw new Error('no demo tracks');

const zeros = (length: number) => Buffer.alloc(length);
const xingAt = mp3.indexOf('Info');
/** The frames alone; the one with the Xing header is a frame like the others. */
const bare = Buffer.from(mp3.subarray(xingAt - 36));
bare.fill(0, 36, 40);

function apeTag(itemBytes: number, flags: { head: boolean }): Buffer {
  const edge = (isHead: boolean) => {
    const bytes = Buffer.alloc(32);
    bytes.write('APETAGEX');
    bytes.writeUInt32LE(2000, 8);
    bytes.writeUInt32LE(itemBytes + 32, 12);
    bytes.writeUInt32LE(((flags.head ? 0x80_00_00_00 : 0) + (isHead ? 0x20_00_00_00 : 0)) >>> 0, 20);
    return bytes;
  };
  const items = randomBytes(itemBytes);
  return Buffer.concat([...(flags.head ? [edge(true)] : []), items, edge(false)]);
}

function id3v2(bodyBytes: number): Buffer {
  const size = [21, 14, 7, 0].map((shift) => (bodyBytes >>> shift) & 0x7f);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), Buffer.from(size), randomBytes(bodyBytes)]);
}

const id3v1 = Buffer.concat([Buffer.from('TAGPaper Rockets'), zeros(112)]);

t.test('accepts an MP3 with any tags and a little damage', async (t) => {
  const large = 900_000;
  const damaged = Buffer.from(mp3);
  randomBytes(8000).copy(damaged, 200_000);
  for (const [name, bytes] of [
    ['unchanged', mp3],
    ['another file', other],
    ['without tags and Xing header', bare],
    ['ID3v1', Buffer.concat([bare, id3v1])],
    ['APE', Buffer.concat([bare, apeTag(large, { head: true })])],
    ['APE without its header, ID3v1', Buffer.concat([bare, apeTag(large, { head: false }), id3v1])],
    ['a large ID3v2', Buffer.concat([id3v2(large), bare])],
    ['two of them', Buffer.concat([id3v2(large), id3v2(large), bare])],
    ['concatenated, with tags between', Buffer.concat([mp3, id3v1, id3v2(large), bare, mp3, other])],
    ['padding', Buffer.concat([zeros(8000), bare, zeros(8000)])],
    ['junk before it', Buffer.concat([randomBytes(3900), bare])],
    ['junk in it', damaged],
    ['cut in a frame', mp3.subarray(0, -100)],
    [
      'an APE tag that claims more bytes than the file has',
      Buffer.concat([bare, apeTag(large, { head: true }).subarray(-32)]),
    ],
  ] as const) {
    t.notOk(await check(bytes), name);
  }
});

t.test('accepts every version, layer, rate and length of frames', async (t) => {
  let kinds = 0;
  const noise = Buffer.from('ID3 and no tag'.repeat(14_000));
  for (const [second, low] of [0xff, 0xfd, 0xfb, 0xf7, 0xf5, 0xf3, 0xe7, 0xe5, 0xe3].entries()) {
    for (const kilobits of [1, 9, 14]) {
      for (const rate of [0, 1, 2]) {
        const frame = Buffer.alloc(lengthOf(low, kilobits, rate));
        frame.set([0xff, low, (kilobits << 4) | (rate << 2), 0xc0]);
        kinds += 1;
        const frames = (count: number) => Buffer.concat(Array.from({ length: count }, () => frame));
        t.notOk(await check(frames(500)), `${second} ${kilobits} ${rate}`);
        t.notOk(await check(frames(2)), 'a file of two frames');
        t.ok(await check(Buffer.concat([frames(3), noise])));
      }
    }
  }
  t.equal(kinds, 81);
});

/** ISO/IEC 11172-3 and 13818-3, 2.4.3.1, for the three bit rates of the test. */
function lengthOf(low: number, index: number, rate: number): number {
  const layer = 4 - ((low >> 1) & 3);
  const version = (low >> 3) & 3;
  const isFull = version === 3;
  const column = [1, 9, 14].indexOf(index);
  const full = { 1: [32, 288, 448], 2: [32, 160, 384], 3: [32, 128, 320] }[layer];
  const lower = layer === 1 ? [32, 144, 256] : [8, 80, 160];
  const bits = ((isFull ? full : lower)?.[column] ?? 0) * 1000;
  const hertz = ([44_100, 48_000, 32_000][rate] ?? 1) / { 3: 1, 2: 2, 0: 4 }[version as 0 | 2 | 3];
  if (layer === 1) return Math.floor((12 * bits) / hertz) * 4;
  return Math.floor(((layer === 3 && !isFull ? 72 : 144) * bits) / hertz);
}

t.test('detects an MP3 that is mostly something else', async (t) => {
  const start = mp3.subarray(0, 20_000);
  const page = '<html><script>alert(1)</script>'.repeat(3000);
  for (const [name, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['one frame header and noise', Buffer.concat([Buffer.from('fffb9064', 'hex'), randomBytes(2_000_000)])],
    ['one frame header and a web page', Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.from(page)])],
    ['the beginning of a song and noise', Buffer.concat([start, randomBytes(1_000_000)])],
    ['the beginning of a song and zeros', Buffer.concat([start, zeros(5_000_000)])],
    ['frames and noise', Buffer.concat([bare.subarray(0, 20_000), randomBytes(1_000_000)])],
    ['a song and noise', Buffer.concat([mp3, randomBytes(1_000_000)])],
    ['noise and a song', Buffer.concat([randomBytes(1_000_000), mp3])],
    ['a song and zeros', Buffer.concat([mp3, zeros(5_000_000)])],
    ['tags', Buffer.concat([id3v2(1000), id3v1])],
    [
      'a tag that claims more bytes than the file has',
      Buffer.concat([start, id3v2(1_000_000).subarray(0, 500_000)]),
    ],
    ['half a song, padded with a tag', Buffer.concat([mp3.subarray(0, mp3.length / 2), id3v2(mp3.length)])],
  ] as const) {
    t.ok(await check(bytes), name);
  }
});

t.test('detects an MP3 with far fewer frames than its Xing or VBRI header says', async (t) => {
  const frames = mp3.readUInt32BE(xingAt + 8);
  const xing = (count: number) => {
    const bytes = Buffer.from(mp3);
    bytes.writeUInt32BE(count, xingAt + 8);
    return bytes;
  };
  const vbri = (count: number) => {
    const bytes = Buffer.from(bare);
    bytes.write('VBRI', 36);
    bytes.writeUInt32BE(count, 36 + 14);
    return bytes;
  };
  for (const withHeader of [xing, vbri]) {
    t.notOk(await check(withHeader(frames)));
    t.notOk(await check(withHeader(frames + 10)), 'encoders count differently');
    t.notOk(await check(withHeader(1)), 'concatenated songs');
    t.notOk(await check(withHeader(0)), 'no count');
    t.ok(await check(withHeader(frames * 2)));
  }
});

t.test('requires audio near the end of FLAC and Ogg', async (t) => {
  for (const [name, bytes, contentType] of [
    ['FLAC', flac, 'audio/flac'],
    ['Vorbis', ogg, 'audio/ogg'],
    ['Opus', opus, 'audio/ogg'],
  ] as const) {
    t.notOk(await check(bytes, contentType), name);
    t.notOk(await check(Buffer.concat([bytes, id3v1]), contentType), `${name}, then a tag`);
    t.notOk(await check(Buffer.concat([bytes, zeros(60_000)]), contentType), `${name}, then padding`);
    for (const filling of [zeros(2_000_000), Buffer.alloc(2_000_000, 'not sound ')]) {
      t.ok(
        await check(Buffer.concat([bytes.subarray(0, 20_000), filling]), contentType),
        `${name}, only its beginning`,
      );
    }
  }
  // The number of samples, a field of 36 bits in the first block of a FLAC file.
  const withoutTotal = Buffer.from(flac.subarray(0, 20_000));
  withoutTotal.fill(0, 22, 26);
  withoutTotal.writeUInt8(withoutTotal.readUInt8(21) & 0xf0, 21);
  t.notOk(await check(Buffer.concat([withoutTotal, zeros(2_000_000)]), 'audio/flac'), 'promises no samples');
  const varied = Buffer.from(flac);
  varied.writeUInt16BE(16, 8);
  t.notOk(await check(varied, 'audio/flac'), 'blocks of several sizes');
  t.notOk(await check(Buffer.from('fLaC'), 'audio/flac'), 'left to the metadata reader');
});

t.test('accepts the formats whose audio cannot be recognised', async (t) => {
  t.notOk(await check(m4a, 'audio/mp4'));
  t.notOk(await check(silentWav(1), 'audio/wav'));
});

t.test('crafted MP3s use little CPU time', async (t) => {
  const megabytes = 8 * 1024 * 1024;
  const repeat = (hex: string) => Buffer.alloc(megabytes, Buffer.from(hex, 'hex'));
  const frame = `fff31404${'00'.repeat(20)}`;
  for (const [name, bytes] of [
    ['heads', repeat('fffb9064')],
    ['ones', repeat('ff')],
    ['tags', repeat('49443304000000000000')],
    ['short frames', repeat(frame)],
    ['gaps', repeat(`${frame.repeat(3)}00`)],
  ] as const) {
    const begin = process.cpuUsage();
    await check(bytes);
    const spent = cpuMsSince(begin);
    t.ok(spent < 3000, `${name}: ${Math.round(spent)} ms of CPU time`);
  }
});
