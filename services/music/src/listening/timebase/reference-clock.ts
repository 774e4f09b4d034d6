import { microseconds, type Microseconds } from '@downbeat/timing';
import type { Redis } from 'ioredis';
import type { ListeningKeys } from '../state/keys.ts';
import { runScript } from '../state/scripts.ts';

/** The clock that all instances agree on. */
export interface ReferenceClock {
  /** What it shows now. */
  readUs(): Promise<Microseconds>;
  /** Which clock it is; another value is another clock. */
  identity(): Promise<ReferenceIdentity>;
  /** Tells the others that the clock has stepped, unless one of them was first; the generation from now on. */
  announceStep(knownGeneration: number): Promise<number>;
}

export interface ReferenceIdentity {
  /** Changes when the server process does. */
  runId: string;
  /** Counts the steps of the clock that were noticed. */
  generation: number;
}

async function runIdOf(redis: Redis): Promise<string> {
  const info = await redis.info('server');
  return /^run_id:(\w+)/m.exec(info)?.[1] ?? 'unknown';
}

/** Redis `TIME` as the reference: every instance talks to Redis anyway. */
export function redisReference(redis: Redis, keys: ListeningKeys): ReferenceClock {
  return {
    async readUs() {
      const [seconds, micros] = await redis.time();
      return microseconds(Number(seconds) * 1e6 + Number(micros));
    },
    async identity() {
      const [runId, generation] = await Promise.all([runIdOf(redis), redis.get(keys.generation())]);
      return { runId, generation: Number(generation ?? 0) };
    },
    async announceStep(knownGeneration) {
      return Number(await runScript(redis, 'announce-step', [keys.generation()], [knownGeneration]));
    },
  };
}
