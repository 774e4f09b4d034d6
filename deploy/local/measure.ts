// `make measure`: starts the system in a folder of its own, uses it as the journeys do, and prints for each service the
// memory right after that and at rest, and the time from exec until it is ready with all its dependencies.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { runCommand } from './command.ts';
import { log } from './log.ts';
import { root } from './paths.ts';
import { freePorts } from './ports.ts';
import { poll, readyInFull } from './probes.ts';
import { envOf } from './program.ts';
import { seedDemo } from './seed.ts';
import { type RunFacts, type ServiceName, serviceNames, serviceProcess } from './services.ts';
import { type System, startSystem } from './system.ts';
import { journeyEnv } from './testing/tap.ts';

const ROUNDS = 5;
const aims = { mebibytes: 150, startMs: 1_000 };
// Music's worker thread for tags ends after 30 s without work.
const REST_MS = 40_000;
// Those that need no service with other settings.
const journeys = ['sdk', 'sdk-operations', 'bare-websocket', 'readme'];

type Memory = Record<ServiceName, number>;

/** Resident memory in MiB, as the kernel counts it (Linux: proc_pid_status(5)). */
function residentMebibytes(pid = 0): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

function memoryOf(system: System): Memory {
  const of = (name: ServiceName): number => residentMebibytes(system.pidOf(name));
  return { auth: of('auth'), music: of('music'), notification: of('notification') };
}

/** Starts one more instance of a service on a second port, and returns how long that took. */
async function startMs(service: ServiceName, facts: RunFacts): Promise<number> {
  const { music2: port } = facts.ports;
  const moved = { ...facts, ports: { ...facts.ports, [service]: port } };
  const spec = serviceProcess(service, { facts: moved, shell: process.env, dev: false });
  const options = { env: envOf(spec), extendEnv: false, stdio: 'ignore', reject: false } as const;
  const began = performance.now();
  const instance = execa(spec.command, spec.args, { ...options, ...(spec.cwd && { cwd: spec.cwd }) });
  try {
    const ready = (): Promise<void> => readyInFull(`http://localhost:${port}`);
    await poll(ready, { withinMs: 30_000, everyMs: 10, what: service });
    return performance.now() - began;
  } finally {
    instance.kill('SIGTERM');
    await instance;
  }
}

async function medianStartMs(service: ServiceName, facts: RunFacts): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await startMs(service, facts));
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

/** Fills the system with the demo, opens each service's docs, and runs the journeys. */
async function useSystem(system: System, dataDir: string): Promise<void> {
  const demo = await seedDemo(system, process.env, dataDir);
  if (!demo) throw new Error('Without the demo there is nothing to measure.');
  for (const url of Object.values(system.urls)) {
    const page = await fetch(`${url}/docs`, { signal: AbortSignal.timeout(60_000) });
    if (!page.ok) throw new Error(`${url}/docs answers ${page.status}`);
    await page.text();
  }
  for (const name of journeys) {
    const file = join(root, `acceptance/journeys/${name}.test.ts`);
    const options = {
      env: { ...journeyEnv(system.ports), TAP_TIMEOUT: '300' },
      cwd: root,
      timeoutMs: 300_000,
    };
    const { code, output } = await runCommand(process.execPath, [file], options);
    if (code !== 0) throw new Error(`${file} failed:\n${output}`);
    log('journey', `${name} is over`);
  }
}

const cell = (figure: number, unit: string, aim: number, width: number): string =>
  `${figure.toFixed(0)} ${unit} (${aim})`.padEnd(width);

async function printFigures(facts: RunFacts, used: Memory, atRest: Memory): Promise<void> {
  process.stdout.write(
    '\nservice         after the journeys   at rest (aim)   exec to ready, median of 5 (aim)\n',
  );
  for (const name of serviceNames) {
    const memory = cell(used[name], 'MiB', aims.mebibytes, 20);
    const rest = cell(atRest[name], 'MiB', aims.mebibytes, 15);
    const start = cell(await medianStartMs(name, facts), 'ms', aims.startMs, 0);
    process.stdout.write(`${name.padEnd(15)} ${memory} ${rest} ${start}\n`);
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'downbeat-measure-'));
const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
const system = await startSystem({ dataDir, ports: await freePorts(), env, page: false });
try {
  for (const url of Object.values(system.urls))
    await poll(() => readyInFull(url), { withinMs: 30_000, what: url });
  await useSystem(system, dataDir);
  const used = memoryOf(system);
  log('music', `is left alone for ${REST_MS / 1000} s, until its worker thread for tags has ended ...`);
  await sleep(REST_MS);
  await printFigures({ ...system, dataDir }, used, memoryOf(system));
} finally {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
