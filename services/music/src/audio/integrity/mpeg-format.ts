import { ID3_HEAD_BYTES, id3Bytes, type FileWindow } from './window.ts';

type Layer = 1 | 2 | 3;

/** Kilobits per second by layer, from index 1 on (ISO/IEC 11172-3, 2.4.2.3, and 13818-3 for the lower rates). */
const KILOBITS = {
  high: {
    1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  low: {
    1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;
/** By their two-bit codes; undefined is a reserved code. */
const LAYERS: readonly (Layer | undefined)[] = [undefined, 3, 2, 1];
const HERTZ: readonly (number | undefined)[] = [44_100, 48_000, 32_000];
const RATE_DIVISORS: readonly (number | undefined)[] = [4, undefined, 2, 1];
const SYNC = 0x7ff;
const MONO = 3;

export const FRAME_HEAD_BYTES = 4;

/** The header of an MPEG audio frame, four bytes. */
export interface MpegFrame {
  /** The length of the frame, including its header. */
  bytes: number;
  /** How long its sound is. */
  seconds: number;
  /** Version, layer and sampling rate, which all frames of one stream share. */
  stream: number;
  /** Where a Xing header begins: after the side information of layer III. */
  xingAt: number;
}

function samplesOf(layer: Layer, isLow: boolean): number {
  if (layer === 1) return 384;
  return layer === 3 && isLow ? 576 : 1152;
}

function lengthOf(layer: Layer, samples: number, kilobits: number, hertz: number, padding: number): number {
  if (layer === 1) return (Math.floor((12_000 * kilobits) / hertz) + padding) * 4;
  return Math.floor((samples * 125 * kilobits) / hertz) + padding;
}

/** The frame at `position`; null when there is none, or it has the free format, which does not tell its length. */
export function mpegFrameAt(bytes: Buffer, position: number): MpegFrame | null {
  if (position + FRAME_HEAD_BYTES > bytes.length) return null;
  const head = bytes.readUInt32BE(position);
  // The cheap tests first, which most bytes fail: the sync word, and the forbidden bit rate.
  if (head >>> 21 !== SYNC || (head & 0xf0_00) === 0xf0_00) return null;
  const [layer, divisor] = [LAYERS[(head >>> 17) & 3], RATE_DIVISORS[(head >>> 19) & 3]];
  const hertz = HERTZ[(head >>> 10) & 3];
  if (!layer || !divisor || !hertz) return null;
  const isLow = divisor > 1;
  const kilobits = KILOBITS[isLow ? 'low' : 'high'][layer][((head >>> 12) & 15) - 1];
  if (kilobits === undefined) return null;
  const samples = samplesOf(layer, isLow);
  const sideBytes = (isLow ? [17, 9] : [32, 17])[((head >>> 6) & 3) === MONO ? 1 : 0] ?? 0;
  return {
    bytes: lengthOf(layer, samples, kilobits, hertz / divisor, (head >>> 9) & 1),
    seconds: (samples * divisor) / hertz,
    stream: head & 0x00_1e_0c_00,
    xingAt: FRAME_HEAD_BYTES + sideBytes,
  };
}

const VBRI_AT = FRAME_HEAD_BYTES + 32;

/** What an encoder wrote in the first frame about the whole stream (Xing, Info or VBRI); 0 for a missing value. */
export interface XingHeader {
  /** The frame holds this header instead of sound. */
  isThere: boolean;
  /** Counted from the first frame. */
  bytes: number;
  /** Some encoders count the frame that holds this header, some do not. */
  frames: number;
}

/** Reads the Xing, Info or VBRI header of the frame at `first`. */
export function readXingHeader(head: Buffer, first: number, { xingAt, bytes }: MpegFrame): XingHeader {
  const frame = head.subarray(first, first + bytes);
  const name = frame.toString('latin1', xingAt, xingAt + 4);
  if ((name === 'Xing' || name === 'Info') && frame.length >= xingAt + 16) {
    const flags = frame.readUInt32BE(xingAt + 4);
    const [hasFrames, hasBytes] = [(flags & 1) !== 0, (flags & 2) !== 0];
    return {
      isThere: true,
      frames: hasFrames ? frame.readUInt32BE(xingAt + 8) : 0,
      // The number of bytes follows the number of frames when both are there.
      bytes: hasBytes ? frame.readUInt32BE(xingAt + (hasFrames ? 12 : 8)) : 0,
    };
  }
  const isVbri = frame.toString('latin1', VBRI_AT, VBRI_AT + 4) === 'VBRI' && frame.length >= VBRI_AT + 18;
  if (!isVbri) return { isThere: false, bytes: 0, frames: 0 };
  return {
    isThere: true,
    bytes: frame.readUInt32BE(VBRI_AT + 10),
    frames: frame.readUInt32BE(VBRI_AT + 14),
  };
}

const ID3V1_BYTES = 128;
const APE_EDGE_BYTES = 32;
/** A file may have one tag of each kind; careless tools append a few more. */
const MAX_TAGS = 16;

const has = (bytes: Buffer, name: string, at = 0) => bytes.toString('latin1', at, at + name.length) === name;

/** The length of an APE tag by its header or footer: the stored length counts the footer, not the header (APEv2). */
function apeBytes(edge: Buffer): number {
  const hasHead = (edge.readUInt32LE(20) & 0x80_00_00_00) !== 0;
  return edge.readUInt32LE(12) + (hasHead ? APE_EDGE_BYTES : 0);
}

/** The letters alone also occur by chance, so this checks the version (2 to 4) and the highest bits of the length. */
function beginsId3(head: Buffer): boolean {
  const version = head[3] ?? 0;
  const length = head.subarray(6, ID3_HEAD_BYTES);
  return has(head, 'ID3') && version >= 2 && version <= 4 && length.every((byte) => byte < 0x80);
}

/** The length of the tag at `position`, of which 32 bytes are enough; 0 when there is none. */
export function tagBytesAt(bytes: Buffer, position: number): number {
  const head = bytes.subarray(position, position + APE_EDGE_BYTES);
  if (has(head, 'APETAGEX') && head.length === APE_EDGE_BYTES) return apeBytes(head);
  if (has(head, 'TAG')) return ID3V1_BYTES;
  return beginsId3(head) ? id3Bytes(head) : 0;
}

/** The position where the tags at the start of a file end. */
export async function afterTags({ fileBytes, at }: FileWindow): Promise<number> {
  let start = 0;
  for (let tags = 0; tags < MAX_TAGS && start < fileBytes; tags++) {
    const length = tagBytesAt(await at(start, APE_EDGE_BYTES), 0);
    if (length === 0) break;
    start += length;
  }
  return start;
}

/** The length of the tag at the end of these bytes; 0 when there is none. */
function tagBytesBefore(end: Buffer): number {
  if (end.length < ID3V1_BYTES) return 0;
  if (has(end, 'TAG', end.length - ID3V1_BYTES)) return ID3V1_BYTES;
  const ape = end.subarray(-APE_EDGE_BYTES);
  return has(ape, 'APETAGEX') ? Math.max(APE_EDGE_BYTES, apeBytes(ape)) : 0;
}

/** The position where the tags at the end of a file begin; the length of the file when there are none. */
export async function beforeTags({ fileBytes, at }: FileWindow): Promise<number> {
  let end = fileBytes;
  for (let tags = 0; tags < MAX_TAGS && end > 0; tags++) {
    const start = Math.max(0, end - ID3V1_BYTES);
    const length = tagBytesBefore(await at(start, end - start));
    // A tag that claims more bytes than the file has is not a tag.
    if (length === 0 || length > end) break;
    end -= length;
  }
  return end;
}
