import { createHash } from 'node:crypto';
import { SerialQueue } from '@downbeat/shared/serial-queue';
import { leadTimeMs, type Microseconds } from '@downbeat/timing';
import type { Ack, QueueItem } from '../../generated/listening.schemas.gen.ts';
import {
  isEdit,
  requireFresh,
  type Command,
  type EditCommand,
  type OutputsCommand,
  type PlaybackCommand,
} from '../model/commands.ts';
import { MessageError } from '../model/errors.ts';
import { limits } from '../model/limits.ts';
import { memberIdOf, type ConnectionIdentity, type TrackDirectory } from '../model/members.ts';
import { chosenIds, nextOutputs, outputTiming, pausedWhereLeft } from '../model/outputs.ts';
import { requirePermission } from '../model/permissions.ts';
import { itemsToPlay, nextTimeline, type CommandTiming } from '../model/playback.ts';
import { addedTracks, editRoom, inTurn, requireEditPermission } from '../model/queue-edit.ts';
import { createQueueItems, playableItems } from '../model/queue-items.ts';
import type { KnownState } from '../model/room-state.ts';
import {
  changeByCommand,
  changeByEdit,
  changeByOutputs,
  changeOfPlayback,
  type RoomChange,
} from '../model/room-change.ts';
import type { Stores } from '../store/stores.ts';
import type { LoadedView, RoomStateLoader } from './room-state-loader.ts';

interface CommandProcessorDeps extends Pick<Stores, 'store' | 'sync' | 'timebase'> {
  readonly loader: RoomStateLoader;
  readonly tracks: TrackDirectory;
}

type ItemsByOperation = readonly (readonly QueueItem[])[];

/**
 * Applies commands to a session: read, compute the next state, compare and set. When another change was faster, the
 * command is computed again from the new state, unless that has made it stale.
 */
export class CommandProcessor {
  readonly #deps: CommandProcessorDeps;
  /** Edits of a session that come to this instance do not compete with one another. */
  readonly #edits = new SerialQueue();

  constructor(deps: CommandProcessorDeps) {
    this.#deps = deps;
  }

  /**
   * @param known the newest state that this instance has seen; restores the state if Redis lost it
   * @returns an `ack` for a command that had taken effect before; null when it takes effect now, and every member,
   *   the sender too, receives the change as a delta
   * @throws MessageError
   */
  async apply(
    sender: ConnectionIdentity,
    command: Command,
    known: KnownState | undefined,
  ): Promise<Ack | null> {
    if (command.type === 'outputs') {
      return this.#apply(sender, command, known, (view) => this.#outputs(sender, command, view));
    }
    if (!isEdit(command)) {
      return this.#apply(sender, command, known, (view) => this.#playback(sender, command, view));
    }
    const added = addedTracks(command);
    let items: ItemsByOperation | undefined;
    const edit = async (view: LoadedView): Promise<RoomChange> => {
      requireEditPermission(view.state, command, sender.principal.userId);
      // Once: a further try must not give the items other ids.
      items ??= await this.#itemsOf(added, sender.principal.userId);
      return this.#edit(sender, command, view, items);
    };
    return this.#edits.run(sender.sessionId, () => this.#apply(sender, command, known, edit));
  }

  /**
   * Adds the track of a suggestion, as added by the user who has made it. Several may accept it at once: it is added once.
   * @param actorId who accepts it
   * @throws MessageError
   */
  async addSuggested(
    sessionId: string,
    actorId: string,
    { id, trackId, userId }: { readonly id: string; readonly trackId: string; readonly userId: string },
    place: 'next' | 'end',
  ): Promise<void> {
    const after = place === 'next' ? { after: 'current' } : {};
    const command: EditCommand = {
      type: 'queue',
      commandId: `suggestion-${id}`,
      revision: 0,
      operations: [{ op: 'add', trackIds: [trackId], ...after }],
    };
    let items: ItemsByOperation | undefined;
    const edit = async (view: LoadedView): Promise<RoomChange> => {
      requirePermission(view.state.room, actorId, 'add');
      items ??= await this.#itemsOf([[trackId]], userId);
      const timing = this.#timing(view);
      const turn = inTurn(command, view.state.room, actorId);
      const sender = { memberId: memberIdOf(actorId, '') };
      return changeByEdit(sender, command, view.state, editRoom(view.state, turn, items, timing), timing);
    };
    await this.#edits.run(sessionId, () =>
      this.#apply({ sessionId, memberId: '' }, command, undefined, edit),
    );
  }

  /**
   * Goes on because enough members voted for it, as by the command `next`, unless the item does not play any more.
   * @throws MessageError
   */
  async skip(
    sessionId: string,
    { queueItemId, commandId }: { readonly queueItemId: string; readonly commandId: string },
    known: KnownState | undefined,
  ): Promise<void> {
    const command = { type: 'next', commandId, queueItemId, revision: 0 } as const;
    const isOver = new MessageError('STALE_REVISION');
    const skipped = this.#apply({ sessionId, memberId: '' }, command, known, async (view) => {
      const { state } = view;
      const { timeline: current } = state;
      if (current.queueItemId !== queueItemId || current.state !== 'playing') throw isOver;
      const item = await this.#firstPlayable(itemsToPlay(state, command, this.#deps.timebase.nowUs()));
      const timing = this.#timing(view);
      const timeline = nextTimeline(state, command, item, timing);
      const { leadTimeMs } = timing;
      return changeOfPlayback(
        state,
        { type: 'timeline', commandId, timeline, leadTimeMs, by: null },
        timeline,
      );
    });
    await skipped.catch((error: unknown) => {
      if (error !== isOver) throw error;
    });
  }

  /**
   * Pauses where the last of the chosen outputs left, unless one of them is there, or nothing plays.
   * @throws MessageError
   */
  async pauseUnheard(sessionId: string, leftUs: Microseconds, known: KnownState | undefined): Promise<void> {
    const isHeard = new MessageError('STALE_REVISION');
    const command = { type: 'pause', commandId: `unheard-${leftUs}`, revision: 0 } as const;
    const paused = this.#apply({ sessionId, memberId: '' }, command, known, async (view) => {
      const { state } = view;
      const chosen = chosenIds(state.room.outputs);
      const connected = await this.#deps.sync.members(sessionId, chosen);
      const timing = this.#timing(view);
      const timeline = pausedWhereLeft(state, leftUs, timing);
      if (chosen.length === 0 || connected.size > 0 || timeline === undefined) throw isHeard;
      const { leadTimeMs } = timing;
      const commandId = `unheard-${timeline.epoch}-${timeline.revision}`;
      return changeOfPlayback(
        state,
        { type: 'timeline', commandId, timeline, leadTimeMs, by: null },
        timeline,
      );
    });
    await paused.catch((error: unknown) => {
      if (error !== isHeard) throw error;
    });
  }

  async #apply(
    sender: Pick<ConnectionIdentity, 'sessionId' | 'memberId'>,
    command: Command,
    known: KnownState | undefined,
    changeOf: (view: LoadedView) => Promise<RoomChange>,
  ): Promise<Ack | null> {
    const key = keyOf(sender.memberId, command);
    for (let tries = 0; tries < limits.commandTries; tries += 1) {
      // Loads the state first if it was lost, or was written with another reference clock.
      const view = await this.#deps.loader.loadView(sender.sessionId, key, known);
      if (view === null) throw new MessageError('UNAVAILABLE', { detail: 'The session has ended' });
      if (view.repeated !== null) return ackOf(command, view.repeated);
      const change = await changeOf(view);
      const result = await this.#deps.store.change(sender.sessionId, change, key);
      if (result.kind === 'applied') return null;
      if (result.kind === 'repeated') return ackOf(command, result.revision);
      if (result.kind === 'missing') throw new MessageError('UNAVAILABLE');
    }
    throw new MessageError('UNAVAILABLE', { detail: 'Too many changes at once' });
  }

  async #playback(
    sender: ConnectionIdentity,
    command: PlaybackCommand,
    view: LoadedView,
  ): Promise<RoomChange> {
    const { state } = view;
    requirePermission(state.room, sender.principal.userId, 'playback');
    requireFresh(command, state);
    const item = await this.#firstPlayable(itemsToPlay(state, command, this.#deps.timebase.nowUs()));
    const timing = this.#timing(view);
    return changeByCommand(sender, command, state, nextTimeline(state, command, item, timing), timing);
  }

  async #outputs(sender: ConnectionIdentity, command: OutputsCommand, view: LoadedView): Promise<RoomChange> {
    const { state } = view;
    requirePermission(state.room, sender.principal.userId, 'playback');
    requireFresh(command, state);
    const connected = await this.#deps.sync.members(sender.sessionId, command.memberIds ?? []);
    const timing = outputTiming(state, command, sender.memberId, this.#timing(view));
    const outputs = nextOutputs(state.room.outputs, command, connected, timing);
    return changeByOutputs(sender, command, state, outputs, timing);
  }

  #edit(
    sender: ConnectionIdentity,
    command: EditCommand,
    view: LoadedView,
    items: ItemsByOperation,
  ): RoomChange {
    requireFresh(command, view.state);
    const timing = this.#timing(view);
    const edit = inTurn(command, view.state.room, sender.principal.userId);
    return changeByEdit(sender, command, view.state, editRoom(view.state, edit, items, timing), timing);
  }

  #timing({ delays }: { readonly delays: LoadedView['delays'] }): CommandTiming {
    return { nowUs: this.#deps.timebase.nowUs(), leadTimeMs: leadTimeMs(delays) };
  }

  /** @throws MessageError TRACK_NOT_FOUND when there are items, and none of their tracks exists */
  async #firstPlayable(items: readonly QueueItem[]): Promise<QueueItem | undefined> {
    const [preferred] = items;
    if (preferred === undefined) return undefined;
    const playable = await playableItems(items, this.#deps.tracks);
    const item = items.find((one) => playable.has(one));
    if (item === undefined) throw new MessageError('TRACK_NOT_FOUND', { detail: `"${preferred.title}"` });
    return item;
  }

  /** @throws MessageError TRACK_NOT_FOUND naming each track that does not exist */
  async #itemsOf(trackIds: readonly (readonly string[])[], userId: string): Promise<ItemsByOperation> {
    const made = await Promise.all(trackIds.map((ids) => createQueueItems(ids, userId, this.#deps.tracks)));
    const errors = made.flatMap(({ missing }, operation) =>
      missing.map((index) => ({
        field: `operations.${operation}.trackIds.${index}`,
        message: 'There is no such track',
      })),
    );
    if (errors.length > 0) throw new MessageError('TRACK_NOT_FOUND', { errors });
    return made.map(({ items }) => items);
  }
}

/** Two members may choose the same command id. A hash, because Redis stores short entries compactly. */
function keyOf(memberId: string, { commandId }: Command): string {
  return createHash('sha256').update(`${memberId} ${commandId}`).digest('base64url');
}

function ackOf({ commandId }: Command, revision: number): Ack {
  return { type: 'ack', commandId, revision };
}
