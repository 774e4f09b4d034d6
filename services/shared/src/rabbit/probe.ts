import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from '../backing/index.ts';
import { newId } from '../ids/index.ts';
import { PublishRefusedError } from './errors.ts';
import type { OutgoingMessage, Publisher } from './publisher.ts';
import { CANARY_QUEUE } from './topology.ts';

const PROBE_TIMEOUT_MS = 1_500;
const VERDICT_MS = 1_000;
const TRIES = 5;
const PAUSE_MS = 100;

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
  await withDeadline(taken(publisher, canary), PROBE_TIMEOUT_MS, 'the confirmation of a probe');
}

/** The canary's queue is never full: when it refuses, it has just been declared, and has no leader yet. */
async function taken(publisher: Publisher, canary: OutgoingMessage, tries = TRIES): Promise<void> {
  try {
    await publisher.publish(canary);
  } catch (error) {
    if (!(error instanceof PublishRefusedError) || tries === 1) throw error;
    await sleep(PAUSE_MS);
    await taken(publisher, canary, tries - 1);
  }
}
