import { createBatches } from '@downbeat/shared/batches';
import type { Member, SyncReport } from '../../generated/listening.schemas.gen.ts';
import { type SyncCause, SyncCauseValues } from '../../generated/schemas.gen.ts';
import { limits } from '../model/limits.ts';
import {
  ERROR_BOUNDS_MS,
  errorClass,
  syncFrom,
  syncText,
  worstFirst,
  type MemberSync,
} from '../model/sync-receipt.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** What was counted since the first report of a member that played. */
export interface SyncTotals {
  readonly since: Date;
  /** Most members at once. */
  readonly members: number;
  /** How many reports had an error of each class of `ERROR_BOUNDS_MS`. */
  readonly classes: readonly number[];
  readonly causes: Readonly<Record<SyncCause, number>>;
}

function totalsOf(fields: Readonly<Record<string, string>>): SyncTotals | null {
  const { since, members } = fields;
  if (since === undefined) return null;
  const count = (name: string): number => Number(fields[name] ?? 0);
  return {
    since: new Date(Number(since)),
    members: Number(members ?? 0),
    classes: Array.from({ length: ERROR_BOUNDS_MS.length + 1 }, (_, index) => count(`class:${index}`)),
    causes: Object.fromEntries(SyncCauseValues.map((cause) => [cause, count(`cause:${cause}`)])) as Record<
      SyncCause,
      number
    >,
  };
}

/** How well the members of each session keep step, as they report it. */
export function createSyncStore(redis: ListeningRedis, keys: ListeningKeys) {
  const { stateSeconds, membersAtOnce, formerReports } = limits;
  const save = createBatches<readonly string[], undefined>({
    what: 'a report',
    maxSize: membersAtOnce,
    work: async (reports, sessionId) => {
      const sessionKeys = [keys.seats, keys.reports, keys.sync, keys.syncTotals].map((keyOf) =>
        keyOf(sessionId),
      );
      await redis.listeningSaveReports(...sessionKeys, stateSeconds, formerReports, ...reports.flat());
      return [];
    },
  });
  return {
    /** Saves a member's report and what is its cause, unless the member has no seat. */
    async save(
      sessionId: string,
      memberId: string,
      report: SyncReport,
      cause: SyncCause | null,
    ): Promise<void> {
      const delays = `${report.roundTripP95Ms},${report.outputDelayMs}`;
      const inClass = errorClass(report, cause)?.toString() ?? '';
      await save([memberId, delays, syncText(report, cause), inClass, cause ?? ''], sessionId);
    },

    /** The user who stands in for the owner; null when no one does. */
    async actingHost(sessionId: string): Promise<string | null> {
      return (await redis.hget(keys.state(sessionId), 'actingHost')) || null;
    },

    /** What the members have reported lately, the worst first, and the time of Redis in milliseconds. */
    async recent(sessionId: string): Promise<{ members: MemberSync[]; nowMs: number }> {
      const [texts, [seconds, microseconds]] = await Promise.all([
        redis.hgetall(keys.sync(sessionId)),
        redis.time(),
      ]);
      const nowMs = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
      const members = Object.entries(texts)
        .flatMap(([memberId, text]) => syncFrom(memberId, text) ?? [])
        .filter(({ reportedAtMs }) => nowMs - reportedAtMs <= limits.reportAgeMs);
      return { members: worstFirst(members), nowMs };
    },

    /** Those of these members that are connected. */
    async members(sessionId: string, memberIds: readonly string[]): Promise<Map<string, Member>> {
      if (memberIds.length === 0) return new Map();
      const texts = await redis.hmget(keys.members(sessionId), ...memberIds);
      const found = texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Member]));
      return new Map(found.map((member) => [member.memberId, member]));
    },

    /** Null when no member has played yet. */
    async totals(sessionId: string): Promise<SyncTotals | null> {
      return totalsOf(await redis.hgetall(keys.syncTotals(sessionId)));
    },
  };
}
