import type { FastifyRequest } from 'fastify';
import { commonErrors } from '../errors.ts';

const LOOK_EVERY_MS = 100;

/** The bounds of a form as a whole. */
export interface FormBounds {
  /** More than this no form within its limits has. A part may have no end, and so no limit of its own tells. */
  mostBytes: number;
  /** How long nothing may come while more of the form is due and being read. */
  idleMs: number;
}

/** Looks after a form while it arrives. */
export interface FormWatch {
  /** Rejects with BODY_TOO_LARGE or REQUEST_TIMEOUT when the form leaves its bounds; resolves never. */
  readonly over: Promise<never>;
  stop(): void;
}

/** Begins to watch the connection on which a form arrives, until it is told to stop. */
export function watchForm({ raw }: FastifyRequest, { mostBytes, idleMs }: FormBounds): FormWatch {
  const { socket } = raw;
  const { promise: over, reject } = Promise.withResolvers<never>();
  over.catch(() => undefined);
  const begin = socket.bytesRead;
  let [read, readAt] = [begin, performance.now()];
  const look = setInterval(() => {
    const now = performance.now();
    // Silence of our own making is not the sender's: all is here, or we do not read what is.
    const isOurs = raw.complete || raw.isPaused() || raw.readableLength > 0;
    if (isOurs || socket.bytesRead !== read) [read, readAt] = [socket.bytesRead, now];
    if (read - begin > mostBytes) reject(commonErrors.BODY_TOO_LARGE());
    if (now - readAt > idleMs) reject(commonErrors.REQUEST_TIMEOUT({ headers: { connection: 'close' } }));
  }, LOOK_EVERY_MS);
  return { over, stop: () => clearInterval(look) };
}
