import type { RoomState } from '@downbeat/sdk';
import { isOwner } from './may-control.ts';

type Playing = Pick<RoomState, 'timeline' | 'queue' | 'members' | 'memberId'>;

/**
 * The queue item to go on with once the present one has been played to its end; null while there is nothing to do. The
 * owner's page alone goes on for everyone: of many that do so, all but one would be refused.
 */
export function nextItemId(state: Playing, positionMs: number): string | null {
  const { timeline, queue } = state;
  if (timeline?.state !== 'playing' || !isOwner(state)) return null;
  const present = queue.findIndex(({ id }) => id === timeline.queueItemId);
  const item = queue[present];
  if (item === undefined || positionMs < item.durationMs) return null;
  return queue[present + 1]?.id ?? null;
}
