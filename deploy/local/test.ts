// `make test`: starts servers, runs all test files (or those named as arguments) by tap, and prints the counts as its last
// line.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { log, reasonOf, red } from './log.ts';
import { freePorts } from './ports.ts';
import { type System, startSystem } from './system.ts';
import { killTap, runTests } from './testing/tap.ts';
import { type FileResult, total, verdict } from './testing/tap-report.ts';
import { findTests } from './testing/test-files.ts';
import { ownDataDir, testEnv } from './testing/test-servers.ts';

const dataDir = await ownDataDir();
const stopping = new AbortController();
let system: System | undefined;

async function cleanUp(): Promise<void> {
  killTap();
  await system?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopping.abort(new Error(`stopped by ${signal}`));
    void cleanUp().then(() => process.exit(130));
  });
}

async function run(): Promise<FileResult[]> {
  const files = findTests(process.argv.slice(2));
  // One more than there are processors: a test against real servers waits most of its time.
  const jobs = Number(process.env.JOBS ?? Math.min(4, availableParallelism() + 1));
  const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
  system = await startSystem(
    { dataDir, ports: await freePorts(), env, musicInstances: 0, page: false },
    { stop: stopping.signal },
  );
  log('tests', `${Object.values(files).flat().length} files, ${jobs} at once`);
  return runTests(files, jobs, testEnv(system));
}

let results: FileResult[] = [];
let broken = false;
try {
  results = await run();
} catch (error) {
  process.stdout.write(`${red(reasonOf(error))}\n`);
  broken = true;
}
await cleanUp();
const totals = total(results);
if (totals.skipped > 0) process.stdout.write(`${totals.skipped} skipped\n`);
const { line, ok } = verdict(totals);
process.stdout.write(`${line}\n`);
process.exitCode = ok && !broken ? 0 : 1;
