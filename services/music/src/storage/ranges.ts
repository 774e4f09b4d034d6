import { Readable, Transform } from 'node:stream';
import type { ByteRange } from './storage.ts';

export function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
}

/** What a storage has opened, as a stream also when it was read at once. */
export const asStream = (content: Readable | Buffer): Readable =>
  Buffer.isBuffer(content) ? Readable.from([content]) : content;

/** Passes only a range of the bytes, for a server that answers a Range request with the whole file. */
export function slice({ start, end }: ByteRange): Transform {
  let position = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const from = Math.max(0, start - position);
      const to = Math.min(chunk.length, end + 1 - position);
      position += chunk.length;
      if (to > from) this.push(chunk.subarray(from, to));
      if (position > end) this.push(null);
      done();
    },
  });
}
