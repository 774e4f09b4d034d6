import type { Static } from '@sinclair/typebox';
import { DownbeatEventByType } from '../generated/events.schemas.gen.ts';
import { compile, type Validator } from '../validation/index.ts';

export type { EventSource, RevocationReason } from '../generated/events.schemas.gen.ts';

/** `downbeat.user.registered.v1` and its like. */
export type EventType = keyof typeof DownbeatEventByType;

/** Every event by its type. */
export type EventMap = { [T in EventType]: Static<(typeof DownbeatEventByType)[T]> };

/** The event of one type. */
export type EventOf<T extends EventType> = EventMap[T];

/** Any event: a CloudEvents 1.0 envelope with the `correlationid` extension. */
export type DownbeatEvent = EventMap[EventType];

/** Every event type of the contract. */
export const eventTypes = Object.keys(DownbeatEventByType) as EventType[];

const validators = new Map<string, Validator>(
  Object.entries(DownbeatEventByType).map(([type, schema]) => [type, compile(schema, 'exact')]),
);

/** What keeps `value` from being an event of the contract, as a sentence; null for nothing. */
export function problemOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'not an object';
  const type: unknown = 'type' in value ? value.type : undefined;
  const validate = typeof type === 'string' ? validators.get(type) : undefined;
  if (validate === undefined) return `unknown event type ${JSON.stringify(type)}`;
  if (validate(value)) return null;
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    .join('; ');
}
