import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { waitFor } from './wait-for.ts';

/** A Redis process of the test's own, which it may kill and fill. */
export interface RedisServer {
  url: string;
  /** Kills it (SIGKILL) and starts it again, with the data and the port that it had. Resolves when it answers. */
  restart: () => Promise<void>;
}

interface Teardown {
  teardown(handler: () => Promise<void>): void;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 10, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await waitFor('Redis', () => client.ping());
  client.disconnect();
}

/** Starts Redis on a free port, with an append-only file as in compose; it ends with `t`. */
export async function startRedisServer(t: Teardown, options: readonly string[] = []): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  const persistence = ['--appendonly', 'yes', '--save', ''];
  const start = (): ChildProcess =>
    spawn('redis-server', [...settings, ...persistence, ...options], { stdio: 'ignore' });
  let child = start();
  const kill = async (): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  t.teardown(async () => {
    await kill();
    await rm(directory, { recursive: true, force: true });
  });
  await answers(url);
  return {
    url,
    async restart() {
      await kill();
      child = start();
      await answers(url);
    },
  };
}
