// `make test`: real servers of its own, all test files (or those named as arguments), and as its last line the counts.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { reasonOf, red, say } from './say.ts';
import { type System, startSystem } from './system.ts';
import { findTests } from './testing/files.ts';
import { freePorts } from './testing/free-ports.ts';
import { runAll } from './testing/run-all.ts';
import { killRunning } from './testing/run-file.ts';
import { type FileResult, total, verdict } from './testing/tap-summary.ts';
import { ownDataDir, testEnv } from './testing/test-servers.ts';

const dataDir = await ownDataDir();
const stopping = new AbortController();
let system: System | undefined;

async function cleanUp(): Promise<void> {
  killRunning();
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
  say('tests', `${files.length} files, ${jobs} at once`);
  return runAll(files, jobs, testEnv(system));
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
