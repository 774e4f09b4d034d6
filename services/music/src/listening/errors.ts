import { defineErrors } from '@downbeat/shared/problem';

/** What can go wrong with sessions, over HTTP and before a socket stands. */
export const errors = defineErrors({
  TOKEN_IN_URL: { status: 400, title: 'Tokens do not belong in addresses; ask for a ticket' },
  TICKET_INVALID: { status: 401, title: 'The ticket is unknown, used or expired' },
  ORIGIN_NOT_ALLOWED: { status: 403, title: 'Pages of this origin may not connect' },
  SESSION_NOT_FOUND: { status: 404, title: 'There is no such session' },
  INVITE_INVALID: { status: 404, title: 'This invite code is not valid' },
  SESSION_LIMIT_REACHED: { status: 409, title: 'You have as many sessions as one may have' },
  SESSION_FULL: { status: 409, title: 'This session is full' },
  UPGRADE_REQUIRED: { status: 426, title: 'This address speaks WebSocket only' },
});
