import { join } from 'node:path';
import { operatorCommands } from '../demo/api.ts';
import { type Demo, seed } from '../demo/seed.ts';
import { log, reasonOf, red } from './log.ts';
import { root } from './paths.ts';
import { type ServiceEnvOptions, serviceEnv, serviceNames } from './services.ts';
import type { System } from './system.ts';

export type { Demo };

const commands = join(root, 'services/auth/src/cli');

/** The demo's password is printed, so its accounts must not exist in a production service. */
function isProduction(options: ServiceEnvOptions): boolean {
  const modes = [options.shell.NODE_ENV, ...serviceNames.map((name) => serviceEnv(name, options).NODE_ENV)];
  return modes.includes('production');
}

/** Fills the running system with the demo. A failure is logged, and the system goes on without it. */
export async function seedDemo(
  system: System,
  env: NodeJS.ProcessEnv,
  dataDir: string,
): Promise<Demo | undefined> {
  const { urls, secrets } = system;
  const password = secrets.demoPassword;
  const options = { facts: { ...system, dataDir }, shell: env };
  if (isProduction(options)) {
    log('demo', 'is not for production, its password is shown: no accounts are made');
    return undefined;
  }
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
