import type { Microseconds } from '@downbeat/timing';
import type { Commands } from '../rooms/commands.ts';
import type { Room } from '../rooms/room.ts';
import { snapshotFor } from '../rooms/snapshots.ts';
import type { Connection } from '../socket/connection.ts';
import type { DeltaLog } from '../state/delta-log.ts';
import type { RoomStore } from '../state/room-store.ts';
import type { SeatStore } from '../state/seat-store.ts';
import type { Timebase } from '../timebase/timebase.ts';
import { answerProbe } from './probe.ts';
import type { ClientMessageOf, ClientMessageType, Command } from './types.ts';

/** Where a message came from, and when. */
export interface MessageContext {
  readonly connection: Connection;
  readonly room: Room;
  /** This instance's clock as the message's last byte arrived. */
  readonly receivedUs: Microseconds;
}

export interface HandlerDependencies {
  readonly commands: Commands;
  readonly deltas: DeltaLog;
  readonly store: RoomStore;
  readonly seats: SeatStore;
  readonly timebase: Timebase;
}

/** One handler per message: a message without one does not compile. */
export type Handlers = {
  readonly [T in ClientMessageType]: (
    message: ClientMessageOf<T>,
    context: MessageContext,
  ) => void | Promise<void>;
};

export function createHandlers(dependencies: HandlerDependencies): Handlers {
  const { commands, deltas, store, seats, timebase } = dependencies;

  async function command(message: Command, { connection, room }: MessageContext): Promise<void> {
    const ack = await commands.apply(connection.identity, message, room.remembered);
    if (ack !== null) connection.send(ack);
  }

  return {
    probe: (message, context) => answerProbe(message, context, timebase),
    play: command,
    pause: command,
    seek: command,
    async resume({ epoch, revision }, { connection, room }) {
      const missed = await deltas.missedTimelines(room.sessionId, epoch, revision);
      for (const { body } of missed ?? []) connection.sendText(body);
      if (missed !== null) return;
      const { state, members } = await store.readWithMembers(room.sessionId);
      if (state === null) return;
      const { memberId } = connection.identity;
      connection.tell(snapshotFor(memberId, room.sessionId, { state, members }, timebase), state);
    },
    async report(message, { connection }) {
      const { sessionId, memberId } = connection.identity;
      await seats.report(sessionId, memberId, message);
    },
  };
}
