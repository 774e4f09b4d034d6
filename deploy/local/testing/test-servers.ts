import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlivePid, stopLeftovers } from '../pid-file.ts';
import { dataDir as runDataDir, root } from '../paths.ts';
import type { System } from '../system.ts';

const parent = join(runDataDir, 'tests');

/** Stops the servers and removes the data of earlier test runs that were killed. */
async function removeStale(): Promise<void> {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (isAlivePid(Number(name))) continue;
    await stopLeftovers(join(parent, name));
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** A data folder for this run alone; its name is the process id. */
export async function ownDataDir(): Promise<string> {
  await removeStale();
  return join(parent, String(process.pid));
}

/** The environment of test files. Each file creates its own database, vhost and key prefix on these servers. */
export function testEnv({ backing, ports }: System): Record<string, string> {
  const amqp = new URL(backing.amqp);
  const login = `${amqp.username}:${amqp.password}`;
  const bin = join(root, 'node_modules/.bin');
  const shell = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    ...Object.fromEntries(shell),
    PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    NODE_ENV: 'test',
    TEST_MONGO_URI: backing.mongo,
    TEST_REDIS_URL: backing.redis,
    TEST_AMQP_URL: backing.amqp,
    TEST_RABBITMQ_API_URL: `http://${login}@127.0.0.1:${ports.rabbitDashboard}`,
    TEST_SMTP_HOST: '127.0.0.1',
    TEST_SMTP_PORT: String(ports.smtp),
    TEST_INBOX_URL: `http://127.0.0.1:${ports.inbox}`,
  };
}
