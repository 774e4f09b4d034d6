import { DownbeatError, type ListeningRoom } from '@downbeat/sdk';
import { nextItemId } from '../next-item.ts';
import { complain } from './notice.ts';

type Room = Pick<ListeningRoom, 'state' | 'positionMs' | 'play'>;

const isStale = (error: unknown): boolean =>
  error instanceof DownbeatError && error.code === 'STALE_REVISION';

/**
 * Sees to it that the queue goes on when a track is over; what it returns is to be called again and again. Nobody clicked
 * for this, so it is tried once for each end of a track, and somebody else who was faster is no news.
 */
export function goingOn(room: Room): () => void {
  let tried = '';
  return () => {
    const { timeline } = room.state;
    const queueItemId = nextItemId(room.state, room.positionMs());
    const end = `${timeline?.epoch}.${timeline?.revision}`;
    if (queueItemId === null || end === tried) return;
    tried = end;
    room.play({ queueItemId }).catch((error: unknown) => {
      if (!isStale(error)) complain(error);
    });
  };
}
