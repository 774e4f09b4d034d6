import { ID3_HEAD_BYTES, id3Bytes, type Windows } from './window.ts';

const ID3V1_BYTES = 128;
const APE_EDGE_BYTES = 32;
const LYRICS_END_BYTES = 15;
/** A file may have one tag of each kind, and tools that append without looking leave a few more. */
const MAX_TAGS = 16;

const has = (bytes: Buffer, name: string, at = 0) => bytes.toString('latin1', at, at + name.length) === name;

/** The length of an APE tag by its head or its foot: it counts the foot and not the head (APEv2). */
function apeBytes(edge: Buffer): number {
  const hasHead = (edge.readUInt32LE(20) & 0x80_00_00_00) !== 0;
  return edge.readUInt32LE(12) + (hasHead ? APE_EDGE_BYTES : 0);
}

/** Three letters alone are found in any noise: versions 2 to 4, and no byte of the length with its highest bit. */
function beginsId3(head: Buffer): boolean {
  const version = head[3] ?? 0;
  const length = head.subarray(6, ID3_HEAD_BYTES);
  return has(head, 'ID3') && version >= 2 && version <= 4 && length.every((byte) => byte < 0x80);
}

/** The length of the tag that begins there; 0 for none. Enough bytes are 32. */
export function tagBytesAt(bytes: Buffer, position: number): number {
  const head = bytes.subarray(position, position + APE_EDGE_BYTES);
  if (has(head, 'APETAGEX') && head.length === APE_EDGE_BYTES) return apeBytes(head);
  if (has(head, 'TAG')) return ID3V1_BYTES;
  return beginsId3(head) ? id3Bytes(head) : 0;
}

/** The length of the tag that ends these bytes; 0 for none. */
function tagBytesBefore(end: Buffer): number {
  if (end.length < ID3V1_BYTES) return 0;
  if (has(end, 'TAG', end.length - ID3V1_BYTES)) return ID3V1_BYTES;
  const ape = end.subarray(-APE_EDGE_BYTES);
  if (has(ape, 'APETAGEX')) return Math.max(APE_EDGE_BYTES, apeBytes(ape));
  // Lyrics3: six digits and its name, behind what they count.
  const lyrics = end.toString('latin1', end.length - LYRICS_END_BYTES);
  if (/^[0-9]{6}LYRICS200$/.test(lyrics)) return Number(lyrics.slice(0, 6)) + LYRICS_END_BYTES;
  // A tag of ID3v2.4 at the end has a foot like its head, but for the name.
  const foot = Buffer.from(end.subarray(-ID3_HEAD_BYTES));
  if (!has(foot, '3DI')) return 0;
  foot.write('ID3', 'latin1');
  return id3Bytes(foot);
}

/** Where the tags at the end of a file begin; its length without any. */
export async function beforeTags({ fileBytes, at }: Windows): Promise<number> {
  let end = fileBytes;
  for (let tags = 0; tags < MAX_TAGS && end > 0; tags++) {
    const start = Math.max(0, end - ID3V1_BYTES);
    const length = tagBytesBefore(await at(start, end - start));
    // One that claims more than there is, is none.
    if (length === 0 || length > end) break;
    end -= length;
  }
  return end;
}
