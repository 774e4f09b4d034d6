/** The first bytes of a stream, and the whole of it to be read after all. */
export interface Peeked {
  sample: Buffer;
  whole: AsyncIterable<Buffer>;
}

async function* replay(first: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Reads at least `bytes` (less only if the stream is shorter) without losing any. */
export async function peek(source: AsyncIterable<Buffer>, bytes: number): Promise<Peeked> {
  const rest = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await rest.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  return { sample: Buffer.concat(first).subarray(0, bytes), whole: replay(first, rest) };
}
