// `make measure`: starts the system in a folder of its own, walks through it as a user would, and prints each
// service's memory after that and its time from exec to ready.
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runCommand } from './command.ts';
import { serviceNames } from './env.ts';
import { root } from './paths.ts';
import { say } from './say.ts';
import { seedDemo } from './seed.ts';
import { type System, startSystem } from './system.ts';
import { measureStart } from './testing/measure-start.ts';
import { freePorts } from './testing/free-offset.ts';

const aims = { mebibytes: 150, startMs: 1_000 };

/** Resident memory in MiB, by the kernel's own count (Linux). */
function residentMebibytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The journeys, each as a process of its own against this system. */
const journeys = ['sdk', 'bare-websocket'].map((name) => join(root, `acceptance/journeys/${name}.test.ts`));

/** What the acceptance tests read to know that the system runs already. */
function addresses({ urls, ports }: System): Record<string, string> {
  return {
    DOWNBEAT_AUTH_URL: urls.authUrl,
    DOWNBEAT_MUSIC_URL: urls.musicUrl,
    DOWNBEAT_NOTIFICATION_URL: urls.notificationUrl,
    DOWNBEAT_INBOX_URL: `http://localhost:${ports.inbox}`,
  };
}

/** Fills the system with the demo, goes every way that the journeys go, and opens each service's docs. */
async function walk(system: System, dataDir: string): Promise<void> {
  const demo = await seedDemo(system, process.env, dataDir);
  if (!demo) throw new Error('Without the demo there is nothing to measure.');
  for (const journey of journeys) {
    const options = { env: addresses(system), cwd: root, timeoutMs: 180_000 };
    const { code, output } = await runCommand(process.execPath, [journey], options);
    if (code !== 0) throw new Error(`${journey} failed:\n${output}`);
    say('journey', basename(journey));
  }
  const { authUrl, musicUrl, notificationUrl } = system.urls;
  for (const url of [authUrl, musicUrl, notificationUrl]) {
    const page = await fetch(`${url}/docs`, { signal: AbortSignal.timeout(60_000) });
    if (!page.ok) throw new Error(`${url}/docs answers ${page.status}`);
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'downbeat-measure-'));
const env = { ...process.env, MONGO_URI: '', REDIS_URL: '', AMQP_URL: '' };
const ports = await freePorts();
const system = await startSystem({ dataDir, ports, env, page: false });
try {
  await walk(system, dataDir);
  const memory = serviceNames.map((name) => residentMebibytes(system.pidOf(name) ?? 0));
  process.stdout.write('\nservice         memory (aim)      exec to ready, median of 5 (aim)\n');
  for (const [index, name] of serviceNames.entries()) {
    const startMs = await measureStart(name, { ...system, dataDir }, process.env);
    const mebibytes = (memory[index] ?? Number.NaN).toFixed(0);
    process.stdout.write(
      `${name.padEnd(15)} ${mebibytes.padStart(4)} MiB (${aims.mebibytes})    ${startMs.toFixed(0).padStart(5)} ms (${aims.startMs})\n`,
    );
  }
} finally {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
