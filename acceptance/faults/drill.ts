// What all drills share: their result, and the faults that they cause in a system which the test has started.
import { setTimeout as sleep } from 'node:timers/promises';
import { poll, readyInFull } from '@downbeat/deploy/probes';
import type { Random } from '@downbeat/timing/simulation';
import type { SystemUnderTest, Teardown } from '../system/start.ts';

/** What was asked of the system, and what became of it. */
export interface Tally {
  attempted: number;
  acknowledged: number;
  /** Acknowledged, but not there in the end. */
  lost: number;
  /** Outcomes that no fault explains, in words. */
  unexpected: string[];
  duplicate: number;
}

export interface Outcome extends Tally {
  /** The drill's own measurements; a name ends with its unit. */
  figures: Record<string, number>;
  /** The rules that were broken, as sentences; none when the drill passes. */
  failures: string[];
}

export interface DrillContext {
  system: SystemUnderTest;
  teardown: Teardown;
  random: Random;
  /** The form of `make test`: fewer faults, shorter ones. */
  isShort: boolean;
  faults: Faults;
  log: (text: string) => void;
}

export type Drill = (context: DrillContext) => Promise<Outcome>;

/** All clients of a drill have one IP, so the limits per IP and per account are raised. */
export const drillEnv = {
  AUTH_THROTTLE_IP_FAILURES: '1000000',
  AUTH_REGISTRATIONS_PER_MINUTE: '1000000',
  AUTH_REFRESHES_PER_MINUTE: '1000000',
  MUSIC_UPLOADS_PER_MINUTE: '1000000',
  MUSIC_SESSIONS_PER_MINUTE: '1000000',
  MUSIC_TICKETS_PER_MINUTE: '1000000',
};

export const emptyTally = (): Tally => ({
  attempted: 0,
  acknowledged: 0,
  lost: 0,
  unexpected: [],
  duplicate: 0,
});

/** Runs `check` and returns its sentence when it does not hold. */
export const broken = (rules: Record<string, boolean>): string[] =>
  Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));

/** Each name as often as given, in an order that the seed decides. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(Math.floor(random.uniform() * rest.length), 1)[0]!);
}

export const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random.uniform() * items.length)]!;

const RECOVERED_WITHIN_MS = 90_000;

/** One fault on `Date.now()`: when it struck and was over, and when every service said again that it has all it needs. */
export interface FaultRecord {
  name: string;
  fromMs: number;
  overMs: number;
  untilMs: number;
}

/** Kills and freezes programs of the system; each call ends when the whole system has recovered. */
export class Faults {
  readonly records: FaultRecord[] = [];
  readonly #system: SystemUnderTest;

  constructor(system: SystemUnderTest) {
    this.#system = system;
  }

  /** Ends a program by a signal; the supervisor starts it again. */
  async kill(name: string, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const pid = this.#pidOf(name);
    await this.#record(name, async () => {
      process.kill(pid, signal);
      const restarted = async (): Promise<void> => {
        if (this.#system.pidOf(name) === pid) throw new Error('still the old process');
      };
      await poll(restarted, { withinMs: RECOVERED_WITHIN_MS, what: `a new process of ${name}` });
    });
  }

  /** Stops a program and all of its processes for a while, without ending them. */
  async freeze(name: string, durationMs: number): Promise<void> {
    const pid = this.#pidOf(name);
    await this.#record(`${name} frozen`, async () => {
      process.kill(-pid, 'SIGSTOP');
      await sleep(durationMs);
      this.#thaw(pid);
    });
  }

  /** Resolves when every service has all that it needs. */
  async recovered(): Promise<void> {
    const { authUrl, musicUrl, secondMusicUrl, notificationUrl } = this.#system;
    const urls = [authUrl, musicUrl, secondMusicUrl, notificationUrl];
    await poll(async () => Promise.all(urls.map(readyInFull)), {
      withinMs: RECOVERED_WITHIN_MS,
      what: 'readiness of all services',
    });
  }

  async #record(name: string, strike: () => Promise<void>): Promise<void> {
    const fromMs = Date.now();
    await strike();
    const overMs = Date.now();
    await this.recovered();
    this.records.push({ name, fromMs, overMs, untilMs: Date.now() });
  }

  #pidOf(name: string): number {
    const pid = this.#system.pidOf(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    return pid;
  }

  /** The supervisor may have replaced a frozen program already. */
  #thaw(pid: number): void {
    try {
      process.kill(-pid, 'SIGCONT');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
