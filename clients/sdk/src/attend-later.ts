// `@downbeat/sdk/attend-later`: a room that has been, with its music, chat and reactions, on this device.
import type { MusicOperations, MusicTogetherOperations } from './generated/music.operations.gen.ts';
import { musicTogetherOperations } from './generated/music.together-operations.gen.ts';
import type { LibraryClient } from './library/library.ts';
import { PastRoom } from './listening/past-room.ts';
import { performanceClock, type LocalClock, type Player } from './players/player.ts';

export { PastRoom, type PastRoomState } from './listening/past-room.ts';

export interface AttendLaterOptions {
  sessionId: string;
  player: Player;
  clock?: LocalClock | undefined;
}

interface PastRoomClient extends LibraryClient {
  music: Pick<MusicOperations, 'getTrack'>;
  mediaUrl(path: string): string;
}

const PAGE_ENTRIES = 100;

/**
 * Attends a room that has been: its music, chat and reactions, at their positions. Resolves, paused at the beginning, once the
 * first page of the trail is read; the rest is read behind it.
 *
 * @throws DownbeatError SESSION_NOT_FOUND for a user who was no member
 */
export async function attendLater(
  client: PastRoomClient,
  { sessionId, player, clock = performanceClock }: AttendLaterOptions,
): Promise<PastRoom> {
  const { clientOf, musicUrl } = client.defaults;
  const together = clientOf<MusicTogetherOperations>(musicTogetherOperations, musicUrl);
  const room = new PastRoom({
    player,
    clock,
    readPage: (cursor) =>
      together.getTrail({ sessionId, limit: PAGE_ENTRIES, ...(cursor !== undefined && { cursor }) }),
    locate: async ({ id: queueItemId, trackId, durationMs }) => {
      const { streamUrl, gainDb } = await client.music.getTrack({ trackId });
      return { queueItemId, trackId, durationMs, gainDb, url: client.mediaUrl(streamUrl) };
    },
  });
  await room.open();
  return room;
}
