import { once } from 'node:events';
import { get } from 'node:http';
import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './log.ts';

const timeoutMs = 2_000;

type PollOptions = { withinMs: number; everyMs?: number; what: string; signal?: AbortSignal };

/** Repeats `attempt` until it resolves. After `withinMs` it throws an error that names `what` and the last reason. */
export async function poll<T>(attempt: () => Promise<T>, options: PollOptions): Promise<T> {
  const { withinMs, everyMs = 100, what, signal } = options;
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      signal?.throwIfAborted();
      if (Date.now() > deadline)
        throw new Error(`${what} was not ready within ${withinMs / 1000} s (${reasonOf(cause)}).`, { cause });
    }
    await sleep(everyMs);
    signal?.throwIfAborted();
  }
}

async function withSocket(port: number, use?: (socket: Socket) => Promise<void>): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
    await use?.(socket);
  } finally {
    socket.destroy();
  }
}

/** Resolves when something accepts connections on the loopback port. */
export const connectTcp = (port: number): Promise<void> => withSocket(port);

/** Resolves when Redis answers PONG, which it does only after it has loaded its data. */
export const pingRedis = (port: number): Promise<void> =>
  withSocket(port, async (socket) => {
    socket.write('PING\r\n');
    const [reply] = (await once(socket, 'data', { signal: AbortSignal.timeout(timeoutMs) })) as [Buffer];
    if (!reply.toString().startsWith('+PONG')) throw new Error(`Redis answers ${reply.toString().trim()}`);
  });

/** Resolves when the URL answers with a 2xx. */
export async function getOk(url: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}

/**
 * Resolves to false when the URL gives no answer in time, as a server that hangs does. Any answer counts, and so does a
 * refused connection: an overloaded server says so itself, and one that is starting or stopping has no listener.
 */
export function answersInTime(url: string, withinMs = 3_000): Promise<boolean> {
  return new Promise((resolve) => {
    // A connection of its own: a kept one would delay the stop of the server.
    const asked = get(url, { agent: false }, (answer) => {
      answer.resume();
      resolve(true);
    });
    const giveUp = (): void => {
      resolve(false);
      asked.destroy();
    };
    // An answer that came while this process itself was held up is read before that.
    asked.setTimeout(withinMs, () => setImmediate(giveUp));
    asked.once('error', () => resolve(true));
  });
}

type Readiness = { status: string; dependencies: Record<string, { state: string }> };

/** Resolves when all dependencies of a service are up; `degraded`, which is a 200 as well, is not enough. */
export async function readyInFull(baseUrl: string): Promise<void> {
  const response = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(timeoutMs) });
  const { status, dependencies } = (await response.json()) as Readiness;
  if (response.ok && status === 'ok') return;
  const away = Object.entries(dependencies).filter(([, { state }]) => state !== 'up');
  throw new Error(`${baseUrl} is ${status}, without ${away.map(([name]) => name).join(', ')}`);
}
