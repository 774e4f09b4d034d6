import type { DownbeatEvent } from '../generated/events.schemas.gen.ts';

/**
 * Events of the contract that are published for whoever will want them, and that nobody consumes yet. Whoever writes a
 * consumer for one takes it off this list; `startConsumer` insists.
 */
export const UNSUBSCRIBED_TYPES: readonly DownbeatEvent['type'][] = ['downbeat.track.published.v1'];

/** Where they are kept for a person to look at. They are expected there, unlike what is in `downbeat.unrouted`. */
export const UNSUBSCRIBED = 'downbeat.unsubscribed';

const KEPT_MS = 7 * 24 * 3_600_000;
const MOST_KEPT = 10_000;

/** Arguments of the queue: whatever is published, it holds at most the last 10,000 events of seven days. */
export const UNSUBSCRIBED_LIMITS = {
  'x-max-length': MOST_KEPT,
  'x-message-ttl': KEPT_MS,
  'x-overflow': 'drop-head',
} as const;
