import { DownbeatError, type ListeningRoom } from '@downbeat/sdk';
import { nextItemId } from '../next-item.ts';
import { complain } from './notice.ts';

type Room = Pick<ListeningRoom, 'state' | 'positionMs' | 'play'>;

/** The pause before one and the same end of a track is tried again. */
const RETRY_MS = 5_000;

const isStale = (error: unknown): boolean =>
  error instanceof DownbeatError && error.code === 'STALE_REVISION';

/**
 * Sees to it that the queue goes on when a track is over; what it returns is to be called again and again. Nobody clicked
 * for this: one is asked at a time, a refusal is told once for each end of a track, and that somebody else was faster is no news.
 * @param nowMs a monotonic clock
 */
export function goingOn(room: Room, nowMs: () => number = () => performance.now()): () => void {
  let told = '';
  let tried = { end: '', atMs: 0 };
  let isAsking = false;
  const tell = (end: string, error: unknown): void => {
    if (end === told || isStale(error)) return;
    told = end;
    complain(error);
  };
  return () => {
    const { timeline } = room.state;
    const queueItemId = nextItemId(room.state, room.positionMs());
    const end = `${timeline?.epoch}.${timeline?.revision}`;
    if (isAsking || queueItemId === null || (end === tried.end && nowMs() - tried.atMs < RETRY_MS)) return;
    tried = { end, atMs: nowMs() };
    isAsking = true;
    room
      .play({ queueItemId })
      .catch((error: unknown) => tell(end, error))
      .finally(() => (isAsking = false));
  };
}
