import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { ListenOptions } from '../listening/enter-room.ts';
import { isDownbeatError, type DownbeatError } from '../http/errors.ts';
import type { ListeningRoom } from '../listening/room.ts';
import type { RoomState } from '../listening/room-state.ts';
import { useDownbeat } from './provider.ts';

export interface UseRoomOptions extends Pick<ListenOptions, 'deviceId' | 'deviceName' | 'isRemote'> {
  /** Create it in a click; null until then. With a new player the room is left and entered again. */
  player: ListenOptions['player'] | null;
}

/** A room that a component is in. */
export interface RoomEntry {
  /** Null until the room is entered. */
  room: ListeningRoom | null;
  state: RoomState | null;
  /** Why the room could not be entered. */
  error: DownbeatError | null;
}

const outside: RoomEntry = { room: null, state: null, error: null };

/**
 * Is in a room while the component is mounted and there is a session and a player; renders again at each change of the
 * room's state.
 */
export function useRoom(sessionId: string | null, options: UseRoomOptions): RoomEntry {
  const { player, deviceId, deviceName, isRemote } = options;
  const client = useDownbeat();
  const [{ room, error }, setEntry] = useState<Omit<RoomEntry, 'state'>>(outside);
  useEffect(() => {
    if (sessionId === null || player === null) return;
    const stay = new AbortController();
    const { signal } = stay;
    const enter = async (): Promise<void> => {
      const room = await client.listen(sessionId, { player, deviceId, deviceName, isRemote, signal });
      if (!signal.aborted) setEntry({ room, error: null });
    };
    // Later, because strict mode mounts twice: the first mount ends before it begins.
    const start = setTimeout(() => {
      enter().catch((reason: unknown) => {
        if (signal.aborted) return;
        setEntry(() => {
          if (!isDownbeatError(reason)) throw reason;
          return { room: null, error: reason };
        });
      });
    });
    return () => {
      clearTimeout(start);
      stay.abort();
      setEntry(outside);
    };
    // `isRemote` counts at the entry only.
  }, [client, sessionId, player, deviceId, deviceName]);
  return { room, state: useRoomState(room), error };
}

function useRoomState(room: ListeningRoom | null): RoomState | null {
  const subscribe = useCallback(
    (listener: () => void) => room?.onChange(listener) ?? (() => undefined),
    [room],
  );
  const snapshot = (): RoomState | null => room?.state ?? null;
  return useSyncExternalStore(subscribe, snapshot, () => null);
}

/** The position in the current item in milliseconds, read again and again, for a progress bar. */
export function useRoomPosition(room: ListeningRoom | null, intervalMs = 250): number {
  const [positionMs, setPositionMs] = useState(0);
  useEffect(() => {
    const read = (): void => setPositionMs(room?.positionMs() ?? 0);
    read();
    const timer = setInterval(read, intervalMs);
    return () => clearInterval(timer);
  }, [room, intervalMs]);
  return positionMs;
}
