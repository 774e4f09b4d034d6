import { createHash } from 'node:crypto';
import { leadTimeMs } from '@downbeat/timing';
import type { Ack, TimelineChanged } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from '../model/errors.ts';
import { requirePlaybackControl, type ConnectionIdentity, type TrackDirectory } from '../model/members.ts';
import { itemToPlay, nextTimeline, type Command } from '../model/playback.ts';
import type { KnownState, RoomState } from '../model/room-state.ts';
import type { SetTimelineResult } from '../store/room-store.ts';
import type { Stores } from '../store/stores.ts';
import type { LoadedView, RoomStateLoader } from './room-state-loader.ts';

interface CommandProcessorDeps extends Pick<Stores, 'store' | 'timebase'> {
  readonly loader: RoomStateLoader;
  readonly tracks: TrackDirectory;
}

/** Applies commands to a session: read, compute the next timeline, compare and set. Of concurrent commands one wins. */
export class CommandProcessor {
  readonly #deps: CommandProcessorDeps;

  constructor(deps: CommandProcessorDeps) {
    this.#deps = deps;
  }

  /**
   * @param known the newest state that this instance has seen; restores the state if Redis lost it
   * @returns an `ack` for a command that had taken effect before; null when it takes effect now, and every member,
   *   the sender too, receives the new timeline as a delta
   * @throws MessageError
   */
  async apply(
    sender: ConnectionIdentity,
    command: Command,
    known: KnownState | undefined,
  ): Promise<Ack | null> {
    const key = keyOf(sender.memberId, command);
    // Loads the state first if it was lost, or was written with another reference clock.
    const view = await this.#deps.loader.loadView(sender.sessionId, key, known);
    if (view === null) throw new MessageError('UNAVAILABLE', { detail: 'The session has ended' });
    if (view.repeated !== null) return ackOf(command, view.repeated);
    const result = await this.#set(sender, command, key, view);
    switch (result.kind) {
      case 'applied':
        return null;
      case 'repeated':
        return ackOf(command, result.revision);
      case 'stale':
        throw new MessageError('STALE_REVISION', { revision: result.revision });
      case 'missing':
        throw new MessageError('UNAVAILABLE');
    }
  }

  async #set(
    sender: ConnectionIdentity,
    command: Command,
    key: string,
    { state, delays }: LoadedView,
  ): Promise<SetTimelineResult> {
    const { store, timebase } = this.#deps;
    requirePlaybackControl(state.room, sender.principal.userId);
    const leadMs = leadTimeMs(delays);
    const timeline = nextTimeline(state, command, { nowUs: timebase.nowUs(), leadTimeMs: leadMs });
    if (command.type === 'play') await this.#requireTrack(state, command.queueItemId);
    const message: TimelineChanged = {
      type: 'timeline',
      commandId: command.commandId,
      timeline,
      leadTimeMs: leadMs,
      by: sender.memberId,
    };
    const { reference } = state;
    const delta = { kind: 'timeline' as const, body: JSON.stringify(message) };
    const change = { expected: state, timeline, reference, room: state.room, delta, command: key };
    return store.setTimeline(sender.sessionId, change);
  }

  async #requireTrack(state: RoomState, queueItemId: string | undefined): Promise<void> {
    const { trackId, title } = itemToPlay(state, queueItemId);
    const found = await this.#deps.tracks.playable([trackId]);
    if (found.length === 0) throw new MessageError('TRACK_NOT_FOUND', { detail: `"${title}"` });
  }
}

/** Two members may choose the same command id. A hash, because Redis stores short entries compactly. */
function keyOf(memberId: string, { commandId }: Command): string {
  return createHash('sha256').update(`${memberId} ${commandId}`).digest('base64url');
}

function ackOf({ commandId }: Command, revision: number): Ack {
  return { type: 'ack', commandId, revision };
}
