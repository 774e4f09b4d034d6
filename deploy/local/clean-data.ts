// `make clean-data`: removes the data of `make run`, unless a run uses it or the folder holds other files.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './paths.ts';
import { isAlivePid, livingPids, namesIn } from './pid-file.ts';

// The names that a run, its tests and Node's compile cache create there.
const knownNames = new Set([
  ...['cache', 'logs', 'mail', 'mongo', 'music', 'pids', 'rabbitmq', 'rabbitmq-container', 'redis'],
  ...['secrets', 'tests'],
]);

/** One sentence that says why the folder must stay, if there is a reason. */
function objection(): string | undefined {
  const tests = namesIn(join(dataDir, 'tests')).filter((name) => isAlivePid(Number(name)));
  const living = [...livingPids(dataDir).map(({ name }) => name), ...tests.map((pid) => `tests, pid ${pid}`)];
  if (living.length > 0) return `Something still runs on ${dataDir} (${living.join(', ')}); stop that first.`;
  const others = namesIn(dataDir).filter((name) => !knownNames.has(name));
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
