import type { Static } from '@sinclair/typebox';
import { DownbeatEventByType, type EventSource } from '../generated/events.schemas.gen.ts';
import { newId } from '../ids.ts';
import { reasonOf } from '../logging.ts';
import { compile, type Validator } from '../validation.ts';

export type { RevocationReason } from '../generated/events.schemas.gen.ts';

/** An event type of the contract, e.g. `downbeat.user.registered.v1`. */
export type EventType = keyof typeof DownbeatEventByType;

/** Every event by its type. */
export type EventMap = { [T in EventType]: Static<(typeof DownbeatEventByType)[T]> };

/** The event of one type. */
export type EventOf<T extends EventType> = EventMap[T];

/** Any event: a CloudEvents 1.0 envelope with the `correlationid` extension. */
export type DownbeatEvent = EventMap[EventType];

type Validators = ReadonlyMap<string, Validator>;

const validatorsOf = (kind: 'exact' | 'tolerant'): Validators =>
  new Map(Object.entries(DownbeatEventByType).map(([type, schema]) => [type, compile(schema, kind)]));

const produced = validatorsOf('exact');
/** During an upgrade the producer may be newer than this release, and send fields that are new. */
const consumed = validatorsOf('tolerant');

/** Why `value` is not an event that this release may produce, as a sentence; null for a valid event. */
export const problemOf = (value: unknown): string | null => problemBy(produced, value);

function problemBy(validators: Validators, value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'not an object';
  const type: unknown = 'type' in value ? value.type : undefined;
  const validate = typeof type === 'string' ? validators.get(type) : undefined;
  if (validate === undefined) return `unknown event type ${JSON.stringify(type)}`;
  if (validate(value)) return null;
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    .join('; ');
}

/** The parts of an event that its publisher decides. */
export interface EventOrigin<T extends EventType> {
  source: EventSource;
  /** The aggregate's id; events of one subject arrive in order. */
  subject: string;
  /** The request's correlation id; consumers log it too. */
  correlationId: string;
  data: EventOf<T>['data'];
}

/** A complete event with a new id and the current time, ready for the outbox. */
export function newEvent<T extends EventType>(type: T, origin: EventOrigin<T>): EventOf<T> {
  const { source, subject, correlationId, data } = origin;
  return {
    specversion: '1.0',
    id: newId(),
    source,
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: correlationId,
    data,
  } as EventOf<T>;
}

/** A parsed message body: the event in it, or what is wrong with it. */
export type Parsed = { event: DownbeatEvent } | { problem: string };

/**
 * Parses a message body by the contract, and removes the fields that this release does not know. Never throws: what is
 * wrong is in the result.
 */
export function parseEvent(content: Buffer): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(content.toString());
  } catch (error) {
    return { problem: `not JSON: ${reasonOf(error)}` };
  }
  const problem = problemBy(consumed, value);
  return problem === null ? { event: value as DownbeatEvent } : { problem };
}
