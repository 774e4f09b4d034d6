/** A cyclic redundancy check that is computed byte by byte, or over a block that continues an earlier sum. */
export interface Crc {
  add(sum: number, byte: number): number;
  of(bytes: Uint8Array, sum?: number): number;
}

function tableOf(bits: number, polynomial: number): Uint32Array {
  const top = 2 ** (bits - 1);
  const mask = 2 ** bits - 1;
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++)
      rest = ((rest & top) === 0 ? rest << 1 : (rest << 1) ^ polynomial) & mask;
    return rest >>> 0;
  });
}

/**
 * The variant that FLAC and Ogg use: highest bit first, initial value 0, no final inversion. Node's own `zlib.crc32`
 * processes the lowest bit first.
 */
export function createCrc(bits: 8 | 16 | 32, polynomial: number): Crc {
  const table = tableOf(bits, polynomial);
  const mask = 2 ** bits - 1;
  const add = (sum: number, byte: number) =>
    (((sum << 8) & mask) ^ (table[((sum >>> (bits - 8)) ^ byte) & 0xff] ?? 0)) >>> 0;
  return {
    add,
    of: (bytes, sum = 0) => {
      let total = sum;
      for (const byte of bytes) total = add(total, byte);
      return total;
    },
  };
}
