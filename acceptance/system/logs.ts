import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose, composeProject } from './compose.ts';
import type { SystemUnderTest } from './start.ts';

/** What a service has logged so far, line by line, wherever the test's process may look; undefined elsewhere. */
export async function logOf(system: SystemUnderTest, service: string): Promise<string[] | undefined> {
  if (system.dataDir !== undefined)
    return readFileSync(join(system.dataDir, `logs/${service}.log`), 'utf8').split('\n');
  if (composeProject === undefined) return undefined;
  return (await compose('logs', '--no-color', '--no-log-prefix', service)).split('\n');
}
