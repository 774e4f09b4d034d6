import { createCrc } from './crc.ts';
import type { FlacStream } from './flac-stream.ts';

const crc8 = createCrc(8, 0x07);
const MAX_HEAD_BYTES = 16;
const NUMBER_AT = 4;
const MAX_NUMBER_BYTES = 7;
const SAMPLE_RATE_BYTES: readonly number[] = [...Array<number>(12).fill(0), 1, 2, 2];
const MAX_CHANNELS_CODE = 10;

/** A number coded as UTF-8 would code it, in up to 7 bytes (RFC 9639, section 9.1.5); null for what is none. */
function codedNumber(bytes: Buffer): { value: number; length: number } | null {
  const first = bytes.readUInt8(0);
  const ones = Math.clz32(~(first << 24));
  if (ones === 1 || ones > MAX_NUMBER_BYTES) return null;
  const length = Math.max(1, ones);
  let value = first & (0xff >> (ones + 1));
  for (const byte of bytes.subarray(1, length)) {
    if (byte >> 6 !== 2) return null;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, length };
}

/** How many samples a block has, and how many bytes behind the coded number say it (section 9.1.1). */
function blockOf(code: number, more: Buffer): { samples: number; bytes: number } | null {
  if (code === 0) return null;
  if (code === 6) return { samples: more.readUInt8(0) + 1, bytes: 1 };
  if (code === 7) return { samples: more.readUInt16BE(0) + 1, bytes: 2 };
  const samples = code === 1 ? 192 : code < 6 ? 144 * 2 ** code : 2 ** code;
  return { samples, bytes: 0 };
}

/**
 * Where the frame whose header stands there ends: the sample behind its last (RFC 9639, section 9.1). Null if there is
 * no header, or it does not tell.
 */
export function flacFrameEnd(bytes: Buffer, position: number, stream: FlacStream): number | null {
  // The first 15 bits are the same in all frames.
  if (((bytes[position + 1] ?? 0) & 0xfe) !== 0xf8) return null;
  const head = bytes.subarray(position, position + MAX_HEAD_BYTES);
  if (head.length < MAX_HEAD_BYTES) return null;
  const [sizes, shape] = [head.readUInt8(2), head.readUInt8(3)];
  const rateBytes = SAMPLE_RATE_BYTES[sizes & 15];
  const number = codedNumber(head.subarray(NUMBER_AT));
  if (shape >> 4 > MAX_CHANNELS_CODE || (shape & 1) !== 0 || number === null || rateBytes === undefined)
    return null;
  const afterNumber = NUMBER_AT + number.length;
  const block = blockOf(sizes >> 4, head.subarray(afterNumber));
  if (block === null) return null;
  const crcAt = afterNumber + block.bytes + rateBytes;
  if (crc8.of(head.subarray(0, crcAt)) !== head[crcAt]) return null;
  // The last of the sync's two bytes says whether samples or frames of one size are counted.
  const unit = (head.readUInt8(1) & 1) === 1 ? 1 : stream.blockSamples;
  return unit === null ? null : number.value * unit + block.samples;
}
