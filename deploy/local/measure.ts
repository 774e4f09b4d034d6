// `make measure`: starts the system in a folder of its own, walks through it as a user would, and prints each
// service's memory after that and its time from exec to ready.
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from './env.ts';
import { getOk } from './probes.ts';
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

async function walk(system: System, dataDir: string): Promise<void> {
  const demo = await seedDemo(system, process.env, dataDir);
  if (!demo) throw new Error('Without the demo there is nothing to measure.');
  // As many reads as a page of covers makes, so that caches and pools have their size.
  for (let turn = 0; turn < 50; turn += 1) {
    await Promise.all([getOk(`${system.urls.musicUrl}/docs`), getOk(`${system.urls.authUrl}/openapi.json`)]);
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
