import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import { serviceEnv } from '@downbeat/deploy/services';
import type { SystemUnderTest } from '../system/start.ts';

interface Teardown {
  teardown(run: () => Promise<void>): void;
}

export interface Skew {
  port: number;
  offsetSeconds: number;
  driftPpm: number;
}

/** Starts a music instance of a system on a clock of its own, and resolves to its URL once it is ready. */
export async function startSkewedMusic(t: Teardown, system: SystemUnderTest, skew: Skew): Promise<string> {
  const { local, dataDir } = system;
  if (local === undefined || dataDir === undefined) throw new Error('skewed clocks need a system of our own');
  const { ports, secrets, addresses } = local;
  const facts = { dataDir, secrets, addresses, ports: { ...ports, music: skew.port } };
  const script = join(import.meta.dirname, 'skewed-music.ts');
  const child = spawn(process.execPath, [script, String(skew.offsetSeconds), String(skew.driftPpm)], {
    env: serviceEnv('music', { facts, shell: process.env }),
    // Its channel to us is how it learns that we are gone, by whatever end: a teardown is not always reached.
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
