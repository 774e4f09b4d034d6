import { defineErrors } from '@downbeat/shared/errors';
import type { MessageProblem, MessageProblemCode } from '../../generated/listening.schemas.gen.ts';

/** What can go wrong with listening sessions over HTTP, and before a socket is open. */
export const errors = defineErrors({
  TOKEN_IN_URL: { status: 400, title: 'Tokens do not belong in addresses; ask for a ticket' },
  SUBPROTOCOL_NOT_SUPPORTED: {
    status: 400,
    title: 'This server does not speak this version of the messages',
  },
  TICKET_INVALID: { status: 401, title: 'The ticket is unknown, used or expired' },
  ORIGIN_NOT_ALLOWED: { status: 403, title: 'Pages of this origin may not connect' },
  SESSION_NOT_FOUND: { status: 404, title: 'There is no such session' },
  INVITE_INVALID: { status: 404, title: 'This invite code is not valid' },
  SESSION_LIMIT_REACHED: { status: 409, title: 'You have as many sessions as one may have' },
  SESSION_FULL: { status: 409, title: 'This session is full' },
  SESSION_LOCKED: { status: 403, title: 'This session takes no new members' },
  GUESTS_NOT_ALLOWED: { status: 403, title: 'This session takes no guests' },
  BANNED: { status: 403, title: 'You are banned from this session' },
  INVITATION_WITHDRAWN: { status: 403, title: 'This invitation is no longer for you' },
  SKIP_NOT_POSSIBLE: { status: 409, title: 'This item cannot be skipped by votes now' },
  SUGGESTION_NOT_FOUND: { status: 404, title: 'There is no such suggestion in this session' },
  JOIN_PENDING: { status: 409, title: 'Your request to join waits for a decision' },
  JOIN_REFUSED: { status: 403, title: 'Your request to join was refused' },
  JOIN_REQUEST_NOT_FOUND: { status: 404, title: 'There is no such request to join' },
  MEMBER_NOT_FOUND: { status: 404, title: 'This user is not a member of the session' },
  OWNER_CANNOT_LEAVE: { status: 409, title: 'The owner cannot leave the session' },
  OWNER_LIMIT_REACHED: { status: 409, title: 'The new owner has as many sessions as one may have' },
  SESSION_LIST_FULL: { status: 409, title: 'This list of the session is full' },
  UPGRADE_REQUIRED: { status: 426, title: 'This address speaks WebSocket only' },
});

/** What the `problem` message of each code says. */
export const messageTitles: Readonly<Record<MessageProblemCode, string>> = {
  MALFORMED_MESSAGE: 'This is not a JSON message with a type',
  UNKNOWN_MESSAGE: 'There is no message of this type',
  VALIDATION_FAILED: 'The message does not match the contract',
  STALE_REVISION: 'The session has changed since the revision that this command was based on',
  FORBIDDEN: 'Your role does not allow this here',
  QUEUE_ITEM_NOT_FOUND: 'There is no such item in the queue',
  TRACK_NOT_FOUND: 'There is no such track for you',
  QUEUE_FULL: 'The queue holds no more items',
  DEVICE_NOT_FOUND: 'There is no such device in the session',
  NOTHING_TO_PLAY: 'The queue is empty',
  END_OF_QUEUE: 'Nothing follows in the queue',
  NOT_PLAYING: 'Nothing is playing',
  POSITION_BEYOND_END: 'The track ends before this position',
  RATE_LIMITED: 'Too many messages; this one was not looked at',
  UNAVAILABLE: 'The session cannot be changed at the moment; try again',
};

export interface MessageErrorDetails {
  readonly detail?: string;
  /** The id of the refused command, where it is known before the message is valid. */
  readonly commandId?: string;
  readonly revision?: number;
  readonly errors?: NonNullable<MessageProblem['errors']>;
}

/** A WebSocket message is refused as a whole. Thrown by rules and handlers, sent as a `problem` message. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly code: MessageProblemCode;
  readonly details: MessageErrorDetails;

  constructor(code: MessageProblemCode, details: MessageErrorDetails = {}) {
    super(details.detail ?? messageTitles[code]);
    this.code = code;
    this.details = details;
  }
}

/** The `problem` message that tells a client about the error. */
export function problemMessage(
  { code, details }: MessageError,
  commandId = details.commandId,
): MessageProblem {
  const command = commandId === undefined ? {} : { commandId };
  return { type: 'problem', code, title: messageTitles[code], ...details, ...command };
}
