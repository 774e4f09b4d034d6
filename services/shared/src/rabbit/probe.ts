import { newId } from '../ids/index.ts';
import { withDeadline } from '../backing/index.ts';
import type { Publisher } from './publisher.ts';
import { CANARY_QUEUE } from './topology.ts';

const PROBE_TIMEOUT_MS = 1_500;
const VERDICT_MS = 1_000;

/**
 * Whether the broker takes messages, which an open connection does not tell: a broker that is frozen, or whose queue
 * lost its leader, keeps the connection for a long time. One probe at a time; a good verdict holds for a second.
 */
export function createProbe(publisher: Publisher): () => Promise<void> {
  let verdict: Promise<void> | null = null;
  const forget = () => (verdict = null);
  return () => {
    if (verdict === null) {
      verdict = probe(publisher);
      verdict.then(() => setTimeout(forget, VERDICT_MS).unref(), forget);
    }
    return verdict;
  };
}

async function probe(publisher: Publisher): Promise<void> {
  const canary = { exchange: '', routingKey: CANARY_QUEUE, content: Buffer.from('{}'), messageId: newId() };
  await withDeadline(publisher.publish(canary), PROBE_TIMEOUT_MS, 'the confirmation of a probe');
}
