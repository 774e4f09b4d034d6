import type { MusicOperations, MusicRoomOperations } from '../generated/music.operations.gen.ts';
import { musicRoomOperations } from '../generated/music.room-operations.gen.ts';
import { DownbeatError } from '../http/errors.ts';
import type { TableOf } from '../http/service-client.ts';
import type { LibraryClient } from '../library/library.ts';
import { type LocalClock, performanceClock, type Player } from '../players/player.ts';
import type { WebSocketFactory } from './connection.ts';
import { ListeningRoom } from './room.ts';

/** Sooner than other calls, because another instance may answer the next one. */
const TICKET_TIMEOUT_MS = 5000;

export interface ListenOptions {
  player: Player;
  /** Tells this device from the user's others; keep it, so that a reload comes back as the same member. */
  deviceId: string;
  /** What members see this device called, e.g. "Kitchen"; at most 40 characters. */
  deviceName?: string | undefined;
  /** Comes as a remote: this device plays nothing until it is chosen, e.g. by `room.playHere()`. */
  isRemote?: boolean | undefined;
  clock?: LocalClock | undefined;
  /** Leaves the room when it aborts, or ends the entry with ABORTED. At once the player is free for another room. */
  signal?: AbortSignal | undefined;
  /** Whether what is heard is reported as plays of the user; it is by default. A guest has no plays. */
  reportPlays?: boolean | undefined;
}

/** What a room needs of its client. */
interface RoomClient extends LibraryClient {
  readonly defaults: RoomDefaults;
  music: Pick<MusicOperations, 'createPlaylist' | 'createTicket' | 'getPlaylist' | 'getTrack'>;
  mediaUrl(path: string): string;
}

/** What the rooms of a client have in common. */
export interface RoomDefaults {
  /** The time limit of the client's calls. */
  timeoutMs: number;
  musicUrl: string;
  /** Makes the methods of a table of operations, with the sign-in of the client. */
  clientOf: <Operations>(table: TableOf<Operations>, baseUrl: string) => Operations;
  createSocket: WebSocketFactory | undefined;
  newCommandId: () => string;
}

/**
 * Enters a room; resolves once the clock is synchronised.
 *
 * @throws DownbeatError when the room cannot be entered, or its signal aborts before that; it is closed then. TypeError
 *   without a player.
 */
export async function enterRoom(
  client: RoomClient,
  sessionId: string,
  options: ListenOptions,
): Promise<ListeningRoom> {
  const { player, signal, isRemote = false, clock = performanceClock, reportPlays = true } = options;
  const { musicUrl, clientOf, createSocket, newCommandId } = client.defaults;
  requirePlayer(player);
  const device = { deviceId: options.deviceId, deviceName: options.deviceName };
  // Before there is a room, whose end would close the player.
  if (signal?.aborted) throw aborted(signal);
  const room = new ListeningRoom({
    player,
    clock,
    createSocket,
    newCommandId,
    sessionId,
    operations: clientOf<MusicRoomOperations>(musicRoomOperations, musicUrl),
    isRemote,
    setDeviceName: (name) => (device.deviceName = name),
    socketUrl: async () => {
      const { socketPath } = await askForTicket(client, sessionId, device);
      return client.mediaUrl(socketPath).replace(/^http/, 'ws');
    },
    locate: async ({ id: queueItemId, trackId, durationMs }) => {
      // Without a wish, so that all members decode the same file; on this the sound of a room depends.
      const { streamUrl, gainDb } = await client.music.getTrack({ trackId });
      return { queueItemId, trackId, durationMs, gainDb, url: client.mediaUrl(streamUrl) };
    },
    library: {
      createPlaylist: (input) => client.music.createPlaylist(input),
      trackIdsOf: async (playlistId) => {
        const { items } = await client.music.getPlaylist({ playlistId });
        return items.map(({ track }) => track.id);
      },
    },
  });
  // At the abort itself: a moment later another room may use the same player.
  signal?.addEventListener('abort', () => room.close());
  try {
    await room.open();
  } catch (error) {
    room.close();
    throw signal?.aborted ? aborted(signal) : error;
  }
  if (reportPlays && room.state.role !== 'guest') {
    // The room does not wait for it, and plays without it.
    import('./room-plays.ts').then(
      ({ reportRoomPlays }) => reportRoomPlays(room, client),
      () => undefined,
    );
  }
  return room;
}

/** A service of an earlier version takes no name of a device. */
async function askForTicket(
  { defaults, music }: RoomClient,
  sessionId: string,
  { deviceId, deviceName }: Pick<ListenOptions, 'deviceId' | 'deviceName'>,
) {
  const limit = { timeoutMs: Math.min(defaults.timeoutMs, TICKET_TIMEOUT_MS) };
  if (deviceName === undefined) return music.createTicket({ sessionId, deviceId }, limit);
  const named = await music.createTicket({ sessionId, deviceId, deviceName }, limit).result();
  if (named.ok) return named.data;
  if (named.code !== 'VALIDATION_FAILED') throw named.error;
  return music.createTicket({ sessionId, deviceId }, limit);
}

function aborted({ reason }: AbortSignal): DownbeatError {
  return new DownbeatError('ABORTED', 'The room was left', { cause: reason });
}

/** For callers without types: otherwise the mistake would show much later, in another place. */
function requirePlayer(player: Player | undefined): void {
  if (player === undefined)
    throw new TypeError('listen() needs a player, e.g. { player: new WebAudioPlayer(new AudioContext()) }');
}
