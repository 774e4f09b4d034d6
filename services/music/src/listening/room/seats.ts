import { memberOf } from '../model/members.ts';
import type { RoomInfo } from '../model/room-state.ts';
import type { EnterResult, PresenceStore } from '../store/presence-store.ts';
import type { Room, RoomConnection } from './room.ts';

export type Seats = ReturnType<typeof createSeats>;

/** Keeps the sockets of this instance and the seats in Redis equal: a device has one seat, for its newest ticket. */
export function createSeats(presence: Pick<PresenceStore, 'enter' | 'refresh'>) {
  /**
   * Takes the seat of a socket's member, or closes the socket when a newer one of the same device has the seat, or the user
   * is not a member any more.
   */
  async function take(connection: RoomConnection, info: RoomInfo): Promise<EnterResult> {
    const { identity } = connection;
    const result = await presence.enter(identity, memberOf(identity, info));
    if (result === 'stale') connection.close('replaced');
    if (result === 'removed' || result === 'banned' || result === 'guestEnded') connection.close(result);
    return result;
  }

  async function retake(connection: RoomConnection, info: RoomInfo): Promise<void> {
    if ((await take(connection, info)) === 'full') connection.close('sessionFull');
  }

  return {
    take,

    /**
     * Refreshes the seats of a room's members on this instance, takes again those that were freed during a long loss of
     * Redis, and closes the sockets that newer ones have replaced. The deltas that say so may have been skipped by a
     * snapshot.
     */
    async refresh({ sessionId, connections, info }: Room): Promise<void> {
      const here = [...connections];
      const holders = await presence.refresh(
        sessionId,
        here.map(({ identity }) => identity.memberId),
      );
      for (const [index, connection] of here.entries()) closeIfOlder(connection, holders[index] ?? 0);
      if (info === undefined) return;
      // A socket without its snapshot takes its seat itself.
      const seatless = here.filter(
        ({ hasSnapshot, identity }, index) => hasSnapshot && (holders[index] ?? 0) < identity.ticket,
      );
      await Promise.all(seatless.map((connection) => retake(connection, info)));
    },
  };
}

/** Closes the sockets of a member that are older than the ticket that has the seat now. */
export function closeReplaced(room: Room, memberId: string, ticket: number): void {
  for (const connection of room.connectionsOf(memberId)) closeIfOlder(connection, ticket);
}

function closeIfOlder(connection: RoomConnection, ticket: number): void {
  if (connection.identity.ticket < ticket) connection.close('replaced');
}
