import { canRebase } from '@downbeat/timing';
import type { ClientMessage } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from './errors.ts';
import type { RoomState } from './room-state.ts';

/** The messages that change a session. */
export type Command = Extract<ClientMessage, { commandId: string }>;

/** The commands that change the queue, or what follows in it. */
export type EditCommand = Extract<Command, { type: 'queue' | 'repeat' }>;

/** The command that chooses the devices that sound. */
export type OutputsCommand = Extract<Command, { type: 'outputs' }>;

/** The commands that change where playback is. */
export type PlaybackCommand = Exclude<Command, EditCommand | OutputsCommand>;

export function isEdit(command: Command): command is EditCommand {
  return command.type === 'queue' || command.type === 'repeat';
}

/** The revision that changed last what a command depends on. */
function neededRevision(command: Command, { changedAt }: RoomState): number {
  if (command.type === 'outputs') return changedAt.outputs;
  if (!isEdit(command)) return changedAt.playback;
  return command.type === 'repeat' || canRebase(command.operations) ? 0 : changedAt.queue;
}

/** @throws MessageError STALE_REVISION, also for a revision that is not reached yet: it is of another epoch */
export function requireFresh(command: Command, state: RoomState): void {
  const isFresh = command.revision >= neededRevision(command, state) && command.revision <= state.revision;
  if (!isFresh) throw new MessageError('STALE_REVISION', { revision: state.revision });
}
