import { BURST_SIZE, type ProbeSample } from '@downbeat/timing';
import type { MonotonicClock } from './monotonic-clock.ts';
import type { ReferenceClock } from './reference-clock.ts';

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
