import type { RoomState } from '@downbeat/sdk';
import { isPage } from './state/seat.ts';

type Playing = Pick<RoomState, 'status' | 'timeline' | 'queue' | 'members' | 'memberId'>;

/**
 * One page of the owner's, the same for whoever asks: of many that go on for everyone, all but one would be refused. A
 * program of the owner's may do as it likes.
 */
function goesOn({ members, memberId }: Playing): boolean {
  const pages = members.filter(({ role, deviceId }) => role === 'owner' && isPage(deviceId));
  return pages.map((member) => member.memberId).sort()[0] === memberId;
}

/** The queue item to go on with once the present one has been played to its end; null while there is nothing to do. */
export function nextItemId(state: Playing, positionMs: number): string | null {
  const { status, timeline, queue } = state;
  if (status !== 'open' || timeline?.state !== 'playing' || !goesOn(state)) return null;
  const present = queue.findIndex(({ id }) => id === timeline.queueItemId);
  const item = queue[present];
  if (item === undefined || positionMs < item.durationMs) return null;
  return queue[present + 1]?.id ?? null;
}
