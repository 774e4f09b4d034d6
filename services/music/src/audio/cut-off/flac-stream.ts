import { afterId3, type Windows } from './window.ts';

const MAX_BLOCKS = 1000;
const STREAM_INFO_BYTES = 34;

/** What a FLAC file says of itself in its head (RFC 9639, section 8). */
export interface FlacStream {
  /** 0 if the encoder could not know. */
  totalSamples: number;
  /** Samples of every frame but the last; null if they differ. */
  blockSamples: number | null;
  /** 0 if the encoder could not know. */
  maxFrameBytes: number;
  /** Where the first frame begins, or would begin. */
  audioAt: number;
}

function streamInfo(block: Buffer): Omit<FlacStream, 'audioAt'> {
  const [smallest, largest] = [block.readUInt16BE(0), block.readUInt16BE(2)];
  return {
    blockSamples: smallest === largest ? largest : null,
    maxFrameBytes: block.readUIntBE(7, 3),
    // 36 bits, of which the first four share a byte.
    totalSamples: (block.readUInt8(13) & 15) * 2 ** 32 + block.readUInt32BE(14),
  };
}

/** Walks the blocks before the audio; null for what is no FLAC. */
export async function readFlacStream(windows: Windows): Promise<FlacStream | null> {
  const start = await afterId3(windows);
  const head = await windows.at(start, 8 + STREAM_INFO_BYTES);
  const isFlac = head.toString('latin1', 0, 4) === 'fLaC' && head.length === 8 + STREAM_INFO_BYTES;
  // The first block is the one of type 0, the only one that a file must have.
  if (!isFlac || (head.readUInt32BE(4) & 0x7f_ff_ff_ff) !== STREAM_INFO_BYTES) return null;
  const info = streamInfo(head.subarray(8));
  let position = start + 4;
  for (let blocks = 0; position < windows.fileBytes && blocks < MAX_BLOCKS; blocks++) {
    const block = await windows.at(position, 4);
    if (block.length < 4) return { ...info, audioAt: position + 4 };
    position += 4 + block.readUIntBE(1, 3);
    if (block.readUInt8(0) >= 0x80) break;
  }
  return { ...info, audioAt: position };
}
