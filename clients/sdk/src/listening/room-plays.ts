import { libraryOf, type LibraryClient } from '../library/library.ts';
import { PlayMeter } from '../library/play-meter.ts';
import type { ListeningRoom } from './room.ts';

const INTERVAL_MS = 5000;

/** Reports what is heard in a room, for as long as it is open. */
export function reportRoomPlays(room: ListeningRoom, client: LibraryClient): void {
  const { plays } = libraryOf(client);
  const meter = new PlayMeter((play) => plays.add(play));
  const update = (): void => {
    const { status, currentItem, timeline, isOutput } = room.state;
    if (status === 'closed') {
      clearInterval(timer);
      unsubscribe();
    }
    if (status === 'closed' || currentItem === null) {
      meter.update(null);
      return;
    }
    const { id: key, trackId, durationMs } = currentItem;
    const positionMs = room.positionMs();
    // What a remote shows is heard elsewhere, and reported there.
    const isPlaying = isOutput && timeline?.state === 'playing' && positionMs < durationMs;
    meter.update({ key, trackId, durationMs, positionMs, isPlaying });
  };
  const timer = setInterval(update, INTERVAL_MS);
  const unsubscribe = room.onChange(update);
  update();
}
