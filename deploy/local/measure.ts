// `make measure`: starts the system in a folder of its own, uses it as the journeys do, and prints for each service the
// memory right after that and at rest, and the time from exec until it is ready with all its dependencies.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runCommand } from './command.ts';
import { log, reasonOf, red } from './log.ts';
import { medianStartMs, residentMebibytes, untilNoWorker, withExtraInstance } from './measurements.ts';
import { root } from './paths.ts';
import { poll } from './poll.ts';
import { freePorts } from './ports.ts';
import { readyInFull } from './probes.ts';
import { seedDemo } from './seed.ts';
import { type RunFacts, type ServiceName, serviceNames } from './services.ts';
import { type System, startSystem } from './system.ts';

const aims = { mebibytes: 150, startMs: 1_000 };
// Music's worker thread for tags ends after 30 s without work.
const REST_WITHIN_MS = 60_000;

const journeyFile = (name: string): string => join(root, `acceptance/journeys/${name}.test.ts`);
const journeys = ['sdk', 'sdk-operations', 'bare-websocket', 'readme'].map(journeyFile);
// Waits until a token expires, so it uses an instance of auth with short tokens.
const shortTokensJourney = journeyFile('problems');

/** The variables that tell acceptance tests to use the running system. */
function journeyEnv({ urls, ports }: System): Record<string, string> {
  return {
    PATH: `${join(root, 'node_modules/.bin')}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    TAP_TIMEOUT: '300',
    DOWNBEAT_AUTH_URL: urls.authUrl,
    DOWNBEAT_MUSIC_URL: urls.musicUrl,
    DOWNBEAT_NOTIFICATION_URL: urls.notificationUrl,
    DOWNBEAT_INBOX_URL: `http://localhost:${ports.inbox}`,
  };
}

async function runJourney(file: string, env: Record<string, string>, system: System): Promise<void> {
  const options = { env, cwd: root, timeoutMs: 300_000 };
  const { code, output } = await runCommand(process.execPath, [file], options);
  if (code !== 0) throw new Error(`${file} failed:\n${output}`);
  const memory = Object.entries(memoryOf(system)).map(
    ([name, mebibytes]) => `${name} ${mebibytes.toFixed(0)}`,
  );
  log('journey', `${basename(file)} is over; in MiB: ${memory.join(', ')}`);
}

/** Fills the system with the demo, opens each service's docs, and runs the journeys. */
async function useSystem(system: System, facts: RunFacts): Promise<void> {
  const demo = await seedDemo(system, process.env, facts.dataDir);
  if (!demo) throw new Error('Without the demo there is nothing to measure.');
  for (const url of Object.values(system.urls)) {
    const page = await fetch(`${url}/docs`, { signal: AbortSignal.timeout(60_000) });
    if (!page.ok) throw new Error(`${url}/docs answers ${page.status}`);
    await page.text();
  }
  const env = journeyEnv(system);
  for (const journey of journeys) await runJourney(journey, env, system);
  const shell = { ...process.env, AUTH_ACCESS_TOKEN_SECONDS: '3' };
  await withExtraInstance('auth', { facts, shell }, (url) =>
    runJourney(shortTokensJourney, { ...env, DOWNBEAT_AUTH_URL: url }, system),
  );
}

type Memory = Record<ServiceName, number>;

function memoryOf(system: System): Memory {
  const of = (name: ServiceName): number => residentMebibytes(system.pidOf(name) ?? 0);
  return { auth: of('auth'), music: of('music'), notification: of('notification') };
}

async function waitForRest(system: System): Promise<void> {
  log('music', 'is left alone until its worker thread for tags has ended ...');
  try {
    await untilNoWorker(system.pidOf('music') ?? 0, REST_WITHIN_MS);
  } catch (error) {
    log('music', red(reasonOf(error)));
  }
}

const cell = (figure: number, unit: string, aim: number, width: number): string =>
  `${figure.toFixed(0)} ${unit} (${aim})`.padEnd(width);

async function printFigures(facts: RunFacts, used: Memory, atRest: Memory): Promise<void> {
  process.stdout.write(
    '\nservice         after the journeys   at rest (aim)   exec to ready, median of 5 (aim)\n',
  );
  for (const name of serviceNames) {
    const startMs = await medianStartMs(name, { facts, shell: process.env });
    const memory = cell(used[name], 'MiB', aims.mebibytes, 20);
    const rest = cell(atRest[name], 'MiB', aims.mebibytes, 15);
    process.stdout.write(`${name.padEnd(15)} ${memory} ${rest} ${cell(startMs, 'ms', aims.startMs, 0)}\n`);
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'downbeat-measure-'));
const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
const system = await startSystem({ dataDir, ports: await freePorts(), env, page: false });
try {
  const facts: RunFacts = { ...system, dataDir };
  for (const url of Object.values(system.urls))
    await poll(() => readyInFull(url), { withinMs: 30_000, what: url });
  await useSystem(system, facts);
  const used = memoryOf(system);
  await waitForRest(system);
  await printFigures(facts, used, memoryOf(system));
} finally {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
