import { closeCodes, type CloseReason } from '../generated/listening.close-codes.gen.ts';
import type { components } from '../generated/listening.types.gen.ts';
import type { ErrorCode } from '../http/error-code.ts';
import { DownbeatError, problemText } from '../http/errors.ts';

type Schemas = components['schemas'];

export type ClientMessage = Schemas['ClientMessage'];
export type ServerMessage = Schemas['ServerMessage'];
export type Timeline = Schemas['Timeline'];
export type Snapshot = Schemas['Snapshot'];
export type Member = Schemas['Member'];
export type Presence = Schemas['Presence'];
export type PresenceCounts = Schemas['PresenceCounts'];
export type MemberRole = Schemas['MemberRole'];
export type Permissions = Schemas['Permissions'];
export type SessionSettings = Schemas['SessionSettings'];
export type SettingsChange = Schemas['SettingsChange'];
export type RequestToJoin = Schemas['RequestToJoin'];
export type ChatMessage = Schemas['ChatMessage'];
export type Reaction = Schemas['Reaction'];
export type SkipVotes = Schemas['SkipVotes'];
export type TrackSuggestion = Schemas['TrackSuggestion'];
export type Outputs = Schemas['Outputs'];
export type QueueItem = Schemas['QueueItem'];
export type QueueOperation = Schemas['QueueOperation'];
export type RepeatMode = Schemas['RepeatMode'];
/** A message that raises the revision. */
export type Change = Extract<ServerMessage, { type: 'timeline' | 'queueChanged' }>;
/** A command without what the room adds to it. */
export type Command = WithoutAdded<Extract<ClientMessage, { commandId: string }>>;
type WithoutAdded<T> = T extends T ? Omit<T, 'commandId' | 'revision'> : never;

/** The error of a refusal that came over the socket. */
export function errorFromMessage(problem: Schemas['MessageProblem']): DownbeatError {
  const { code, errors } = problem;
  const error = new DownbeatError<ErrorCode>(code, problemText(problem));
  if (errors === undefined) return error;
  return Object.assign(error, { errors: errors.map((field) => ({ in: 'body' as const, ...field })) });
}

/** Why a socket is not open. */
export interface CloseCause {
  /** In words for a listener. */
  reason: string;
  /** The server's reason by its name in the contract; null when the server did not close the socket. */
  closeReason: CloseReason | null;
}

/** The contract's close reasons, in words for a listener. */
const reasons: Readonly<Record<CloseReason, string>> = {
  goingAway: 'the server went away',
  brokenFraming: 'a frame was malformed',
  brokenText: 'a text was not UTF-8',
  tooManyParts: 'a message came in too many parts',
  frameTooLarge: 'a frame was too large',
  failure: 'the session could not be reached',
  instanceRestarts: 'the server restarts',
  malformedTraffic: 'this client sent malformed messages',
  signInEnded: 'the sign-in ended',
  tooManyMessages: 'too many messages',
  slowReader: 'this client read too slowly',
  sessionEnded: 'the session ended',
  replaced: 'the same device opened the session elsewhere',
  tooManySockets: 'too many sockets of one user',
  sessionFull: 'the session is full',
  removed: 'this user is no longer a member',
  banned: 'this user is banned from the session',
  guestEnded: 'the time of this guest is over',
};

const causes = new Map<number, CloseCause>(
  (Object.keys(closeCodes) as CloseReason[]).map((closeReason) => [
    closeCodes[closeReason].code,
    { reason: reasons[closeReason], closeReason },
  ]),
);

/** The contract does not name every code, e.g. 1006 of a lost network. */
export function closeCause(code: number): CloseCause {
  return causes.get(code) ?? { reason: `the connection was lost (${code})`, closeReason: null };
}
