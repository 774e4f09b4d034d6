import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import { serviceEnv } from '@downbeat/deploy/services';
import type { SystemUnderTest, Teardown } from './start.ts';

interface Skew {
  port: number;
  offsetSeconds: number;
  driftPpm: number;
  /** Instead of the system's own, e.g. that of a proxy. */
  redisUrl?: string;
}

/** Starts a further music instance of a system with its own clock; resolves to its URL when it is ready. */
export async function startSkewedMusic(t: Teardown, system: SystemUnderTest, skew: Skew): Promise<string> {
  const { local, dataDir } = system;
  if (local === undefined || dataDir === undefined) throw new Error('needs a system that the test started');
  const { ports, secrets } = local;
  const backing = { ...local.backing, redis: skew.redisUrl ?? local.backing.redis };
  const facts = { dataDir, secrets, backing, ports: { ...ports, music: skew.port } };
  const script = join(import.meta.dirname, 'skewed-music-process.ts');
  const child = spawn(process.execPath, [script, String(skew.offsetSeconds), String(skew.driftPpm)], {
    env: serviceEnv('music', { facts, shell: process.env }),
    // The child exits when this channel closes, also when the test ends without its teardown.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  t.teardown(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const url = `http://localhost:${skew.port}`;
  await poll(() => getOk(`${url}/readyz`), { withinMs: 30_000, what: `music on port ${skew.port}` });
  return url;
}
