import { join } from 'node:path';
import { operatorCommands } from '../demo/api.ts';
import { type Demo, seed } from '../demo/seed.ts';
import { log, reasonOf, red } from './log.ts';
import { root } from './paths.ts';
import { serviceEnv, serviceNames } from './services.ts';
import type { System } from './system.ts';

export type { Demo };

/** Fills the running system with the demo. A failure is logged, and the system goes on without it. */
export async function seedDemo(
  system: System,
  env: NodeJS.ProcessEnv,
  dataDir: string,
): Promise<Demo | undefined> {
  const { urls, secrets } = system;
  const password = secrets.demoPassword;
  const options = { facts: { ...system, dataDir }, shell: env };
  const modes = [env.NODE_ENV, ...serviceNames.map((name) => serviceEnv(name, options).NODE_ENV)];
  if (modes.includes('production')) {
    log('demo', 'is not for production, its password is shown: no accounts are made');
    return undefined;
  }
  const commands = join(root, 'services/auth/src/cli');
  const operator = operatorCommands(commands, serviceEnv('auth', options), password);
  try {
    const demo = await seed({ authUrl: urls.authUrl, musicUrl: urls.musicUrl, password, operator });
    log('demo', demo.fresh ? 'accounts, tracks and playlists are made' : 'is there already');
    return demo;
  } catch (error) {
    log('demo', red(`could not be made: ${reasonOf(error)}`));
    return undefined;
  }
}
