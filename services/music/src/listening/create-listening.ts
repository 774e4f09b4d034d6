import type { App, Authenticator } from '@downbeat/shared/http';
import type { Logger } from '@downbeat/shared/logging';
import type { Cursors } from '@downbeat/shared/paging';
import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import type { RateLimits } from '../rate-limits.ts';
import type { TrackDirectory } from './model/members.ts';
import { AutoAdvancer } from './room/auto-advancer.ts';
import { CommandProcessor } from './room/command-processor.ts';
import { DeltaBroadcaster } from './room/delta-broadcaster.ts';
import { RoomRegistry } from './room/room-registry.ts';
import { RoomStateLoader } from './room/room-state-loader.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { Sessions } from './sessions/sessions.ts';
import { ticketAuthenticator } from './socket/admission.ts';
import { ConnectionManager } from './socket/connection-manager.ts';
import { HeartbeatMonitor } from './socket/heartbeat-monitor.ts';
import { createHandlers } from './socket/message-handlers.ts';
import { registerWebSocket, socketRoute } from './socket/socket-route.ts';
import { AdvanceSchedule } from './store/advance-schedule.ts';
import { DeltaLog } from './store/delta-log.ts';
import { InviteThrottle } from './store/invite-throttle.ts';
import { ListeningKeys } from './store/keys.ts';
import { PresenceStore } from './store/presence-store.ts';
import { withListeningCommands } from './store/redis.ts';
import {
  redisReference,
  systemClock,
  type MonotonicClock,
  type ReferenceClock,
} from './store/reference-clock.ts';
import { RoomStore } from './store/room-store.ts';
import { SessionRepository } from './store/session-repository.ts';
import { SnapshotWriter } from './store/snapshot-writer.ts';
import { TicketStore } from './store/ticket-store.ts';
import { Timebase, TimebaseUpdater } from './store/timebase.ts';

export interface ListeningDeps {
  readonly redis: Redis;
  readonly db: Db;
  readonly tracks: TrackDirectory;
  readonly cursors: Cursors;
  /** Origins whose pages may open a socket, in lower case. */
  readonly origins: ReadonlySet<string>;
  readonly rateLimits: RateLimits;
  readonly logger: Logger;
  readonly isRevoked: (authSessionId: string) => Promise<boolean>;
  /** This instance's clock; tests inject skewed clocks. */
  readonly clock?: MonotonicClock;
  /** The clock that all instances agree on; Redis `TIME` by default. */
  readonly reference?: ReferenceClock;
}

/** The listening feature: give its authenticator to the app factory, then register its routes. */
export interface Listening {
  /** For the security scheme `ticket`. */
  readonly authenticator: Authenticator;
  /** Adds the routes, and starts and stops the feature with the app. */
  register(app: App): Promise<void>;
}

/** A connection of its own for subscriptions, without time limits: it may be silent for hours. */
function createSubscriber(redis: Redis): Redis {
  const connectionName = `${redis.options.keyPrefix ?? ''}listening-wake`;
  const subscriber = redis.duplicate({
    commandTimeout: undefined,
    socketTimeout: undefined,
    keyPrefix: '',
    connectionName,
  });
  // The connection that it was duplicated from reports the same errors.
  subscriber.on('error', () => undefined);
  return subscriber;
}

function createStores(deps: ListeningDeps) {
  const redis = withListeningCommands(deps.redis);
  const keys = new ListeningKeys(redis.options.keyPrefix ?? '');
  const repository = new SessionRepository(deps.db);
  const schedule = new AdvanceSchedule(redis, keys);
  return {
    keys,
    repository,
    schedule,
    store: new RoomStore(redis, keys, schedule),
    presence: new PresenceStore(redis, keys),
    deltas: new DeltaLog(redis, keys),
    tickets: new TicketStore(redis, keys),
    throttle: new InviteThrottle(redis, keys),
    writer: new SnapshotWriter(repository, deps.logger),
    timebase: new Timebase(deps.clock ?? systemClock, deps.reference ?? redisReference(redis, keys)),
  };
}

function assemble(deps: ListeningDeps, subscriber: Redis) {
  const { logger, tracks } = deps;
  const stores = createStores(deps);
  const loader = new RoomStateLoader(stores);
  const broadcaster = new DeltaBroadcaster({ ...stores, loader, tracks, logger });
  const registry = new RoomRegistry({ ...stores, subscriber, logger });
  const connections = new ConnectionManager({ ...stores, loader, broadcaster, registry, logger });
  const commands = new CommandProcessor({ ...stores, loader, tracks });
  return {
    ...stores,
    broadcaster,
    registry,
    connections,
    advancer: new AutoAdvancer({ ...stores, loader, registry, tracks, logger }),
    handlers: createHandlers({ ...stores, commands }),
    sessions: new Sessions({ ...stores, loader, tracks, cursors: deps.cursors }),
    updater: new TimebaseUpdater(stores.timebase, logger),
    monitor: new HeartbeatMonitor({ ...stores, connections, registry, logger, isRevoked: deps.isRevoked }),
  };
}

/** Builds the feature; it does no work before {@link Listening.register}. */
export function createListening(deps: ListeningDeps): Listening {
  const { logger } = deps;
  const subscriber = createSubscriber(deps.redis);
  const parts = assemble(deps, subscriber);
  const { timebase, registry, broadcaster, connections, advancer, monitor, updater, writer } = parts;
  timebase.onChange((change) => {
    logger.warn(change, 'the reference clock was replaced');
    parts.schedule.releaseAll().catch(() => undefined);
    for (const room of registry.all()) void broadcaster.reopen(room).catch(() => undefined);
  });
  return {
    authenticator: ticketAuthenticator({ ...parts, origins: deps.origins, isRevoked: deps.isRevoked }),
    async register(app) {
      await registerWebSocket(app);
      app.atShutdown('sockets', 'listening', () => connections.closeAll());
      app.atShutdown('workers', 'auto-advance', () => advancer.stop());
      sessionRoutes(app, parts.sessions, deps.rateLimits);
      socketRoute(app, { connections, handlers: parts.handlers, timebase, logger });
      app.addHook('onReady', async () => {
        await updater.start();
        registry.start(broadcaster);
        monitor.start();
        advancer.start(app.metricsRegistry);
      });
      app.addHook('onClose', async () => {
        monitor.stop();
        registry.stop();
        updater.stop();
        await writer.flush();
        subscriber.disconnect();
      });
    },
  };
}
