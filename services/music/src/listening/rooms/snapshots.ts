import type { Member, Snapshot } from '../messages/types.ts';
import type { RoomState } from '../state/room-state.ts';
import type { Timebase } from '../timebase/timebase.ts';

/** Everything that one member needs, stamped now. */
export function snapshotFor(
  memberId: string,
  sessionId: string,
  { state, members }: { state: RoomState; members: Member[] },
  timebase: Timebase,
): Snapshot {
  return {
    type: 'snapshot',
    sessionId,
    memberId,
    serverTimeUs: timebase.nowUs(),
    timeline: state.timeline,
    queue: [...state.room.queue],
    members,
    playbackControl: state.room.playbackControl,
  };
}
