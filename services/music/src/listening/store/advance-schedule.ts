import { GREATEST_LEAD_MS, type Microseconds } from '@downbeat/timing';
import type { TimelineVersion } from '../model/next-item.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** How often an instance claims what is due. */
export const POLL_MS = 250;
/** A claim that is not renewed for this long goes to another instance. */
const LEASE_MS = 1_500;
/** For this long after the end of a lease, the instance that had it leaves the claim to the others. */
const YIELD_MS = POLL_MS + 50;
/** Most claims of one poll. */
const CLAIMS_PER_POLL = 200;
/**
 * An advance is claimed this long before it is due. After one lease a second instance claims it too, and that is still
 * before the earliest announcement, so either of the two can be lost.
 */
const CLAIM_AHEAD_MS = GREATEST_LEAD_MS + LEASE_MS + 2 * POLL_MS;
/** No item lasts longer than a day; an entry that is older belongs to no timeline any more. */
const SCHEDULE_SECONDS = 2 * 24 * 60 * 60;

export interface AdvanceClaim {
  /** The name of the version in the schedule. */
  readonly entry: string;
  readonly version: TimelineVersion;
  /** True for the second instance, which advances only if the first one did not. */
  readonly isStandby: boolean;
}

function entryOf({ sessionId, epoch, revision }: TimelineVersion): string {
  return `${sessionId} ${epoch} ${revision}`;
}

function versionOf(entry: string): TimelineVersion {
  const [sessionId = '', epoch, revision] = entry.split(' ');
  return { sessionId, epoch: Number(epoch), revision: Number(revision) };
}

export type AdvanceSchedule = ReturnType<typeof createAdvanceSchedule>;

/**
 * The advances of all sessions: one entry per version of a timeline, scored with the time at which it is claimed. An
 * entry is written before the timeline itself, so a timeline without an entry cannot exist. An entry without its timeline
 * can, and is removed when it is due.
 */
export function createAdvanceSchedule(redis: ListeningRedis, keys: ListeningKeys) {
  const due = keys.dueAdvances();
  const claims = keys.advanceClaims();
  return {
    /** Keeps the earlier time of two: a time that is too early is corrected when the entry is claimed. */
    async add(version: TimelineVersion, dueUs: Microseconds): Promise<void> {
      await redis.zadd(due, 'LT', claimAt(dueUs), entryOf(version));
      await redis.expire(due, SCHEDULE_SECONDS);
    },

    /** Corrects the time of an entry that was claimed. */
    async postpone(version: TimelineVersion, dueUs: Microseconds): Promise<void> {
      await redis.zadd(due, 'XX', claimAt(dueUs), entryOf(version));
      await redis.hdel(claims, entryOf(version));
    },

    async remove(version: TimelineVersion): Promise<void> {
      await redis.zrem(due, entryOf(version));
      await redis.hdel(claims, entryOf(version));
    },

    /** Claims what is due, for the length of a lease. */
    async claim(nowUs: Microseconds, instanceId: string): Promise<AdvanceClaim[]> {
      const args = [nowUs, instanceId, LEASE_MS * 1000, YIELD_MS * 1000, CLAIMS_PER_POLL, SCHEDULE_SECONDS];
      const reply = await redis.listeningClaimAdvances(due, claims, ...args);
      return (reply as [string, number][]).map(([entry, isStandby]) => ({
        entry,
        version: versionOf(entry),
        isStandby: isStandby === 1,
      }));
    },

    /** Gives claims back before their lease ends. */
    async release(versions: readonly TimelineVersion[]): Promise<void> {
      if (versions.length === 0) return;
      const entries = versions.map(entryOf);
      await redis.hdel(claims, ...entries);
      await redis.zadd(due, 'XX', ...entries.flatMap((entry) => [0, entry]));
    },

    /** Makes every entry due: after a change of the reference clock the times of all are wrong. */
    async releaseAll(): Promise<void> {
      await redis.zunionstore(due, 1, due, 'WEIGHTS', 0);
    },

    /** Whether an advance is so far ahead that no instance needs to hold it yet. */
    isEarly(nowUs: Microseconds, dueUs: Microseconds): boolean {
      return claimAt(dueUs) > nowUs;
    },
  };
}

function claimAt(dueUs: Microseconds): number {
  return dueUs - CLAIM_AHEAD_MS * 1000;
}
