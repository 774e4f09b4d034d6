import type { Message } from 'amqplib';
import { firstCharacters } from '../text.ts';

/** Message headers of our own. What a person sees on the dashboard next to a parked message. */
const ATTEMPTS = 'x-downbeat-attempts';
const REASON = 'x-downbeat-reason';
const PARKED_AT = 'x-downbeat-parked-at';
const REASON_LIMIT = 1_000;

/** How often handling this message has failed already. */
export function attemptsOf(message: Message): number {
  const value: unknown = message.properties.headers?.[ATTEMPTS];
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** Why a parked message was parked; the broker's own word when it gave up on the deliveries. */
export function reasonParked(message: Message): string {
  const headers = message.properties.headers;
  const own: unknown = headers?.[REASON];
  if (typeof own === 'string') return own;
  return headers?.['x-first-death-reason'] ?? 'unknown';
}

/** When a message was parked, in RFC 3339; null when the broker did so itself. */
export function parkedAt(message: Message): string | null {
  const value: unknown = message.properties.headers?.[PARKED_AT];
  return typeof value === 'string' ? value : null;
}

/**
 * The headers of a message that waits for its next try.
 * @param attempts how often handling it has failed by now
 * @param reason of the last failure, for people; cut at 1,000 characters
 */
export function retryHeaders(attempts: number, reason: string): Record<string, unknown> {
  return { [ATTEMPTS]: attempts, [REASON]: firstCharacters(reason, REASON_LIMIT) };
}

/** The headers of a message that is parked now: those of a retry, and the moment. */
export function parkedHeaders(attempts: number, reason: string): Record<string, unknown> {
  return { ...retryHeaders(attempts, reason), [PARKED_AT]: new Date().toISOString() };
}
