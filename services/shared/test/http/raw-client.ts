import { connect, type Socket } from 'node:net';
import type { Test } from 'tap';

const CHUNK = Buffer.alloc(1024 * 1024);

/** A raw client that records what it reads, and its errors. */
export function rawClient(t: Test, port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const seen = { text: '', error: '', isClosed: false };
  socket.on('data', (bytes: Buffer) => (seen.text += bytes.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? error.message));
  for (const event of ['end', 'close']) socket.once(event, () => (seen.isClosed = true));
  t.teardown(async () => socket.destroy());
  return { socket, seen };
}

/** Writes as fast as the other side reads, until the connection is cut. */
export function flood(socket: Socket): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(CHUNK));
  };
  socket.on('drain', more);
  more();
}
