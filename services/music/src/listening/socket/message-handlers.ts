import type { Microseconds } from '@downbeat/timing';
import type { ClientMessage, Probe } from '../../generated/listening.schemas.gen.ts';
import type { Command } from '../model/commands.ts';
import { causeOf } from '../model/sync-receipt.ts';
import { snapshotWriter } from '../model/room-state.ts';
import type { CommandProcessor } from '../room/command-processor.ts';
import type { PresenceCollector } from '../room/presence-collector.ts';
import type { SyncMetrics } from '../room/sync-metrics.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { Room } from '../room/room.ts';
import type { Stores } from '../store/stores.ts';
import type { Timebase } from '../store/timebase.ts';
import type { Connection } from './connection.ts';

export type ClientMessageType = ClientMessage['type'];

/** The client message with this `type`. */
export type ClientMessageOf<T extends ClientMessageType> = Extract<ClientMessage, { type: T }>;

/** Where a message came from, and when. */
export interface MessageContext {
  readonly connection: Connection;
  readonly room: Room;
  /** This instance's clock when the last byte of the message arrived. */
  readonly receivedUs: Microseconds;
}

interface HandlersDeps extends Pick<Stores, 'deltas' | 'store' | 'sync' | 'timebase'> {
  readonly commands: CommandProcessor;
  readonly presences: PresenceCollector;
  readonly syncMetrics: SyncMetrics;
  readonly registry: Pick<RoomRegistry, 'wake'>;
}

/** One handler per message: a message without a handler does not compile. */
export type Handlers = {
  readonly [T in ClientMessageType]: (
    message: ClientMessageOf<T>,
    context: MessageContext,
  ) => void | Promise<void>;
};

/**
 * Answers a probe. The time of sending is read last, so that the server's own work is not measured as network delay
 * (RFC 5905, section 8).
 */
function answerProbe(
  probe: Probe,
  { connection, room, receivedUs }: MessageContext,
  timebase: Timebase,
): void {
  // While the reference changes, the time and the epoch may not belong together: better no answer.
  if (room.known?.reference !== timebase.reference) return;
  const { epoch } = room.position;
  const reply = `{"type":"probeReply","probeId":${probe.probeId},"clientSendTimeUs":${probe.clientSendTimeUs},"epoch":${epoch},"serverReceiveTimeUs":${timebase.at(receivedUs)},"serverSendTimeUs":`;
  connection.sendText(`${reply}${timebase.nowUs()}}`);
}

export function createHandlers(deps: HandlersDeps): Handlers {
  const { commands, presences, registry, deltas, store, sync, syncMetrics, timebase } = deps;

  async function applyCommand(message: Command, { connection, room }: MessageContext): Promise<void> {
    const ack = await commands.apply(connection.identity, message, room.known);
    if (ack === null) return;
    // The change that is acknowledged comes first, so that the client has it when its command is done.
    await registry.wake(room.sessionId);
    connection.send(ack);
  }

  return {
    probe: (message, context) => answerProbe(message, context, timebase),
    play: applyCommand,
    pause: applyCommand,
    seek: applyCommand,
    next: applyCommand,
    previous: applyCommand,
    repeat: applyCommand,
    queue: applyCommand,
    outputs: applyCommand,
    async resume({ epoch, revision }, { connection, room }) {
      const missed = await deltas.missedChanges(room.sessionId, epoch, revision);
      for (const { body } of missed ?? []) connection.sendText(body);
      if (missed !== null) return;
      const live = await store.readLive(room.sessionId);
      if (live === null) return;
      const snapshot = snapshotWriter(live)(connection.identity, timebase.nowUs());
      connection.sendSnapshot(snapshot, live.state);
    },
    presence: ({ presence: said }, { connection }) => presences.add(connection.identity, said),
    async report(message, { connection }) {
      const { sessionId, memberId } = connection.identity;
      const cause = causeOf(message);
      syncMetrics.reported(message, cause);
      await sync.save(sessionId, memberId, message, cause);
    },
  };
}
