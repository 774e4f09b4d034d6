import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../logging.ts';

/** The limits of clients that do not read what they asked for. */
export interface ReaderLimits {
  /** Requests of one connection that may wait for the answer before theirs. */
  pipelined: number;
  /** How long an answer may make no progress. Clients of audio pause, and go on with a Range. */
  stallMs: number;
  /** Bytes of all connections together that the network has not taken yet. */
  unsentBytes: number;
}

export const READER_LIMITS: ReaderLimits = {
  pipelined: 8,
  stallMs: 60_000,
  unsentBytes: 64 * 1024 * 1024,
};

const CHECK_EVERY_MS = 500;

/**
 * A server that bounds what waits for clients to read it. Node handles pipelined requests at the same time and keeps their
 * answers until their turn; here a request begins when the answer before it is sent, so a connection holds one answer.
 */
export function createBoundedServer(
  handle: RequestListener,
  options: ServerOptions,
  limits: ReaderLimits,
  logger: Logger,
): Server {
  const pipelines = new WeakMap<Socket, Pipeline>();
  const listener: RequestListener = (request, response) => {
    const { socket } = request;
    const pipeline = pipelines.get(socket) ?? new Pipeline(socket, limits.pipelined);
    pipelines.set(socket, pipeline);
    pipeline.add(response, () => handle(request, response));
  };
  const server = createServer(options, listener);
  // An unknown expectation: Node would answer it without headers; the app refuses it.
  server.on('checkExpectation', listener);
  server.setTimeout(limits.stallMs, (socket) => {
    // With nothing to send, a request may still be at work, or its body on its way.
    if (socket.writableLength > 0 || pipelines.get(socket)?.isAnswering !== true) socket.destroy();
  });
  cutWhenFull(server, limits.unsentBytes, logger);
  return server;
}

/** The requests of one connection, answered one after the other. */
class Pipeline {
  readonly #socket: Socket;
  readonly #limit: number;
  #last: ServerResponse | null = null;
  #waiting = 0;

  constructor(socket: Socket, limit: number) {
    this.#socket = socket;
    this.#limit = limit;
  }

  get isAnswering(): boolean {
    return this.#last !== null && !this.#last.writableFinished;
  }

  add(response: ServerResponse, begin: () => void): void {
    // The rest of what was read before the connection was closed.
    if (this.#socket.destroyed) return;
    const previous = this.isAnswering ? this.#last : null;
    this.#last = response;
    if (previous === null) {
      begin();
      return;
    }
    this.#waiting += 1;
    if (this.#waiting > this.#limit) this.#socket.destroy();
    previous.once('close', () => {
      this.#waiting -= 1;
      if (!this.#socket.destroyed) begin();
    });
  }
}

/** Cuts the connections with the most unsent bytes while all together have more than `maxBytes`. */
function cutWhenFull(server: Server, maxBytes: number, logger: Logger): void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    const unsent = [...sockets].map((socket) => ({ socket, bytes: socket.writableLength }));
    let total = unsent.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= maxBytes) return;
    logger.warn(
      { unsentBytes: total, connections: sockets.size },
      'clients do not read; closing connections',
    );
    for (const { socket, bytes } of unsent.sort((a, b) => b.bytes - a.bytes)) {
      if (total <= maxBytes) return;
      socket.destroy();
      total -= bytes;
    }
  }, CHECK_EVERY_MS);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}
