import type { components } from '../generated/listening.types.gen.ts';

type Schemas = components['schemas'];

export type ClientMessage = Schemas['ClientMessage'];
export type ServerMessage = Schemas['ServerMessage'];
export type Timeline = Schemas['Timeline'];
export type Snapshot = Schemas['Snapshot'];
export type Member = Schemas['Member'];
export type QueueItem = Schemas['QueueItem'];
export type MessageProblem = Schemas['MessageProblem'];
/** A command without what the room adds to it. */
export type Command =
  | Omit<Schemas['Play'], 'commandId' | 'revision'>
  | Omit<Schemas['Pause'], 'commandId' | 'revision'>
  | Omit<Schemas['Seek'], 'commandId' | 'revision'>;
