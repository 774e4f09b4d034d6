// `make run` and `make dev`: the whole system on this machine, until Ctrl-C.
import { log, reasonOf, red } from './log.ts';
import { dataDir } from './paths.ts';
import { choosePorts } from './ports.ts';
import { EnvironmentRefusedError } from './program.ts';
import { seedDemo } from './seed.ts';
import { summaryOf } from './summary.ts';
import { type System, PortsTakenError, startSystem } from './system.ts';

const stopping = new AbortController();
const killing = new AbortController();
let system: System | undefined;
let killed = false;

/** 0 for a stop in order, 1 when a program had to be killed, 130 (128 + SIGINT) after a second Ctrl-C. */
function exitCode(): number {
  if (killing.signal.aborted) return 130;
  return killed ? 1 : 0;
}

async function stopAndExit(signal: string): Promise<void> {
  if (stopping.signal.aborted) {
    log('run', `${signal} again: killing what still runs.`);
    killing.abort();
    return;
  }
  log('run', `${signal}: stopping what was started here (again kills it) ...`);
  stopping.abort(new Error('The run is being stopped.'));
  await system?.stop();
  if (system) process.exit(exitCode());
}

async function run(): Promise<void> {
  const dev = process.argv.includes('--dev');
  const ports = choosePorts(process.env);
  // Nothing more, before a build that would be in vain.
  if (process.argv.includes('--check-ports')) return;
  const options = {
    dataDir,
    ports,
    env: process.env,
    dev,
    musicInstances: process.argv.includes('--two-music') ? 2 : 1,
    onKilled: () => {
      killed = true;
    },
  } as const;
  system = await startSystem(options, { stop: stopping.signal, kill: killing.signal });
  const demo = await seedDemo(system, process.env, dataDir);
  process.stdout.write(summaryOf(system, demo, dev));
}

process.on('SIGINT', () => void stopAndExit('Ctrl-C'));
process.on('SIGTERM', () => void stopAndExit('SIGTERM'));
process.on('SIGHUP', () => void stopAndExit('SIGHUP'));

try {
  await run();
} catch (error) {
  await system?.stop();
  if (stopping.signal.aborted) process.exit(exitCode());
  const isSentence = error instanceof PortsTakenError || error instanceof EnvironmentRefusedError;
  process.stderr.write(
    `\n${red(isSentence ? error.message : `Downbeat did not start: ${reasonOf(error)}`)}\n`,
  );
  process.exit(1);
}
