import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeEnv } from '../node-env.ts';
import { root } from '../paths.ts';
import { connectTcp, getOk } from '../probes.ts';
import type { ProcessSpec, RunContext } from './server.ts';

/** maildev: takes every mail, delivers none, and shows them on a page. */
export function mailProcess({ dataDir, ports }: RunContext): ProcessSpec {
  const dir = join(dataDir, 'mail');
  mkdirSync(dir, { recursive: true });
  const smtp = ['--smtp', String(ports.smtp), '--ip', '127.0.0.1'];
  const page = ['--web', String(ports.inbox), '--web-ip', '127.0.0.1'];
  const script = join(root, 'node_modules/maildev/dist/bin/maildev.js');
  return {
    name: 'mail',
    command: process.execPath,
    args: [script, ...smtp, ...page, '--mail-directory', dir, '--max-emails', '5000'],
    env: nodeEnv(),
    cwd: dir,
    ready: async () => {
      await connectTcp(ports.smtp);
      await getOk(`http://127.0.0.1:${ports.inbox}/api/healthz`);
    },
    readyWithinMs: 90_000,
    stopWithinMs: 3_000,
  };
}
