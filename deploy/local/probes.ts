import { once } from 'node:events';
import { connect } from 'node:net';

const timeoutMs = 2_000;

/** Resolves when something accepts connections on the loopback port. */
export async function connectTcp(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', timeout: timeoutMs });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
  } finally {
    socket.destroy();
  }
}

/** Resolves when Redis answers PONG, which it does only after it has loaded its data. */
export async function pingRedis(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
    socket.write('PING\r\n');
    const [reply] = (await once(socket, 'data', { signal: AbortSignal.timeout(timeoutMs) })) as [Buffer];
    if (!reply.toString().startsWith('+PONG')) throw new Error(`Redis answers ${reply.toString().trim()}`);
  } finally {
    socket.destroy();
  }
}

/** Resolves when the URL answers with a 2xx. */
export async function getOk(url: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
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
