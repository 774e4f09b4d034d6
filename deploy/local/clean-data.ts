// `make clean-data`: forgets the data of `make run`, unless it runs.
import { existsSync, rmSync } from 'node:fs';
import { dataDir } from './paths.ts';
import { livingPids } from './pid-file.ts';

const living = livingPids(dataDir);
if (living.length > 0) {
  const names = living.map(({ name }) => name).join(', ');
  process.stderr.write(`Something still runs on ${dataDir} (${names}); stop that first.\n`);
  process.exit(1);
}
const existed = existsSync(dataDir);
rmSync(dataDir, { recursive: true, force: true });
process.stdout.write(existed ? `${dataDir} is gone.\n` : `There is no ${dataDir}.\n`);
