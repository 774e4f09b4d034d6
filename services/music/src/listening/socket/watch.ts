import { reasonOf, type Log } from '@downbeat/shared/backing';
import { limits } from '../limits.ts';
import { repeat } from '../repeat.ts';
import { memberOf } from '../rooms/member.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { SeatStore } from '../state/seat-store.ts';
import type { Connection } from './connection.ts';

/** Sign-ins that are asked about at the same time. */
const ASKED_AT_ONCE = 16;

type Watched = Pick<Connection, 'identity' | 'heartbeat' | 'close'>;

export interface WatchDependencies {
  readonly gate: { readonly connections: Iterable<Watched>; has(connection: Watched): boolean };
  readonly rooms: Pick<Rooms, 'all'>;
  readonly seats: Pick<SeatStore, 'beat' | 'enter' | 'claimSocket' | 'releaseSocket'>;
  readonly log: Log;
  readonly isRevoked: (sessionId: string) => Promise<boolean>;
}

/** What is looked after while sockets are open: signs of life, seats, and sign-ins that have ended. */
export class Watch {
  readonly #with: WatchDependencies;
  #stops: (() => void)[] = [];

  constructor(dependencies: WatchDependencies) {
    this.#with = dependencies;
  }

  start(): void {
    const { heartbeatMs, revocationMs } = limits;
    this.#stops = [
      repeat(heartbeatMs, async () => this.#heartbeat()),
      repeat(heartbeatMs, () => this.#attempt(() => this.beat(), 'seats could not be kept')),
      repeat(revocationMs, () => this.#attempt(() => this.#revoke(), 'sign-ins could not be checked')),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Speaks for the seats and sockets of this instance. */
  async beat(): Promise<void> {
    const { rooms, gate } = this.#with;
    await Promise.all(rooms.all().map((room) => this.#beatFor(room)));
    await Promise.all([...gate.connections].map((connection) => this.#keepSocket(connection)));
  }

  /** One that left meanwhile gave its place back before it was claimed anew: it would count for a socket that is gone. */
  async #keepSocket(connection: Watched): Promise<void> {
    const { seats, gate } = this.#with;
    const { principal, connectionId } = connection.identity;
    await seats.claimSocket(principal.userId, connectionId);
    if (!gate.has(connection)) await seats.releaseSocket(principal.userId, connectionId);
  }

  /** After a long absence of Redis the others may have given a seat up whose member is still here. */
  async #beatFor({ sessionId, connections, info }: Room): Promise<void> {
    const { seats } = this.#with;
    const here = [...connections].map(({ identity }) => identity);
    const unseated = new Set(
      await seats.beat(
        sessionId,
        here.map(({ memberId }) => memberId),
      ),
    );
    if (info === undefined) return;
    for (const identity of here.filter(({ memberId }) => unseated.has(memberId))) {
      await seats.enter(sessionId, memberOf(identity, info), identity.connectionId);
    }
  }

  #heartbeat(): void {
    for (const connection of this.#with.gate.connections) connection.heartbeat();
  }

  async #revoke(): Promise<void> {
    const bySignIn = new Map<string, Watched[]>();
    for (const connection of this.#with.gate.connections) {
      const { sessionId } = connection.identity.principal;
      bySignIn.set(sessionId, [...(bySignIn.get(sessionId) ?? []), connection]);
    }
    const waiting = bySignIn.entries();
    const askers = Array.from({ length: ASKED_AT_ONCE }, () => this.#closeRevoked(waiting));
    // To the end, also when one fails: the next run is not to begin beside it.
    const failed = (await Promise.allSettled(askers)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async #closeRevoked(waiting: Iterable<[signIn: string, connections: Watched[]]>): Promise<void> {
    for (const [signIn, connections] of waiting) {
      if (!(await this.#with.isRevoked(signIn))) continue;
      for (const connection of connections) connection.close('signInEnded');
    }
  }

  async #attempt(work: () => Promise<void>, message: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#with.log.warn({ reason: reasonOf(error) }, message);
    }
  }
}
