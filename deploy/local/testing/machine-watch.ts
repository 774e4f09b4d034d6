import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** What one look at the machine has found. */
export type MachineSample = {
  /** On the clock of `performance.now()`. */
  atMs: number;
  /** How late the timer of this look was. */
  timerLateMs: number;
  /** How long the disk took to store one byte. */
  diskMs: number;
  /** How long a fixed piece of work takes on a processor. */
  workMs: number;
};

const EVERY_MS = 500;
const TIMER_STALL_MS = 500;
const DISK_STALL_MS = 1_000;
// The work of several looks in a row: a single one can share its core's cache and power with a busy neighbour.
const SLOW_SAMPLES = 10;
const SLOW_FACTOR = 2;

const WORK = Buffer.alloc(1024 * 1024);
const WORK_TRIES = 5;

/** The fastest of some tries, so that another program's turn on this core does not count. */
function workMs(): number {
  const tries = Array.from({ length: WORK_TRIES }, () => {
    const begunMs = performance.now();
    createHash('sha256').update(WORK).digest();
    return performance.now() - begunMs;
  });
  return Math.min(...tries);
}

async function diskMs(file: FileHandle): Promise<number> {
  const begunMs = performance.now();
  await file.write('.', 0);
  await file.datasync();
  return performance.now() - begunMs;
}

/** The greatest mean of `SLOW_SAMPLES` in a row, relative to the fastest of all. */
function slowness(samples: readonly MachineSample[], fastestMs: number): number {
  const means = samples.slice(SLOW_SAMPLES - 1).map((_, index) => {
    const row = samples.slice(index, index + SLOW_SAMPLES);
    return row.reduce((sum, sample) => sum + sample.workMs, 0) / SLOW_SAMPLES;
  });
  return Math.max(0, ...means) / fastestMs;
}

type Worst = { timerLateMs: number; diskMs: number; factor: number };

function worstOf(samples: readonly MachineSample[], fastestMs: number): Worst {
  const greatest = (field: 'timerLateMs' | 'diskMs'): number =>
    Math.round(Math.max(0, ...samples.map((sample) => sample[field])));
  const factor = slowness(samples, fastestMs);
  return { timerLateMs: greatest('timerLateMs'), diskMs: greatest('diskMs'), factor };
}

const fastestOf = (samples: readonly MachineSample[]): number =>
  Math.min(...samples.map((sample) => sample.workMs));

/**
 * Says whether the whole machine stood still or was slow between two instants, as a virtual machine is whose host has
 * other work; undefined when it was not.
 * @param samples of the whole run, in their order: the fastest work of all is the measure
 */
export function stallOf(samples: readonly MachineSample[], fromMs: number, toMs: number): string | undefined {
  const within = samples.filter(({ atMs, timerLateMs }) => atMs >= fromMs && atMs - timerLateMs <= toMs);
  const { timerLateMs, diskMs, factor } = worstOf(within, fastestOf(samples));
  if (timerLateMs >= TIMER_STALL_MS) return `a timer was ${timerLateMs} ms late`;
  if (diskMs >= DISK_STALL_MS) return `the disk took ${diskMs} ms for one byte`;
  return factor >= SLOW_FACTOR ? `the processor was ${factor.toFixed(1)} times slower` : undefined;
}

/** What the machine was like in a run, in one line. */
export function describeMachine(samples: readonly MachineSample[]): string {
  const { timerLateMs, diskMs, factor } = worstOf(samples, fastestOf(samples));
  const slower = Math.max(1, factor).toFixed(1);
  return `the machine: timers up to ${timerLateMs} ms late, disk up to ${diskMs} ms, processor up to ${slower} times slower`;
}

export type MachineWatch = {
  readonly samples: readonly MachineSample[];
  stop(): Promise<void>;
};

/** Looks at the machine twice a second, with little work: 1 % of a core. Writes a file into the folder. */
export async function watchMachine(folder: string): Promise<MachineWatch> {
  const samples: MachineSample[] = [];
  const file = await open(join(folder, 'machine-watch'), 'w');
  let isStopped = false;
  let next: NodeJS.Timeout;
  let looking: Promise<unknown> = Promise.resolve();

  const look = async (dueMs: number): Promise<void> => {
    const atMs = performance.now();
    samples.push({ atMs, timerLateMs: atMs - dueMs, workMs: workMs(), diskMs: await diskMs(file) });
    schedule();
  };
  const schedule = (): void => {
    const dueMs = performance.now() + EVERY_MS;
    if (!isStopped) next = setTimeout(() => void (looking = look(dueMs)), EVERY_MS);
  };
  schedule();

  return {
    samples,
    stop: async () => {
      isStopped = true;
      clearTimeout(next);
      await looking;
      await file.close();
    },
  };
}
