import { leadTimeMs } from '@downbeat/timing';
import { Refusal } from '../messages/refusal.ts';
import type { Ack, Command, TimelineChanged } from '../messages/types.ts';
import { requirePermission } from '../rules/permissions.ts';
import { decide, targetOf } from '../rules/playback.ts';
import type { ConnectionIdentity } from '../socket/connection.ts';
import type { CommandView, Outcome, RoomStore } from '../state/room-store.ts';
import type { RoomState } from '../state/room-state.ts';
import type { Timebase } from '../timebase/timebase.ts';
import type { TrackDirectory } from '../tracks.ts';
import type { Remembered, RoomOpener } from './room-opener.ts';

export interface CommandsDependencies {
  readonly store: RoomStore;
  readonly opener: RoomOpener;
  readonly tracks: TrackDirectory;
  readonly timebase: Timebase;
}

/** Applies commands to a session: read, decide, compare and set. Whoever loses the race is refused, whole. */
export class Commands {
  readonly #with: CommandsDependencies;

  constructor(dependencies: CommandsDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns an `ack` for a command that had taken effect before; null when it does so now: then everyone, its sender
   *   too, hears of it through the session's deltas
   * @throws Refusal
   */
  async apply(from: ConnectionIdentity, command: Command, remembered: Remembered): Promise<Ack | null> {
    // Another member may have chosen the same id.
    const key = `${from.memberId} ${command.commandId}`;
    const view = await this.#view(from.sessionId, key, remembered);
    if (view.repeated !== null) return ackOf(command, view.repeated);
    const outcome = await this.#set(from, command, key, view);
    switch (outcome.kind) {
      case 'applied':
        return null;
      case 'repeated':
        return ackOf(command, outcome.revision);
      case 'stale':
        throw new Refusal('STALE_REVISION', { revision: outcome.revision });
      case 'missing':
        throw new Refusal('UNAVAILABLE');
    }
  }

  /** What the command is judged by; a state that was lost, or written by another clock, is put right first. */
  async #view(
    sessionId: string,
    key: string,
    remembered: Remembered,
  ): Promise<CommandView & { readonly state: RoomState }> {
    const { store, opener, timebase } = this.#with;
    const view = await store.readForCommand(sessionId, key);
    if (view.state !== null && view.state.reference === timebase.reference)
      return { ...view, state: view.state };
    const state = await opener.open(sessionId, remembered);
    if (state === null) throw new Refusal('UNAVAILABLE', { detail: 'The session has ended' });
    return { ...view, state };
  }

  async #set(
    from: ConnectionIdentity,
    command: Command,
    key: string,
    { state, delays }: CommandView & { readonly state: RoomState },
  ): Promise<Outcome> {
    const { store, timebase } = this.#with;
    requirePermission(state.room, from.principal.userId, 'playback');
    const leadMs = leadTimeMs(delays);
    const timeline = decide(state, command, { nowUs: timebase.nowUs(), leadTimeMs: leadMs });
    await this.#requireAudible(from, state, command);
    const message: TimelineChanged = {
      type: 'timeline',
      commandId: command.commandId,
      timeline,
      leadTimeMs: leadMs,
      by: from.memberId,
    };
    return store.setTimeline(from.sessionId, {
      expected: state,
      timeline,
      reference: timebase.reference,
      delta: { kind: 'timeline', body: JSON.stringify(message) },
      command: key,
    });
  }

  /** Nobody plays to others what they may not hear themselves. */
  async #requireAudible(from: ConnectionIdentity, state: RoomState, command: Command): Promise<void> {
    if (command.type !== 'play') return;
    const item = targetOf(state, command);
    if (item === undefined) return;
    const { userId } = from.principal;
    const audience = await this.#with.tracks.audience(item.trackId, [userId]);
    if (!audience.has(userId)) throw new Refusal('TRACK_NOT_FOUND', { detail: `"${item.title}"` });
  }
}

function ackOf({ commandId }: Command, revision: number): Ack {
  return { type: 'ack', commandId, revision };
}
