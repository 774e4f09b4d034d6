import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { App } from './types.ts';

/** How long, and how much, of a request body is read and dropped after its answer. Then the connection is cut. */
const DRAIN_MS = 2_000;
const DRAIN_BYTES = 16 * 1024 * 1024;

/**
 * Lets a client that is still sending a refused body read its answer (RFC 9112, 9.6). Node closes a connection as soon as
 * its last answer is written; with bytes unread that is a reset, and the client may lose the answer. So Node is told to
 * keep such a connection, and it is closed here. A 408 closes at once: its body does not arrive.
 */
export function drainRefusedBodies(app: App): void {
  app.addHook('onSend', ({ raw }, reply, payload, done) => {
    // A request that a test injects has no socket.
    if (!raw.complete && reply.statusCode !== 408 && raw.socket instanceof Socket) {
      const isLast = !reply.raw.shouldKeepAlive || reply.getHeader('connection') === 'close';
      reply.removeHeader('connection');
      reply.raw.shouldKeepAlive = true;
      drain(raw, reply.raw, isLast);
    }
    done(null, payload);
  });
}

/** Drops the rest of a body, within the limits. Closes the connection at its end if `isLast`. */
function drain(message: IncomingMessage, response: ServerResponse, isLast: boolean): void {
  const { socket } = message;
  let bytes = 0;
  // Before the answer ends, because Node then drops a body without listeners, without a limit.
  message.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DRAIN_BYTES) socket.destroy();
  });
  response.once('finish', () => {
    const end = () => isLast && socket.end();
    if (message.complete) {
      end();
      return;
    }
    const timer = setTimeout(() => socket.destroy(), DRAIN_MS);
    message.once('end', end).once('close', () => clearTimeout(timer));
    // The body may have been piped to a parser, which leaves it paused.
    message.resume();
  });
}
