import { randomInt } from 'node:crypto';
import {
  afterEdit,
  changesOf,
  namedEntries,
  QueueEditError,
  type QueueOperation,
  type Timeline,
} from '@downbeat/timing';
import type { QueueChange, QueueItem } from '../../generated/listening.schemas.gen.ts';
import type { EditCommand } from './commands.ts';
import { MessageError } from './errors.ts';
import { limits } from './limits.ts';
import { hasPermission, requirePermission, type Permission } from './permissions.ts';
import type { CommandTiming } from './playback.ts';
import type { RoomInfo, RoomState } from './room-state.ts';

/** What an edit makes of a session. */
export interface Edited {
  readonly room: RoomInfo;
  readonly timeline: Timeline;
  readonly changes: readonly QueueChange[];
}

/** The tracks that each operation adds, by its index; empty for an operation that adds none. */
export function addedTracks(command: EditCommand): readonly (readonly string[])[] {
  if (command.type === 'repeat') return [];
  const added = command.operations.map((operation) => ('trackIds' in operation ? operation.trackIds : []));
  if (added.flat().length <= limits.tracksPerEdit) return added;
  const message = `must add at most ${limits.tracksPerEdit} tracks together`;
  throw new MessageError('VALIDATION_FAILED', { errors: [{ field: 'operations', message }] });
}

/**
 * The command as it counts in a session with fair turns: who may not change the order adds in turn, whatever place is asked
 * for.
 */
export function inTurn(
  command: EditCommand,
  { access }: Pick<RoomInfo, 'access'>,
  userId: string,
): EditCommand {
  if (command.type !== 'queue' || !access.fairTurns || hasPermission(access, userId, 'reorder'))
    return command;
  const operations = command.operations.map((operation) =>
    operation.op === 'add' ? { op: operation.op, trackIds: operation.trackIds } : operation,
  );
  return { ...command, operations };
}

/** How much work for the members an edit is: the tracks and items that it names. */
export function editCost(command: EditCommand): number {
  return command.type === 'repeat' ? 1 : namedEntries(command.operations);
}

/**
 * The session after an edit.
 * @param added the new items of each operation, by its index
 * @throws MessageError QUEUE_ITEM_NOT_FOUND, VALIDATION_FAILED or QUEUE_FULL
 */
export function editRoom(
  { room, timeline }: Pick<RoomState, 'room' | 'timeline'>,
  command: EditCommand,
  added: readonly (readonly QueueItem[])[],
  { nowUs, leadTimeMs }: CommandTiming,
): Edited {
  const operations: readonly QueueOperation[] = command.type === 'queue' ? command.operations : [];
  const { fairTurns } = room.access;
  const { changes, queue } = orRefusal(() =>
    changesOf(room.queue, operations, {
      currentId: timeline.queueItemId,
      itemsOf: (index) => added[index] ?? [],
      // No member can foresee it.
      randomBelow: (limit) => randomInt(limit),
      personOf: fairTurns ? ({ addedBy }) => addedBy : undefined,
    }),
  );
  if (added.some(({ length }) => length > 0)) requireRoomFor(queue);
  const edited = { ...room, queue, repeat: command.type === 'repeat' ? command.mode : room.repeat };
  return {
    room: edited,
    timeline: afterEdit(timeline, room, edited, nowUs, leadTimeMs),
    changes: changes as QueueChange[],
  };
}

function orRefusal<T>(edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof QueueEditError)) throw error;
    throw new MessageError(error.code, { errors: error.errors });
  }
}

function requireRoomFor(queue: readonly QueueItem[]): void {
  if (queue.length > limits.queueItems) {
    throw new MessageError('QUEUE_FULL', { detail: `A queue holds ${limits.queueItems} items` });
  }
  if (Buffer.byteLength(JSON.stringify(queue)) > limits.queueBytes) {
    throw new MessageError('QUEUE_FULL', { detail: 'The titles in this queue are too long together' });
  }
}

/**
 * What an edit needs. Who may add may also remove what they have added, but only who controls playback may end the item
 * that is current.
 */
function neededPermissions(
  { room, timeline }: RoomState,
  operation: QueueOperation,
  userId: string,
): Permission[] {
  switch (operation.op) {
    case 'add':
      return ['add'];
    case 'replace':
      return ['add', 'reorder', 'playback'];
    case 'remove': {
      const removed = new Set(operation.itemIds);
      const isOwn = room.queue.every(({ id, addedBy }) => !removed.has(id) || addedBy === userId);
      const endsCurrent = timeline.queueItemId !== null && removed.has(timeline.queueItemId);
      return [isOwn ? 'add' : 'reorder', ...(endsCurrent ? (['playback'] as const) : [])];
    }
    case 'move':
    case 'clear':
    case 'shuffle':
      return ['reorder'];
  }
}

/** @throws MessageError FORBIDDEN */
export function requireEditPermission(state: RoomState, command: EditCommand, userId: string): void {
  const needed =
    command.type === 'repeat'
      ? (['playback'] as const)
      : command.operations.flatMap((operation) => neededPermissions(state, operation, userId));
  for (const permission of new Set(needed)) requirePermission(state.room, userId, permission);
}
