import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { TestClient } from './client.ts';

/** A frame with a mask of zeros, so that its payload stands there as it is (RFC 6455, section 5.2). */
export function maskedFrame(firstByte: number, payload: Buffer | string): Buffer {
  const bytes = Buffer.from(payload);
  if (bytes.length > 125) throw new RangeError('only short frames');
  return Buffer.concat([Buffer.from([firstByte, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}

/** The TCP socket of a client that is about to be upgraded, for bytes that no client would send. */
export async function rawSocketOf({ socket }: TestClient): Promise<IncomingMessage['socket']> {
  const [response] = (await once(socket, 'upgrade')) as [IncomingMessage];
  return response.socket;
}
