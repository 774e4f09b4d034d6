import { join } from 'node:path';
import { operatorOf } from '../demo/operator.ts';
import { type Demo, seed } from '../demo/seed.ts';
import { serviceNames } from './env.ts';
import { root } from './paths.ts';
import { reasonOf, red, say } from './say.ts';
import { serviceEnv } from './services.ts';
import type { System } from './system.ts';

export type { Demo };

const commands = join(root, 'services/auth/src/cli');

/** The demo's password is shown, so no service that calls itself production gets its accounts. */
function isProduction(options: Parameters<typeof serviceEnv>[1]): boolean {
  const modes = [options.shell.NODE_ENV, ...serviceNames.map((name) => serviceEnv(name, options).NODE_ENV)];
  return modes.includes('production');
}

/** Fills the running system with the demo; a demo that cannot be made is told, but keeps nobody from working. */
export async function seedDemo(
  system: System,
  env: NodeJS.ProcessEnv,
  dataDir: string,
): Promise<Demo | undefined> {
  const { urls, secrets } = system;
  const password = secrets.demoPassword;
  const options = { facts: { ...system, dataDir }, shell: env, dev: false };
  if (isProduction(options)) {
    say('demo', 'is not for production, its password is shown: no accounts are made');
    return undefined;
  }
  const operator = operatorOf(commands, serviceEnv('auth', options), password);
  try {
    const demo = await seed({ authUrl: urls.authUrl, musicUrl: urls.musicUrl, password, operator });
    say('demo', demo.fresh ? 'accounts, tracks and playlists are made' : 'is there already');
    return demo;
  } catch (error) {
    say('demo', red(`could not be made: ${reasonOf(error)}`));
    return undefined;
  }
}
