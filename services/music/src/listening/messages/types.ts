import type { ClientMessage, Pause, Play, Seek } from '../../generated/listening.schemas.gen.ts';

export type {
  Ack,
  ClientMessage,
  Member,
  MemberJoined,
  MemberLeft,
  MessageProblem,
  MessageProblemCode,
  Pause,
  Play,
  Probe,
  ProbeReply,
  QueueItem,
  Resume,
  Seek,
  ServerMessage,
  Snapshot,
  SyncReport,
  TimelineChanged,
} from '../../generated/listening.schemas.gen.ts';

/** The messages that change the timeline. */
export type Command = Play | Pause | Seek;

export type ClientMessageType = ClientMessage['type'];

/** The client message with this `type`. */
export type ClientMessageOf<T extends ClientMessageType> = Extract<ClientMessage, { type: T }>;
