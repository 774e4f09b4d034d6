import type { MessageProblem, MessageProblemCode } from './types.ts';

const titles: Readonly<Record<MessageProblemCode, string>> = {
  MALFORMED_MESSAGE: 'This is not a JSON message with a type',
  UNKNOWN_MESSAGE: 'There is no message of this type',
  VALIDATION_FAILED: 'The message does not match the contract',
  STALE_REVISION: 'The session has changed since the revision that this command was based on',
  FORBIDDEN: 'Your role does not allow this here',
  QUEUE_ITEM_NOT_FOUND: 'There is no such item in the queue',
  TRACK_NOT_FOUND: 'There is no such track for you',
  NOTHING_TO_PLAY: 'The queue is empty',
  NOT_PLAYING: 'Nothing is playing',
  POSITION_BEYOND_END: 'The track ends before this position',
  RATE_LIMITED: 'Too many messages; this one was not looked at',
  UNAVAILABLE: 'The session cannot be changed at the moment; try again',
};

export interface RefusalDetails {
  readonly detail?: string;
  /** The refused command, where that is known before its message is. */
  readonly commandId?: string;
  readonly revision?: number;
  readonly errors?: MessageProblem['errors'];
}

/** A message is refused, whole. Thrown by rules and handlers, rendered as a `problem` message. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: MessageProblemCode;
  readonly details: RefusalDetails;

  constructor(code: MessageProblemCode, details: RefusalDetails = {}) {
    super(details.detail ?? titles[code]);
    this.code = code;
    this.details = details;
  }
}

/** The `problem` message of a refusal. */
export function problemOf({ code, details }: Refusal, commandId = details.commandId): MessageProblem {
  const { detail, revision, errors } = details;
  return {
    type: 'problem',
    code,
    title: titles[code],
    ...(detail === undefined ? {} : { detail }),
    ...(commandId === undefined ? {} : { commandId }),
    ...(revision === undefined ? {} : { revision }),
    ...(errors === undefined ? {} : { errors }),
  };
}
