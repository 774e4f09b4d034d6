import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { limits } from '../model/limits.ts';
import { memberOf } from '../model/members.ts';
import { setNonOverlappingInterval } from '../room/non-overlapping-interval.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { Room } from '../room/room.ts';
import type { PresenceStore } from '../store/presence-store.ts';
import type { Connection } from './connection.ts';

/** Sign-ins that are checked at the same time. */
const PARALLEL_CHECKS = 16;

type MonitoredConnection = Pick<Connection, 'identity' | 'heartbeat' | 'close'>;

export interface HeartbeatMonitorDeps {
  readonly connections: {
    readonly connections: Iterable<MonitoredConnection>;
    has(connection: MonitoredConnection): boolean;
  };
  readonly registry: Pick<RoomRegistry, 'all'>;
  readonly presence: Pick<PresenceStore, 'refresh' | 'enter' | 'claimSocket' | 'releaseSocket'>;
  readonly logger: Logger;
  readonly isRevoked: (authSessionId: string) => Promise<boolean>;
}

/** While sockets are open: pings them, refreshes their seats, and closes them when their auth session is revoked. */
export class HeartbeatMonitor {
  readonly #deps: HeartbeatMonitorDeps;
  #stops: (() => void)[] = [];

  constructor(deps: HeartbeatMonitorDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { heartbeatMs, revocationMs } = limits;
    const heartbeat = async () => {
      for (const connection of this.#deps.connections.connections) connection.heartbeat();
    };
    const refresh = () => this.#try(() => this.refresh(), 'seats could not be refreshed');
    const closeRevoked = () => this.#try(() => this.#closeRevoked(), 'auth sessions could not be checked');
    this.#stops = [
      setNonOverlappingInterval(heartbeatMs, heartbeat),
      setNonOverlappingInterval(heartbeatMs, refresh),
      setNonOverlappingInterval(revocationMs, closeRevoked),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Refreshes the seats and sockets of this instance. */
  async refresh(): Promise<void> {
    const { registry, connections } = this.#deps;
    await Promise.all(registry.all().map((room) => this.#refreshSeats(room)));
    await Promise.all([...connections.connections].map((connection) => this.#refreshSocket(connection)));
  }

  /** If the socket closed during the claim, its release came first: release it again, or it would stay counted. */
  async #refreshSocket(connection: MonitoredConnection): Promise<void> {
    const { presence, connections } = this.#deps;
    const { principal, connectionId } = connection.identity;
    await presence.claimSocket(principal.userId, connectionId);
    if (!connections.has(connection)) await presence.releaseSocket(principal.userId, connectionId);
  }

  /** After a long loss of Redis another instance may have freed the seat of a member that is still connected. */
  async #refreshSeats({ sessionId, connections, info }: Room): Promise<void> {
    const { presence } = this.#deps;
    const identities = [...connections].map(({ identity }) => identity);
    const memberIds = identities.map(({ memberId }) => memberId);
    const unseated = new Set(await presence.refresh(sessionId, memberIds));
    if (info === undefined) return;
    for (const identity of identities.filter(({ memberId }) => unseated.has(memberId))) {
      await presence.enter(sessionId, memberOf(identity, info), identity.connectionId);
    }
  }

  async #closeRevoked(): Promise<void> {
    const { connections } = this.#deps.connections;
    const pending = Map.groupBy(connections, ({ identity }) => identity.principal.authSessionId).entries();
    const checkPending = async (): Promise<void> => {
      for (const [authSessionId, ofAuthSession] of pending) {
        if (!(await this.#deps.isRevoked(authSessionId))) continue;
        for (const connection of ofAuthSession) connection.close('signInEnded');
      }
    };
    const checks = Array.from({ length: PARALLEL_CHECKS }, checkPending);
    // Wait for all of them, also when one fails: the next run must not overlap this one.
    const failed = (await Promise.allSettled(checks)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async #try(work: () => Promise<void>, message: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#deps.logger.warn({ reason: reasonOf(error) }, message);
    }
  }
}
