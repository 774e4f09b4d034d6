// Writes small audio files byte by byte, in the ways in which files in the wild are written.
import { createCrc } from '../../src/audio/integrity/crc.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** Numbers of seven bits a byte, as in ID3v2. */
const syncSafe = (value: number) => Buffer.from([21, 14, 7, 0].map((shift) => (value >>> shift) & 0x7f));

const bigEndian = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

const littleEndian = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

/** The first byte of the text of an ID3v2 frame. */
export const UTF_8 = 3;
const ISO_8859_1 = 0;

export const textBody = (text: string, encoding = UTF_8): Buffer =>
  Buffer.concat([Buffer.of(encoding), Buffer.from(text, encoding === ISO_8859_1 ? 'latin1' : 'utf8')]);

export const pictureBody = (image: Uint8Array, mime = 'image/png', type = 3): Buffer =>
  Buffer.concat([latin1(`\0${mime}\0`), Buffer.of(type, 0), image]);

/** An ID3v2 tag of version 2.2, 2.3 or 2.4. */
export function id3v2(
  version: 2 | 3 | 4,
  frames: readonly (readonly [id: string, body: Buffer])[],
  padding = 0,
): Buffer {
  const sizeOf = ({ length }: Buffer) =>
    version === 4 ? syncSafe(length) : bigEndian(length, version === 2 ? 3 : 4);
  const flags = Buffer.alloc(version === 2 ? 0 : 2);
  const written = frames.map(([id, body]) => Buffer.concat([latin1(id), sizeOf(body), flags, body]));
  const body = Buffer.concat([...written, Buffer.alloc(padding)]);
  return Buffer.concat([latin1('ID3'), Buffer.of(version, 0, 0), syncSafe(body.length), body]);
}

/** An ID3v1 tag; its texts have no declared encoding. */
export function id3v1(title: Buffer, artist: Buffer, year = '', genre = 255): Buffer {
  const tag = Buffer.alloc(128);
  tag.write('TAG');
  title.copy(tag, 3, 0, 30);
  artist.copy(tag, 33, 0, 30);
  tag.write(year, 93);
  tag.writeUInt8(genre, 127);
  return tag;
}

/** An APEv2 tag without a header, for the end of a file. */
export function apeTag(items: Readonly<Record<string, string>>): Buffer {
  const written = Object.entries(items).map(([name, value]) => {
    const text = Buffer.from(value);
    return Buffer.concat([littleEndian(text.length), littleEndian(0), latin1(`${name}\0`), text]);
  });
  const body = Buffer.concat(written);
  const footer = [latin1('APETAGEX'), littleEndian(2000), littleEndian(body.length + 32)];
  return Buffer.concat([body, ...footer, littleEndian(written.length), littleEndian(0), Buffer.alloc(8)]);
}

/** Bit rates of MPEG-1 layer III at 44.1 kHz, with the byte that says it and the length of a frame. */
const MPEG_FRAMES = { 32: [0x10, 104], 64: [0x50, 208], 320: [0xe0, 1044] } as const;
export const MPEG_FRAME_SECONDS = 1152 / 44_100;

/** Silent MPEG frames, mono. */
export function mpegFrames(count: number, kilobits: keyof typeof MPEG_FRAMES = 32): Buffer {
  const [code, bytes] = MPEG_FRAMES[kilobits];
  const frame = Buffer.alloc(bytes);
  frame.set([0xff, 0xfb, code, 0xc4]);
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

/** A chunk of RIFF; `length` replaces the length in its head. */
export function chunk(id: string, body: Uint8Array, length = body.length): Buffer {
  return Buffer.concat([latin1(id), littleEndian(length), body, Buffer.alloc(body.length % 2)]);
}

/** The chunk of texts that have no declared encoding. */
export const infoChunk = (texts: Readonly<Record<string, Buffer>>): Buffer =>
  chunk(
    'LIST',
    Buffer.concat([
      latin1('INFO'),
      ...Object.entries(texts).map(([id, text]) => chunk(id, Buffer.concat([text, Buffer.alloc(1)]))),
    ]),
  );

interface WavLengths {
  riff?: number;
  data?: number;
}

/** A WAV of so many silent samples, mono, 8 bit, 8 kHz. */
export function wav(samples: number, chunks: readonly Buffer[] = [], lengths: WavLengths = {}): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(8000, 4);
  format.writeUInt32LE(8000, 8);
  format.writeUInt16LE(1, 12);
  format.writeUInt16LE(8, 14);
  const data = chunk('data', Buffer.alloc(samples, 128), lengths.data);
  const body = Buffer.concat([latin1('WAVE'), chunk('fmt ', format), ...chunks, data]);
  return Buffer.concat([latin1('RIFF'), littleEndian(lengths.riff ?? body.length), body]);
}

const BLOCK_SAMPLES = 4096;
const FLAC_HERTZ = 44_100;
const crc8 = createCrc(8, 0x07);
const crc16 = createCrc(16, 0x80_05);

/** A FLAC frame of silence: mono, 16 bit, one constant subframe. It has 11 bytes while its number is below 128. */
function silentFlacFrame(number: number): Buffer {
  const head = Buffer.of(0xff, 0xf8, 0xc9, 0x08, number);
  const withSum = Buffer.concat([head, Buffer.of(crc8.of(head)), Buffer.of(0, 0, 0)]);
  return Buffer.concat([withSum, bigEndian(crc16.of(withSum), 2)]);
}

const flacBlock = (type: number, body: Buffer, isLast = false) =>
  Buffer.concat([Buffer.of(type | (isLast ? 0x80 : 0)), bigEndian(body.length, 3), body]);

function vorbisComments(comments: readonly string[]): Buffer {
  const texts = ['', ...comments].map((text) => Buffer.from(text));
  const [vendor, ...fields] = texts.map((text) => Buffer.concat([littleEndian(text.length), text]));
  return Buffer.concat([vendor ?? Buffer.alloc(4), littleEndian(fields.length), ...fields]);
}

/** A picture of a FLAC file. */
export const flacPicture = (image: Uint8Array, mime = 'image/png', type = 3): Buffer =>
  Buffer.concat([
    ...[bigEndian(type, 4), bigEndian(mime.length, 4), latin1(mime), Buffer.alloc(20)],
    ...[bigEndian(image.length, 4), image],
  ]);

/** The duration of a file of {@link silentFlac}. */
export const flacSeconds = (frames: number): number => (frames * BLOCK_SAMPLES) / FLAC_HERTZ;

interface FlacParts {
  comments?: readonly string[];
  pictures?: readonly Buffer[];
  /** Encoders that write to a pipe leave out the number of samples. */
  isPiped?: boolean;
}

/** A FLAC file of silence, of at most 127 frames. */
export function silentFlac(
  frames: number,
  { comments = [], pictures = [], isPiped = false }: FlacParts = {},
): Buffer {
  const samples = isPiped ? 0 : frames * BLOCK_SAMPLES;
  const info = Buffer.concat([
    ...[bigEndian(BLOCK_SAMPLES, 2), bigEndian(BLOCK_SAMPLES, 2), Buffer.alloc(6)],
    // 20 bits for the rate, 3 for the channels, 5 for the bits of a sample, 36 for the number of samples.
    ...[bigEndian((FLAC_HERTZ << 4) | 0, 3), Buffer.of(0xf0), bigEndian(samples, 4), Buffer.alloc(16)],
  ]);
  return Buffer.concat([
    latin1('fLaC'),
    flacBlock(0, info),
    ...pictures.map((picture) => flacBlock(6, picture)),
    flacBlock(4, vorbisComments(comments), true),
    ...Array.from({ length: frames }, (_, number) => silentFlacFrame(number)),
  ]);
}
