// `make clean-data`: forgets the data of `make run`, unless somebody is using it or it is not all ours.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './paths.ts';
import { isAlivePid, livingPids } from './pid-file.ts';

// Everything that a run, its tests or Node's compile cache put there.
const ours = new Set([
  ...['cache', 'logs', 'mail', 'mongo', 'music', 'pids', 'rabbitmq', 'rabbitmq-container', 'redis'],
  ...['secrets', 'tests'],
]);

const entries = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);

/** Why the folder has to stay, as a sentence. */
function objection(): string | undefined {
  const tests = entries(join(dataDir, 'tests')).filter((name) => isAlivePid(Number(name)));
  const living = [...livingPids(dataDir).map(({ name }) => name), ...tests.map((pid) => `tests, pid ${pid}`)];
  if (living.length > 0) return `Something still runs on ${dataDir} (${living.join(', ')}); stop that first.`;
  const others = entries(dataDir).filter((name) => !ours.has(name));
  if (others.length === 0) return undefined;
  return `${dataDir} holds what no run of Downbeat made (${others.join(', ')}), so nothing is removed.`;
}

const sentence = objection();
if (sentence === undefined) {
  const existed = existsSync(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  process.stdout.write(existed ? `${dataDir} is gone.\n` : `There is no ${dataDir}.\n`);
} else {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
