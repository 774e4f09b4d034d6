// `make measure`: starts the system in a folder of its own, walks through it as a user would, and prints each
// service's memory right after that and at rest, and its time from exec to ready, which `degraded` is not.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from './env.ts';
import { poll } from './poll.ts';
import { readyInFull } from './probes.ts';
import { reasonOf, red, say } from './say.ts';
import { type System, startSystem } from './system.ts';
import { freePorts } from './testing/free-ports.ts';
import { measureStart } from './testing/measure-start.ts';
import { residentMebibytes, untilNoWorker } from './testing/memory.ts';
import { walk } from './testing/walk.ts';

const aims = { mebibytes: 150, startMs: 1_000 };
// Music's thread for tags ends after 30 s without work.
const REST_WITHIN_MS = 60_000;

type Memory = Record<ServiceName, number>;

const memoryOf = (system: System): Memory => {
  const of = (name: ServiceName): number => residentMebibytes(system.pidOf(name) ?? 0);
  return { auth: of('auth'), music: of('music'), notification: of('notification') };
};

async function rest(system: System): Promise<void> {
  say('music', 'is left in peace until its thread for tags has ended ...');
  try {
    await untilNoWorker(system.pidOf('music') ?? 0, REST_WITHIN_MS);
  } catch (error) {
    say('music', red(reasonOf(error)));
  }
}

const column = (figure: number, unit: string, aim: number, wide: number): string =>
  `${figure.toFixed(0)} ${unit} (${aim})`.padEnd(wide);

const dataDir = await mkdtemp(join(tmpdir(), 'downbeat-measure-'));
const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
const ports = await freePorts();
const system = await startSystem({ dataDir, ports, env, page: false });
try {
  for (const url of Object.values(system.urls))
    await poll(() => readyInFull(url), { withinMs: 30_000, what: url });
  await walk(system, dataDir);
  const after = memoryOf(system);
  await rest(system);
  const atRest = memoryOf(system);
  process.stdout.write(
    '\nservice         after the journeys   at rest (aim)   exec to ready, median of 5 (aim)\n',
  );
  for (const name of serviceNames) {
    const startMs = await measureStart(name, { ...system, dataDir }, process.env);
    const { mebibytes } = aims;
    process.stdout.write(
      `${name.padEnd(15)} ${column(after[name], 'MiB', mebibytes, 20)} ${column(atRest[name], 'MiB', mebibytes, 15)} ${column(startMs, 'ms', aims.startMs, 0)}\n`,
    );
  }
} finally {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
