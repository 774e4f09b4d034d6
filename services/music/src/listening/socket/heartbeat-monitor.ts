import { type Logger, reasonOf } from '@downbeat/shared/logging';
import { setNonOverlappingInterval } from '@downbeat/shared/timers';
import { limits } from '../model/limits.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { Seats } from '../room/seats.ts';
import type { PresenceStore } from '../store/presence-store.ts';
import type { Connection } from './connection.ts';

type MonitoredConnection = Pick<Connection, 'identity' | 'hasSnapshot' | 'heartbeat' | 'close'>;

export interface HeartbeatMonitorDeps {
  readonly connections: { readonly connections: Iterable<MonitoredConnection> };
  readonly registry: Pick<RoomRegistry, 'all'>;
  readonly seats: Pick<Seats, 'refresh'>;
  readonly presence: Pick<PresenceStore, 'claimSocket'>;
  readonly logger: Logger;
  readonly isRevoked: (authSessionId: string) => Promise<boolean>;
}

/**
 * While sockets are open: pings them, refreshes their seats, and closes them when their auth session is revoked, or the
 * access token of a guest has expired, which is not renewed.
 */
export class HeartbeatMonitor {
  readonly #deps: HeartbeatMonitorDeps;
  #stops: (() => void)[] = [];

  constructor(deps: HeartbeatMonitorDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { heartbeatMs, socketRefreshMs, revocationMs } = limits;
    const heartbeat = async () => {
      for (const connection of this.#deps.connections.connections) connection.heartbeat();
    };
    const refreshSeats = () => this.#try(() => this.#refreshSeats(), 'seats could not be refreshed');
    const refreshSockets = () => this.#try(() => this.refreshSockets(), 'sockets could not be refreshed');
    const closeExpiredGuests = async () => this.closeExpiredGuests(Date.now());
    const closeRevoked = () => this.#try(() => this.#closeRevoked(), 'auth sessions could not be checked');
    this.#stops = [
      setNonOverlappingInterval(heartbeatMs, heartbeat),
      setNonOverlappingInterval(heartbeatMs, refreshSeats),
      setNonOverlappingInterval(socketRefreshMs, refreshSockets),
      setNonOverlappingInterval(revocationMs, closeRevoked),
      setNonOverlappingInterval(revocationMs, closeExpiredGuests),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Keeps the devices of this instance's members counted. A socket without its snapshot counts for nothing. */
  async refreshSockets(): Promise<void> {
    const { presence, connections } = this.#deps;
    const admitted = [...connections.connections].filter(({ hasSnapshot }) => hasSnapshot);
    await Promise.all(admitted.map(({ identity }) => presence.claimSocket(identity)));
  }

  closeExpiredGuests(nowMs: number): void {
    for (const connection of this.#deps.connections.connections) {
      const { role, tokenExpiresAt } = connection.identity.principal;
      if (role === 'guest' && tokenExpiresAt.getTime() <= nowMs) connection.close('guestEnded');
    }
  }

  async #refreshSeats(): Promise<void> {
    const { registry, seats } = this.#deps;
    await Promise.all(registry.all().map((room) => seats.refresh(room)));
  }

  async #closeRevoked(): Promise<void> {
    const { connections } = this.#deps.connections;
    const byAuthSession = Map.groupBy(connections, ({ identity }) => identity.principal.authSessionId);
    const checks = [...byAuthSession].map(async ([authSessionId, ofAuthSession]) => {
      if (!(await this.#deps.isRevoked(authSessionId))) return;
      for (const connection of ofAuthSession) connection.close('signInEnded');
    });
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
