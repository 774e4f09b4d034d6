import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLine, runCommand, which } from '../command.ts';
import { log } from '../log.ts';
import type { Launch, Source } from './sources.ts';

const policy = {
  path: '/usr/sbin/policy-rc.d',
  text: '#!/bin/sh\n# For the time of an installation by Downbeat.\nexit 101\n',
};
let queue = Promise.resolve();
let updated = false;

/**
 * A Debian package starts its server as a system service when it is installed. A policy-rc.d that exits with 101
 * prevents that during the installation; one that exists already is not changed.
 */
function preventServices(): () => void {
  const isOurs = (): boolean => readFileSync(policy.path, 'utf8') === policy.text;
  if (existsSync(policy.path) && !isOurs()) return () => undefined;
  writeFileSync(policy.path, policy.text, { mode: 0o755 });
  return () => rmSync(policy.path, { force: true });
}

async function aptGet(args: string[]): Promise<string | undefined> {
  const home = mkdtempSync(join(tmpdir(), 'downbeat-apt-'));
  const env = { DEBIAN_FRONTEND: 'noninteractive', HOME: home };
  const { code, output } = await runCommand('apt-get', ['-q', '-y', ...args], { env, timeoutMs: 600_000 });
  rmSync(home, { recursive: true, force: true });
  return code === 0 ? undefined : lastLine(output);
}

async function installNow(packages: string[]): Promise<string | undefined> {
  const allowServices = preventServices();
  try {
    if (!updated) await aptGet(['update']);
    updated = true;
    return await aptGet(['install', '--no-install-recommends', ...packages]);
  } finally {
    allowServices();
  }
}

/** Resolves when no installation is running: an interrupted one leaves the machine half configured. */
export const aptIdle = (): Promise<void> => queue;

/** Installs Debian packages as root, one call at a time because apt locks. Returns the reason of a failure. */
export async function aptInstall(packages: string[]): Promise<string | undefined> {
  if (!(await which('apt-get'))) return 'no apt-get';
  if (process.getuid?.() !== 0) return 'apt-get needs root';
  log(packages.join(', '), 'is being installed with apt-get ...');
  const turn = queue.then(() => installNow(packages));
  queue = turn.then(() => undefined);
  return turn;
}

/** A Debian package; after its installation `find` looks for the program in it. */
export function aptPackage(packages: string[], find: () => Promise<Launch | { reason: string }>): Source {
  return {
    kind: 'package',
    label: `Debian package ${packages.join(', ')}`,
    find: async () => {
      const reason = await aptInstall(packages);
      return reason ? { reason } : find();
    },
  };
}
