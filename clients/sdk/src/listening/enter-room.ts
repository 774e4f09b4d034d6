import { performanceClock, type LocalClock } from '../players/player.ts';
import { ListeningRoom, type RoomOptions } from './room.ts';

/** What a room needs; `clock` is the clock of the platform by default. */
export type EnterOptions = Omit<RoomOptions, 'clock'> & { clock?: LocalClock | undefined };

/**
 * Enters a room; resolves once the clock is synchronised.
 *
 * @throws DownbeatError when the room cannot be entered; it is closed then.
 */
export async function enterRoom({
  clock = performanceClock,
  ...options
}: EnterOptions): Promise<ListeningRoom> {
  const room = new ListeningRoom({ ...options, clock });
  try {
    await room.open();
  } catch (error) {
    room.close();
    throw error;
  }
  return room;
}
