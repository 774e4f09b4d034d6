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
/** By the two bits that name them; undefined are those that nothing may have. */
const LAYERS: readonly (Layer | undefined)[] = [undefined, 3, 2, 1];
const HERTZ: readonly (number | undefined)[] = [44_100, 48_000, 32_000];
const RATE_DIVISORS: readonly (number | undefined)[] = [4, undefined, 2, 1];
const SYNC = 0x7ff;
const MONO = 3;

export const FRAME_HEAD_BYTES = 4;

/** What the four bytes at the head of an MPEG audio frame say. */
export interface MpegFrame {
  /** The whole frame, its head included. */
  bytes: number;
  /** The same for all frames of one stream: version, layer and sampling rate. */
  stream: number;
  /** Where the first frame has its encoder's notes: behind the side information of layer III. */
  notesAt: number;
}

function lengthOf(layer: Layer, isLow: boolean, kilobits: number, hertz: number, padding: number): number {
  if (layer === 1) return (Math.floor((12_000 * kilobits) / hertz) + padding) * 4;
  const samples = layer === 3 && isLow ? 576 : 1152;
  return Math.floor((samples * 125 * kilobits) / hertz) + padding;
}

/** The frame that begins there; null when none does, or one of free format, whose length it does not say. */
export function mpegFrameAt(bytes: Buffer, position: number): MpegFrame | null {
  if (position + FRAME_HEAD_BYTES > bytes.length) return null;
  const head = bytes.readUInt32BE(position);
  // First, and cheaply, what most bytes fail: no sync, or the bit rate that nothing may have.
  if (head >>> 21 !== SYNC || (head & 0xf0_00) === 0xf0_00) return null;
  const [layer, divisor] = [LAYERS[(head >>> 17) & 3], RATE_DIVISORS[(head >>> 19) & 3]];
  const hertz = HERTZ[(head >>> 10) & 3];
  if (!layer || !divisor || !hertz) return null;
  const isLow = divisor > 1;
  const kilobits = KILOBITS[isLow ? 'low' : 'high'][layer][((head >>> 12) & 15) - 1];
  if (kilobits === undefined) return null;
  const sideBytes = (isLow ? [17, 9] : [32, 17])[((head >>> 6) & 3) === MONO ? 1 : 0] ?? 0;
  return {
    bytes: lengthOf(layer, isLow, kilobits, hertz / divisor, (head >>> 9) & 1),
    stream: head & 0x00_1e_0c_00,
    notesAt: FRAME_HEAD_BYTES + sideBytes,
  };
}
