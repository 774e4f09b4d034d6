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

/** The clock that all instances read. */
export interface ReferenceClock {
  readUs(): Promise<Microseconds>;
  serverProcess(): Promise<ServerProcess>;
}

export interface ServerProcess {
  readonly runId: string;
  readonly uptimeSeconds: number;
}

/** What one instance knows of the reference. */
export interface ReferenceClaim {
  readonly runId: string;
  /** The reference that it uses; '' for none. */
  readonly known: string;
  /** Whether the clock that it measures is still that of `known`: it has not stepped. */
  readonly continues: boolean;
  /** The greatest generation that it has seen in the state of a session. */
  readonly seenGeneration: number;
  /** Whether an instance that knows no reference leaves the decision to those that do. */
  readonly waits: boolean;
}

/** Returns the reference that all instances use, '' when it is not decided yet: the same one as long as the clock is known not to have stepped. */
export type AgreeOnReference = (claim: ReferenceClaim) => Promise<string>;

/** The generations of references have an order; -1 for no reference. */
export function generationOf(reference: string): number {
  return Number(/:(\d+)$/.exec(reference)?.[1] ?? -1);
}

/** Redis `TIME` as the reference: every instance is connected to Redis anyway. */
export function redisReference(redis: ListeningRedis): ReferenceClock {
  return {
    async readUs() {
      const [seconds, micros] = await redis.time();
      return microseconds(Number(seconds) * 1e6 + Number(micros));
    },
    async serverProcess() {
      const info = await redis.info('server');
      const field = (name: string) => new RegExp(`^${name}:(\\w+)`, 'm').exec(info)?.[1];
      return { runId: field('run_id') ?? 'unknown', uptimeSeconds: Number(field('uptime_in_seconds') ?? 0) };
    },
  };
}

/** The reference is agreed on in Redis, so that the first instance to notice a change decides for all. */
export function createReferenceAgreement(redis: ListeningRedis, keys: ListeningKeys): AgreeOnReference {
  return async ({ runId, known, continues, seenGeneration, waits }) => {
    const claim = [runId, known, continues ? '1' : '0', seenGeneration, waits ? '1' : '0'];
    return String(await redis.listeningAgreeReference(keys.reference(), ...claim));
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
