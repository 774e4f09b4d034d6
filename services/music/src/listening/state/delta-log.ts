import type { Redis } from 'ioredis';
import type { ListeningKeys } from './keys.ts';

export type DeltaKind = 'timeline' | 'memberJoined' | 'memberLeft' | 'replaced' | 'rebased' | 'ended';

/** Something that happened in a session, in order. */
export interface Delta {
  readonly epoch: number;
  readonly sequence: number;
  /** The timeline's revision at that time. */
  readonly revision: number;
  readonly kind: DeltaKind;
  /** JSON; for the kinds that members are told, the very message. */
  readonly body: string;
}

/** A place in the order of deltas. */
export interface Position {
  readonly epoch: number;
  readonly sequence: number;
}

const PAGE = 200;

export function isAfter(one: Position, other: Position): boolean {
  return one.epoch === other.epoch ? one.sequence > other.sequence : one.epoch > other.epoch;
}

function deltaOf([id, fields]: [string, string[]]): Delta {
  const [epoch, sequence] = id.split('-').map(Number);
  const field = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  return {
    epoch: epoch ?? 0,
    sequence: sequence ?? 0,
    revision: Number(field('revision')),
    kind: field('kind') as DeltaKind,
    body: field('body'),
  };
}

/** Reads a session's stream of deltas, which the scripts write. */
export class DeltaLog {
  readonly #redis: Redis;
  readonly #keys: ListeningKeys;

  constructor(redis: Redis, keys: ListeningKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** A page of what came after a place; empty when nothing did. */
  async after(sessionId: string, { epoch, sequence }: Position): Promise<Delta[]> {
    const from = `(${epoch}-${sequence}`;
    const entries = await this.#redis.xrange(this.#keys.deltas(sessionId), from, '+', 'COUNT', PAGE);
    return entries.map(deltaOf);
  }

  /**
   * The timelines that somebody missed who knows one revision of an epoch.
   * @returns null when they cannot be told one by one: trimmed, another epoch, or too many
   */
  async missedTimelines(sessionId: string, epoch: number, revision: number): Promise<Delta[] | null> {
    const entries = await this.#redis.xrevrange(
      this.#keys.deltas(sessionId),
      '+',
      `${epoch}-0`,
      'COUNT',
      PAGE,
    );
    const deltas = entries.map(deltaOf).toReversed();
    if (deltas.some((delta) => delta.epoch !== epoch)) return null;
    const missed = deltas.filter((delta) => delta.kind === 'timeline' && delta.revision > revision);
    const complete = missed.every((delta, index) => delta.revision === revision + 1 + index);
    return complete && missed.length > 0 ? missed : null;
  }
}
