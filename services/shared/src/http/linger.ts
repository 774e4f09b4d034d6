import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { App } from './types.ts';

/** How long, and how much, of a body is still read and dropped once its answer is out. Then the connection is cut. */
const LINGER_MS = 2_000;
const LINGER_BYTES = 16 * 1024 * 1024;
const LOOK_EVERY_MS = 50;

/** Cuts the connection at the limits. Call what it returns when there is nothing left to wait for. */
export function cutAtLimit(socket: Socket, limitMs = LINGER_MS): () => void {
  const [begin, read] = [performance.now(), socket.bytesRead];
  const look = setInterval(() => {
    const isOver = performance.now() - begin > limitMs || socket.bytesRead - read > LINGER_BYTES;
    if (isOver) socket.destroy();
    // It may have closed before anybody listened for that.
    if (socket.destroyed) stop();
  }, LOOK_EVERY_MS);
  const stop = (): void => clearInterval(look);
  socket.once('close', stop);
  return () => {
    stop();
    socket.off('close', stop);
  };
}

// Node closes by `destroySoon` once the answer is written. With bytes unread, that is a reset, which takes the answer
// out of the receiver's hands: the close waits for the rest of the body.
function holdCloseBack(message: IncomingMessage, response: ServerResponse): void {
  const { socket } = message;
  const closeSoon = socket.destroySoon.bind(socket);
  let isCloseDue = false;
  let stop = (): void => undefined;
  const acknowledge = (): void => {
    stop();
    socket.destroySoon = closeSoon;
    if (isCloseDue) closeSoon();
  };
  socket.destroySoon = () => {
    isCloseDue = true;
    if (message.complete) acknowledge();
  };
  message.once('end', acknowledge);
  response.once('finish', () => {
    if (message.complete) return;
    stop = cutAtLimit(socket);
    message.resume();
  });
}

/**
 * Lets a sender that is still writing read its answer, and none write for ever: what an answer left unread of the body is
 * dropped up to 16 MiB and 2 s, whether the connection stays open after it or not. (The lingering close of RFC 9112, 9.6.)
 */
export function boundUnreadBodies(app: App): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { raw } = request;
    // A request that a test injects has no socket to close.
    if (!raw.complete && raw.socket instanceof Socket) holdCloseBack(raw, reply.raw);
    done(null, payload);
  });
}

/** Closes, after a last answer by hand if there is one, with the same limits for what the other side still sends. */
export function closeGracefully(socket: Socket, answer = ''): void {
  socket.on('error', () => socket.destroy());
  socket.once('end', () => socket.destroySoon());
  cutAtLimit(socket);
  socket.end(answer);
  socket.resume();
}
