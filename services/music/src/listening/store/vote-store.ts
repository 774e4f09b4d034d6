import { limits } from '../model/limits.ts';
import type { ListeningKeys } from './keys.ts';
import type { ListeningRedis } from './redis.ts';

/** `other`: another item is current. `absent`: the user is not connected. */
export type VoteResult =
  | { readonly kind: 'counted'; readonly count: number; readonly needed: number }
  | { readonly kind: 'missing' | 'absent' | 'other' | 'none' };

/** The votes to skip the current item. Those of users who leave, and of another item, are removed by the scripts. */
export function createVoteStore(redis: ListeningRedis, keys: ListeningKeys) {
  async function vote(sessionId: string, userId: string, queueItemId: string): Promise<VoteResult> {
    const reply = await redis.listeningVoteToSkip(
      keys.state(sessionId),
      keys.deltas(sessionId),
      keys.members(sessionId),
      keys.skipVotes(sessionId),
      userId,
      queueItemId,
      limits.deltaBytes,
      keys.wake(sessionId),
      limits.stateSeconds,
    );
    const [kind, count, needed] = reply as [VoteResult['kind'], number, number];
    return kind === 'counted' ? { kind, count, needed } : { kind };
  }
  return { vote, withdraw: (sessionId: string, userId: string) => vote(sessionId, userId, '') };
}
