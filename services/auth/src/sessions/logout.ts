import type { Caller } from '../caller.ts';
import type { Revoker } from './revoke.ts';

export type Logout = (sessionId: string, userId: string, caller: Caller) => Promise<void>;

/** Ends the session that asks: its refresh tokens here, its access tokens and sockets everywhere. */
export const createLogout =
  ({ revoke }: Revoker): Logout =>
  (sessionId, userId, caller) =>
    revoke(sessionId, 'logout', { action: 'logout', outcome: 'success', userId, caller });
