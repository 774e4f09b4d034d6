import { limits } from '../model/limits.ts';
import type { DeltaKind } from '../model/room-state.ts';
import type { TrailEntry } from '../model/trail.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/**
 * Notes that a session's trail is about to grow, and returns what a script needs to append the entry.
 * @param changedAt which revisions changed what, after a change of the timeline or the queue
 */
export type TrailRecorder = (sessionId: string, changedAt?: string) => readonly (string | number)[];

/** For rooms without a trail. */
export const notRecorded: TrailRecorder = () => [];

/**
 * The note is sent before the script, over the same connection, and is not waited for: it costs a command no round trip. As
 * {@link createTrailLog} keeps it for a lease, an entry that comes a little later is found.
 */
export function createTrailRecorder(
  redis: ListeningRedis,
  keys: ListeningKeys,
  nowUs: () => number,
): TrailRecorder {
  return (sessionId, changedAt = '') => {
    redis.zadd(keys.trails(), 0, sessionId).catch(() => undefined);
    return [nowUs(), changedAt, limits.trailWaitingBytes, limits.trailSegment];
  };
}

/** A session whose trail this instance writes, for the length of a lease. */
export interface TrailClaim {
  readonly sessionId: string;
  readonly score: string;
  /** Whether it has changed since it was claimed last. */
  readonly isChanged: boolean;
}

/** An entry that waits in Redis, with its id there. */
type WaitingEntry = TrailEntry & { readonly id: string };

function entryOf([id, fields]: [string, string[]]): WaitingEntry {
  const values = new Map(
    fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1]]] : [])) as [
      string,
      string,
    ][],
  );
  const state = values.get('state');
  return {
    id,
    epoch: Number(values.get('epoch')),
    sequence: Number(values.get('sequence')),
    revision: Number(values.get('revision')),
    kind: values.get('kind') as DeltaKind,
    body: values.get('body') ?? '',
    atUs: Number(values.get('at')),
    changedAt: values.get('changedAt') ?? '',
    ...(state !== undefined && { state }),
  };
}

/** The entries of trails that wait in Redis until an instance has written them to MongoDB. */
export function createTrailLog(redis: ListeningRedis, keys: ListeningKeys) {
  return {
    /** Claims sessions whose trail may have entries to write. */
    async claim(): Promise<TrailClaim[]> {
      const reply = await redis.listeningClaimTrails(keys.trails(), limits.trailLeaseMs, limits.trailsAtOnce);
      return (reply as [string, string, number][]).map(([sessionId, score, isChanged]) => {
        return { sessionId, score, isChanged: isChanged === 1 };
      });
    },

    /** The oldest entries that wait. */
    async read(sessionId: string): Promise<WaitingEntry[]> {
      const found = await redis.xrange(keys.trail(sessionId), '-', '+', 'COUNT', limits.trailPage);
      return found.map(entryOf);
    },

    /** Removes entries that were written. */
    async forget(sessionId: string, entries: readonly WaitingEntry[]): Promise<void> {
      const ids = entries.map(({ id }) => id);
      await redis.listeningForgetTrail(keys.state(sessionId), keys.trail(sessionId), ...ids);
    },

    /** Forgets a session that has not changed since it was claimed. */
    async release({ sessionId, score }: TrailClaim): Promise<void> {
      await redis.listeningReleaseTrail(keys.trails(), sessionId, score);
    },
  };
}
