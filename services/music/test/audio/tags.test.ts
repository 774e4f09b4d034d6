import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { AudioMetadata } from '../../src/audio/metadata-worker.ts';
import { MetadataReader } from '../../src/audio/metadata.ts';
import { decodeUndeclared, joinValues } from '../../src/audio/tags.ts';
import type { AudioContentType } from '../../src/generated/schemas.gen.ts';
import {
  apeTag,
  flacPicture,
  flacSeconds,
  id3v1,
  id3v2,
  infoChunk,
  MPEG_FRAME_SECONDS,
  mpegFrames,
  pictureBody,
  silentFlac,
  textBody,
  wav,
} from '../kit/audio-writer.ts';

const directory = await mkdtemp(join(tmpdir(), 'downbeat-tags-'));
const reader = new MetadataReader();
t.teardown(async () => {
  await reader.close();
  await rm(directory, { recursive: true });
});

async function read(bytes: Uint8Array, contentType: AudioContentType): Promise<AudioMetadata> {
  const path = join(directory, randomUUID());
  await writeFile(path, bytes);
  return reader.read({ path, contentType });
}

const frames = mpegFrames(40);
const mp3 = (version: 2 | 3 | 4, id: string, text: string, encoding?: number) =>
  read(Buffer.concat([id3v2(version, [[id, textBody(text, encoding)]]), frames]), 'audio/mpeg');
const flac = (...comments: string[]) => read(silentFlac(20, { comments }), 'audio/flac');
const info = (texts: Record<string, Buffer>) => read(wav(8000, [infoChunk(texts)]), 'audio/wav');

t.test('keeps all artists of a file, and takes no slash for a separator', async (t) => {
  for (const [made, artist] of [
    [mp3(2, 'TP1', 'AC/DC'), 'AC/DC'],
    [mp3(3, 'TPE1', 'AC/DC'), 'AC/DC'],
    [mp3(4, 'TPE1', 'AC/DC'), 'AC/DC'],
    [mp3(3, 'TPE1', 'AC/DC\0Guns N’ Roses'), 'AC/DC; Guns N’ Roses'],
    [mp3(4, 'TPE1', 'AC/DC\0Guns N’ Roses\0AC/DC'), 'AC/DC; Guns N’ Roses'],
    [flac('ARTIST=AC/DC'), 'AC/DC'],
    [flac('ARTIST=Simon', 'TITLE=Cecilia', 'artist=Garfunkel'), 'Simon; Garfunkel'],
    [flac('ARTISTS=Simon', 'ARTISTS=Garfunkel', 'ARTIST=Simon & Garfunkel'), 'Simon & Garfunkel'],
    [flac('ARTISTS=Simon', 'ARTISTS=Garfunkel'), 'Simon & Garfunkel'],
    [read(Buffer.concat([frames, apeTag({ Artist: 'AC/DC\0Simon' })]), 'audio/mpeg'), 'AC/DC; Simon'],
    [info({ IART: Buffer.from('AC/DC') }), 'AC/DC'],
    [read(Buffer.concat([frames, id3v1(Buffer.from('T'), Buffer.from('AC/DC'))]), 'audio/mpeg'), 'AC/DC'],
  ] as const) {
    t.equal((await made).artist, artist);
  }
});

t.test('keeps all genres of a file, with the names of numbers', async (t) => {
  for (const [made, genre] of [
    [mp3(4, 'TCON', 'Rock\0Pop/Funk\0Rock'), 'Rock; Pop/Funk'],
    [mp3(3, 'TCON', '(17)(13)Eurodance'), 'Rock; Pop; Eurodance'],
    [mp3(3, 'TCON', 'Duo Cello/Piano'), 'Duo Cello/Piano'],
    [flac('GENRE=Rock', 'GENRE=Pop'), 'Rock; Pop'],
    [read(Buffer.concat([frames, apeTag({ Genre: 'Rock\0Pop' })]), 'audio/mpeg'), 'Rock; Pop'],
    [read(Buffer.concat([frames, id3v1(Buffer.from('T'), Buffer.from('A'), '', 17)]), 'audio/mpeg'), 'Rock'],
  ] as const) {
    t.equal((await made).genre, genre);
  }
});

t.test('leaves out a value that does not fit as a whole', async (t) => {
  t.equal(joinValues(['abc', 'def', 'gh', ' abc ', '\u200b'], 9), 'abc; def');
  t.equal(joinValues(['abc', 'defghi', 'jk'], 9), 'abc; jk');
  t.equal(joinValues(['x'.repeat(12), 'y'], 9), 'x'.repeat(9));
  t.equal(joinValues([' ', ''], 9), null);
});

t.test('finds the year of a date in any order, and none in what has none', async (t) => {
  for (const [text, year] of [
    ['2005', 2005],
    ['31.12.2005', 2005],
    ['12/31/2005', 2005],
    ['2005-12-31', 2005],
    ['2005-12-31T23:59:59', 2005],
    ['20051231', 2005],
    ['1999/2005', 1999],
    ['℗ 1971', 1971],
    ['0', null],
    ['0000', null],
    ['0-00-00', null],
    ['31.12.05', null],
    ['99', null],
    ['31122005', null],
    ['123456', null],
    ['unknown', null],
  ] as const) {
    for (const made of [
      mp3(3, 'TYER', text),
      mp3(4, 'TDRC', text),
      mp3(2, 'TYE', text),
      flac(`DATE=${text}`),
      info({ ICRD: Buffer.from(text) }),
    ]) {
      t.equal((await made).year, year, text);
    }
  }
  t.equal((await flac('DATE=0', 'YEAR=1998')).year, 1998);
  const tag = id3v1(Buffer.from('T'), Buffer.from('A'), '1998');
  t.equal((await read(Buffer.concat([frames, tag]), 'audio/mpeg')).year, 1998);
});

t.test('decodes text without a declared encoding as UTF-8 or Windows-1252', async (t) => {
  for (const [bytes, text] of [
    [Buffer.from('Größe – 邓丽君 🎧'), 'Größe – 邓丽君 🎧'],
    [Buffer.from('Größe caf\xe9', 'latin1'), 'Größe café'],
    [Buffer.from('\x93Don\x92t\x94 \x96 5 \x80', 'latin1'), '“Don’t” – 5 €'],
    [Buffer.from('plain'), 'plain'],
  ] as const) {
    t.equal(decodeUndeclared(bytes), text);
    t.match(await info({ INAM: bytes, IART: bytes, IPRD: bytes, IGNR: bytes }), {
      title: text,
      artist: text,
      album: text,
      genre: text,
    });
  }
  const cut = Buffer.from('Größe, die in 30 Bytes zerfällt').subarray(0, 30);
  t.equal(cut.at(-1), 0xc3, 'half a character');
  const tag = id3v1(cut, Buffer.from('Björk'));
  t.match(await read(Buffer.concat([frames, tag]), 'audio/mpeg'), {
    title: 'Größe, die in 30 Bytes zerf',
    artist: 'Björk',
  });
  const declared = await mp3(3, 'TIT2', 'Ã©', 0);
  t.equal(declared.title, 'Ã©', 'a declared encoding is believed');
});

t.test('offers every embedded picture, the front cover first', async (t) => {
  const [gif, png, large] = [
    Buffer.from('GIF89a'),
    Buffer.from('\x89PNG'),
    Buffer.alloc(10 * 1024 * 1024 + 1),
  ];
  const pictures = (found: AudioMetadata) => found.pictures.map((picture) => Buffer.from(picture));
  const tag = id3v2(3, [
    ['APIC', pictureBody(gif, 'image/gif', 4)],
    ['APIC', pictureBody(png)],
    ['APIC', pictureBody(large, 'image/png', 5)],
  ]);
  t.same(pictures(await read(Buffer.concat([tag, frames]), 'audio/mpeg')), [png, gif]);
  const blocks = [flacPicture(gif, 'image/gif', 0), flacPicture(png, 'image/png', 0)];
  t.same(pictures(await read(silentFlac(20, { pictures: blocks }), 'audio/flac')), [gif, png]);
  t.same(pictures(await read(silentFlac(20), 'audio/flac')), []);
  const many = Array.from({ length: 12 }, (_, n) => flacPicture(Buffer.of(n)));
  t.equal((await read(silentFlac(20, { pictures: many }), 'audio/flac')).pictures.length, 8);
});

t.test('counts the duration where the header does not say it, or says something else', async (t) => {
  const xing = mpegFrames(1, 64);
  xing.write('Xing', 21);
  xing.writeUInt32BE(1, 25);
  xing.writeUInt32BE(2000, 29);
  const tag = id3v2(4, [['TIT2', textBody('Long')]], 5000);
  for (const [name, bytes, contentType, seconds] of [
    ['piped FLAC', silentFlac(100, { isPiped: true }), 'audio/flac', flacSeconds(100)],
    [
      'piped FLAC that is cut off',
      silentFlac(100, { isPiped: true }).subarray(0, -3),
      'audio/flac',
      flacSeconds(99),
    ],
    ['FLAC', silentFlac(100), 'audio/flac', flacSeconds(100)],
    ['FLAC after a long tag', Buffer.concat([tag, silentFlac(100)]), 'audio/flac', flacSeconds(100)],
    ['MP3', mpegFrames(100), 'audio/mpeg', 100 * MPEG_FRAME_SECONDS],
    [
      'joined MP3s',
      Buffer.concat([mpegFrames(50, 320), mpegFrames(200, 64)]),
      'audio/mpeg',
      250 * MPEG_FRAME_SECONDS,
    ],
    [
      'MP3 whose header exaggerates',
      Buffer.concat([xing, mpegFrames(100)]),
      'audio/mpeg',
      100 * MPEG_FRAME_SECONDS,
    ],
    [
      'MP3 with an incomplete last frame',
      mpegFrames(100).subarray(0, -50),
      'audio/mpeg',
      99 * MPEG_FRAME_SECONDS,
    ],
    ['WAV of unknown length', wav(8000, [], { riff: 0xff_ff_ff_ff, data: 0xff_ff_ff_ff }), 'audio/wav', 1],
    [
      'WAV as sox writes it to a pipe',
      wav(8000, [], { riff: 0x7f_ff_f0_24, data: 0x7f_ff_f0_00 }),
      'audio/wav',
      1,
    ],
    ['WAV that was never finished', wav(8000, [], { riff: 0, data: 0 }), 'audio/wav', 1],
    ['WAV whose length is that of its header', wav(8000, [], { riff: 36, data: 0 }), 'audio/wav', 1],
    ['WAV with 8 too many', wav(8000, [], { riff: 8044, data: 8008 }), 'audio/wav', 1],
  ] as const) {
    t.equal((await read(bytes, contentType)).durationMs, Math.round(seconds * 1000), name);
  }
  await t.rejects(read(wav(0, [], { riff: 0, data: 0 }), 'audio/wav'), { code: 'AUDIO_UNREADABLE' });
  await t.rejects(read(silentFlac(0, { isPiped: true }), 'audio/flac'), { code: 'AUDIO_UNREADABLE' });
});
