import { type App, requirePrincipal } from '@downbeat/shared/http';
import { getSyncReceipt } from '../../generated/operations.gen.ts';
import type { MemberSyncState, SyncReceipt, SyncSummary } from '../../generated/schemas.gen.ts';
import { errors } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { managingRole } from '../model/room-access.ts';
import { percentileOfClasses, spreadOf, type MemberSync } from '../model/sync-receipt.ts';
import type { RoomStateLoader } from '../room/room-state-loader.ts';
import { mapRedisErrors } from '../store/redis.ts';
import type { Stores } from '../store/stores.ts';
import type { SyncTotals } from '../store/sync-store.ts';

interface SyncReceiptsDeps extends Pick<Stores, 'repository' | 'sync' | 'syncSummaries'> {
  readonly loader: RoomStateLoader;
}

type Recent = Awaited<ReturnType<Stores['sync']['recent']>>;

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
    causes: { clock: 0, output: 0, stall: 0, throttled: 0, ...causes },
  };
}

const userOf = ({ memberId }: MemberSync): string => memberId.slice(0, memberId.indexOf(':'));

/** How well the members of a session keep step, now, in all, and after its end. */
export class SyncReceipts {
  readonly #deps: SyncReceiptsDeps;

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
    if ((await repository.findForMember(sessionId, userId)) !== null) return this.#live(sessionId, userId);
    const summary = await syncSummaries.find(sessionId, userId);
    if (summary === null) throw errors.SESSION_NOT_FOUND();
    return { reporting: 0, spread: null, members: [], summary: summaryOf(summary, summary.endedAt) };
  }

  async #live(sessionId: string, userId: string): Promise<SyncReceipt> {
    const { loader, sync } = this.#deps;
    return mapRedisErrors(async () => {
      const state = await loader.load(sessionId);
      if (state === null) throw errors.SESSION_NOT_FOUND();
      const [recent, totals] = await Promise.all([sync.recent(sessionId), sync.totals(sessionId)]);
      const isManager = managingRole(state.room.access, userId) !== null;
      const shown = recent.members.filter((member) => isManager || userOf(member) === userId);
      return {
        reporting: recent.members.length,
        spread: spreadOf(recent.members),
        members: await this.#present(sessionId, { ...recent, members: shown }),
        summary: summaryOf(totals, null),
      };
    });
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
export function syncReceiptRoutes(app: App, receipts: SyncReceipts): void {
  app.route({
    ...getSyncReceipt,
    handler: (request) => receipts.get(request.params.sessionId, requirePrincipal(request).userId),
  });
}
