import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** A public session, and how many members were connected when an instance counted them last. */
export interface PublicCount {
  readonly sessionId: string;
  readonly memberCount: number;
}

/**
 * The public sessions in which members are connected. Instances count the members of theirs all the time, so what a restart of
 * Redis loses is there again a moment later, and the sessions of an instance that is lost are forgotten.
 */
export function createPublicCounts(redis: ListeningRedis, keys: ListeningKeys) {
  const { publicSeenMs, publicSessions } = limits;
  const setKeys = [keys.publicCounts(), keys.publicSeen()];
  return {
    /** Counts the members of these sessions. */
    async count(sessionIds: readonly string[]): Promise<void> {
      if (sessionIds.length === 0) return;
      const pipeline = redis.pipeline(sessionIds.map((id) => ['hlen', keys.members(id)]));
      const counts = (await pipeline.exec()) ?? [];
      const args = counts.flatMap(([error, count], index) => {
        if (error !== null) throw error;
        return [sessionIds[index] ?? '', Number(count)];
      });
      await redis.listeningCountPublic(...setKeys, publicSeenMs, publicSessions, ...args);
    },

    /** Those with the most members first. @param after the last one of the page before */
    async page(limit: number, after?: PublicCount): Promise<PublicCount[]> {
      const last = after === undefined ? ['', ''] : [after.memberCount, after.sessionId];
      const reply = await redis.listeningListPublic(...setKeys, publicSeenMs, limit, ...last);
      return (reply as [string, number][]).map(([sessionId, memberCount]) => ({ sessionId, memberCount }));
    },
  };
}
