import { type App, requirePrincipal } from '@downbeat/shared/http';
import { createRecentValues } from '@downbeat/shared/recent-values';
import { getSyncReceipt } from '../../generated/operations.gen.ts';
import type { MemberSyncState, SyncReceipt, SyncSummary } from '../../generated/schemas.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { userOf } from '../model/members.ts';
import { managingRole } from '../model/room-access.ts';
import type { ListeningSessionHead } from '../model/room-state.ts';
import { percentileOfClasses, spreadOf, unheardOf } from '../model/sync-receipt.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import type { SyncTotals } from '../store/sync-store.ts';

type SyncReceiptsDeps = Pick<Stores, 'repository' | 'sync' | 'syncSummaries'>;

type Recent = Awaited<ReturnType<Stores['sync']['recent']>>;

interface ReadReports {
  readonly recent: Recent;
  readonly totals: SyncTotals | null;
}

function summaryOf(totals: SyncTotals | null, endedAt: Date | null): SyncSummary | null {
  if (totals === null) return null;
  const { since, members, classes, causes } = totals;
  return {
    since: since.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    members,
    reports: classes.reduce((sum, count) => sum + count, 0),
    p50Ms: percentileOfClasses(classes, 0.5) ?? 0,
    p95Ms: percentileOfClasses(classes, 0.95) ?? 0,
    causes,
  };
}

/** How well the members of a session keep step, now, in all, and after its end. */
export class SyncReceipts {
  readonly #deps: SyncReceiptsDeps;
  /** Those of the last moment, by their session. */
  readonly #reads = createRecentValues<Promise<ReadReports>>({
    keptMs: limits.receiptMs,
    limit: limits.receiptsKept,
  });

  constructor(deps: SyncReceiptsDeps) {
    this.#deps = deps;
  }

  /**
   * Those who manage the session see every member, others their own devices. The owner of a session that has ended sees its
   * summary.
   * @throws ProblemError SESSION_NOT_FOUND, UNAVAILABLE
   */
  async get(sessionId: string, userId: string): Promise<SyncReceipt> {
    const { repository, syncSummaries } = this.#deps;
    const session = await repository.findForMember(sessionId, userId);
    if (session !== null) return this.#live(session, userId);
    const summary = await syncSummaries.find(sessionId, userId);
    if (summary === null) throw errors.SESSION_NOT_FOUND();
    return {
      reporting: 0,
      unheard: 0,
      spread: null,
      members: [],
      summary: summaryOf(summary, summary.endedAt),
    };
  }

  async #live({ id: sessionId, access }: ListeningSessionHead, userId: string): Promise<SyncReceipt> {
    const { sync } = this.#deps;
    return mapRedisErrors(async () => {
      const [actingHostId, { recent, totals }] = await Promise.all([
        sync.actingHost(sessionId),
        this.#read(sessionId),
      ]);
      const isManager = managingRole({ ...access, actingHostId }, userId) !== null;
      const shown = recent.members.filter((member) => isManager || userOf(member.memberId) === userId);
      return {
        reporting: recent.members.length,
        unheard: unheardOf(recent.members),
        spread: spreadOf(recent.members),
        members: await this.#present(sessionId, { ...recent, members: shown }),
        summary: summaryOf(totals, null),
      };
    });
  }

  /** The same for all who ask within a moment: to read and sort a thousand reports for each member would be too much. */
  #read(sessionId: string): Promise<ReadReports> {
    const known = this.#reads.get(sessionId);
    if (known !== undefined) return known;
    const { sync } = this.#deps;
    const reading = Promise.all([sync.recent(sessionId), sync.totals(sessionId)]);
    const reports = reading.then(([recent, totals]) => ({ recent, totals }));
    this.#reads.keep(sessionId, reports);
    return reports;
  }

  async #present(sessionId: string, { members, nowMs }: Recent): Promise<MemberSyncState[]> {
    const worst = members.slice(0, limits.receiptMembers);
    const known = await this.#deps.sync.members(
      sessionId,
      worst.map(({ memberId }) => memberId),
    );
    return worst.flatMap(({ memberId, reportedAtMs, ...rest }) => {
      const member = known.get(memberId);
      if (member === undefined) return [];
      const { userId, deviceId, displayName } = member;
      return { memberId, userId, deviceId, displayName, ...rest, ageMs: Math.max(0, nowMs - reportedAtMs) };
    });
  }
}

/** The HTTP route of the receipt. */
export function syncReceiptRoutes(app: App, receipts: SyncReceipts, rateLimits: RateLimits): void {
  app.route({
    ...getSyncReceipt,
    config: { ...getSyncReceipt.config, rateLimit: rateLimits.search },
    handler: (request) => receipts.get(request.params.sessionId, requirePrincipal(request).userId),
  });
}
