// `make test`: starts servers, runs all test files (or those named as arguments) by tap, and prints the counts as its last
// line.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { findFfmpeg } from './backing/ffmpeg.ts';
import { findSeaweedFs } from './backing/seaweedfs.ts';
import { log, reasonOf, red } from './log.ts';
import { toolsPath } from './paths.ts';
import { ownDataDir } from './pid-file.ts';
import { freePorts } from './ports.ts';
import { type System, startSystem } from './system.ts';
import { findTests, killTap, runTests } from './testing/tap.ts';
import { type FileResult, verdict } from './testing/tap-report.ts';

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

/** The environment of test files. Each file creates its own database, vhost and key prefix on these servers. */
type Programs = { ffmpegPath: string | undefined; weedPath: string | undefined };

function testEnv({ backing, ports }: System, programs: Programs): NodeJS.ProcessEnv {
  const { username, password } = new URL(backing.amqp);
  return {
    ...process.env,
    PATH: toolsPath,
    NODE_ENV: 'test',
    TEST_MONGO_URI: backing.mongo,
    TEST_REDIS_URL: backing.redis,
    TEST_AMQP_URL: backing.amqp,
    TEST_RABBITMQ_API_URL: `http://${username}:${password}@127.0.0.1:${ports.rabbitApi}`,
    TEST_SMTP_HOST: '127.0.0.1',
    TEST_SMTP_PORT: String(ports.smtp),
    TEST_INBOX_URL: `http://127.0.0.1:${ports.inbox}`,
    TEST_FFMPEG_PATH: programs.ffmpegPath,
    TEST_WEED_PATH: programs.weedPath,
  };
}

async function run(): Promise<FileResult[]> {
  const files = findTests(process.argv.slice(2));
  // One more than there are processors: a test against real servers waits most of its time.
  const jobs = Number(process.env.JOBS ?? Math.min(4, availableParallelism() + 1));
  const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
  const found = Promise.all([findFfmpeg(env), findSeaweedFs(env)]);
  system = await startSystem(
    { dataDir, ports: await freePorts(), env, musicInstances: 0, page: false },
    { stop: stopping.signal },
  );
  log('tests', `${Object.values(files).flat().length} files, ${jobs} at once`);
  const [ffmpegPath, weedPath] = await found;
  return runTests(files, jobs, testEnv(system, { ffmpegPath, weedPath }));
}

const results = await run().catch((error: unknown): FileResult[] => {
  process.stdout.write(`${red(reasonOf(error))}\n`);
  return [];
});
await cleanUp();
const { skipped, line, ok } = verdict(results);
if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
process.stdout.write(`${line}\n`);
process.exitCode = ok ? 0 : 1;
