import { BURST_SIZE, microseconds, type Microseconds, type ProbeSample } from '@downbeat/timing';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** A clock that only runs forwards and never steps. Its zero has no meaning outside this process. */
export interface MonotonicClock {
  nowUs(): Microseconds;
}

/** This process's own clock. */
export const systemClock: MonotonicClock = {
  nowUs: () => microseconds(performance.now() * 1000),
};

/** The clock that all instances agree on. */
export interface ReferenceClock {
  readUs(): Promise<Microseconds>;
  /** Which clock it is; another value means another clock. */
  identity(): Promise<ReferenceIdentity>;
  /** Announces to the other instances that the clock has stepped, unless one of them did; returns the new generation. */
  announceStep(knownGeneration: number): Promise<number>;
}

export interface ReferenceIdentity {
  /** Changes when the server process does. */
  runId: string;
  /** Counts the steps of the clock that were noticed. */
  generation: number;
}

async function runIdOf(redis: ListeningRedis): Promise<string> {
  const info = await redis.info('server');
  return /^run_id:(\w+)/m.exec(info)?.[1] ?? 'unknown';
}

/** Redis `TIME` as the reference: every instance is connected to Redis anyway. */
export function redisReference(redis: ListeningRedis, keys: ListeningKeys): ReferenceClock {
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
      return Number(await redis.listeningAnnounceStep(keys.generation(), knownGeneration));
    },
  };
}

/** One burst of probes, one after the other. Redis stamps once per call, so receive and send are the same instant. */
export async function probeReference(
  clock: MonotonicClock,
  reference: ReferenceClock,
): Promise<ProbeSample[]> {
  const samples: ProbeSample[] = [];
  while (samples.length < BURST_SIZE) {
    const localSendUs = clock.nowUs();
    const referenceUs = await reference.readUs();
    const localReceiveUs = clock.nowUs();
    samples.push({
      localSendUs,
      referenceReceiveUs: referenceUs,
      referenceSendUs: referenceUs,
      localReceiveUs,
    });
  }
  return samples;
}
