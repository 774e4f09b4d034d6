import type { App, OriginFilter } from '@downbeat/shared/http';
import type { Cursors } from '@downbeat/shared/paging';
import { addReadinessCheck } from '@downbeat/shared/readiness';
import type { Redis } from 'ioredis';
import type { QuotasOf } from '../quota.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { TrackDirectory } from './model/members.ts';
import { AccessPublisher } from './room/access-publisher.ts';
import { AutoAdvancer } from './room/auto-advancer.ts';
import { CommandProcessor } from './room/command-processor.ts';
import { ReactionCounter } from './room/reaction-counter.ts';
import { DeltaBroadcaster } from './room/delta-broadcaster.ts';
import { SyncMetrics } from './room/sync-metrics.ts';
import { OutputWatch } from './room/output-watch.ts';
import { PresenceCollector } from './room/presence-collector.ts';
import { startPublicCounter } from './room/public-counter.ts';
import { RoomRegistry } from './room/room-registry.ts';
import { RoomStateLoader } from './room/room-state-loader.ts';
import { createSeats } from './room/seats.ts';
import { TrailWriter } from './room/trail-writer.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { chatRoutes } from './sessions/chat-routes.ts';
import { createNetworkHash, guestRoutes, Guests } from './sessions/guests.ts';
import { guestTrackHook } from './sessions/guest-tracks.ts';
import { createChatLimiter, SessionChat } from './sessions/chat.ts';
import { createInviteCodes, createInviteLimiter } from './store/invite-codes.ts';
import { Joins } from './sessions/joins.ts';
import { managementRoutes } from './sessions/management-routes.ts';
import { SessionManagement } from './sessions/management.ts';
import { outputDelayRoutes } from './sessions/output-delays.ts';
import { PublicSessions, publicSessionRoutes } from './sessions/public-sessions.ts';
import { skipVoteRoutes, SkipVoting } from './sessions/skip-votes.ts';
import { SyncReceipts, syncReceiptRoutes } from './sessions/sync-receipts.ts';
import { Sessions } from './sessions/sessions.ts';
import { trailRoutes, Trails } from './sessions/trails.ts';
import { createSuggestions, suggestionRoutes } from './sessions/suggestions.ts';
import { ticketAuthenticator } from './socket/ticket-admission.ts';
import { ConnectionManager } from './socket/connection-manager.ts';
import { HeartbeatMonitor } from './socket/heartbeat-monitor.ts';
import { createHandlers } from './socket/message-handlers.ts';
import { socketRoute } from './socket/socket-route.ts';
import { createStores, type StoresDeps } from './store/stores.ts';
import { startTimebaseUpdates } from './store/timebase.ts';

export interface ListeningDeps extends StoresDeps {
  readonly tracks: TrackDirectory;
  readonly cursors: Cursors;
  /** Whether pages of an origin, in lower case, may open a socket. */
  readonly isOriginAllowed: OriginFilter;
  readonly rateLimits: RateLimits;
  readonly quotasOf: QuotasOf;
  /** Hides what is stored of the addresses of guests. */
  readonly secret: string;
  readonly isRevoked: (authSessionId: string) => Promise<boolean>;
}

export type Listening = ReturnType<typeof createListening>;

/**
 * A connection of its own for subscriptions. Its time limits end a connection that is open and passes nothing on, because
 * the registry pings it.
 */
function createSubscriber(redis: Redis): Redis {
  const connectionName = `${redis.options.keyPrefix ?? ''}listening-wake`;
  // ioredis ignores the result of its own subscription after a reconnect, also when it fails: the registry subscribes.
  const subscriber = redis.duplicate({ keyPrefix: '', connectionName, autoResubscribe: false });
  // The connection that it was duplicated from reports the same errors.
  subscriber.on('error', () => undefined);
  return subscriber;
}

/** Rooms and their sockets. */
function assembleRooms(deps: ListeningDeps) {
  const stores = { ...createStores(deps), tracks: deps.tracks };
  const subscriber = createSubscriber(deps.redis);
  const publisher = new AccessPublisher(stores);
  const loader = new RoomStateLoader({ ...stores, publisher });
  const seats = createSeats(stores.presence);
  const commands = new CommandProcessor({ ...stores, loader });
  const outputWatch = new OutputWatch({ ...stores, commands });
  const trailWriter = new TrailWriter(stores);
  const broadcaster = new DeltaBroadcaster({
    ...stores,
    ...{ loader, seats, commands, outputWatch, trailWriter },
  });
  const registry = new RoomRegistry({ ...stores, subscriber });
  const connections = new ConnectionManager({
    ...stores,
    ...{ loader, broadcaster, registry, seats, outputWatch },
  });
  const syncMetrics = new SyncMetrics();
  const presences = new PresenceCollector(stores);
  return {
    ...stores,
    subscriber,
    publisher,
    loader,
    commands,
    broadcaster,
    registry,
    connections,
    outputWatch,
    trailWriter,
    syncMetrics,
    advancer: new AutoAdvancer({ ...stores, loader, registry }),
    handlers: createHandlers({ ...stores, commands, registry, presences, syncMetrics }),
    monitor: new HeartbeatMonitor({ ...stores, connections, registry, seats, isRevoked: deps.isRevoked }),
  };
}

/** What users do with sessions over HTTP. */
function assembleFeatures(
  { redis, cursors, quotasOf, secret }: ListeningDeps,
  rooms: ReturnType<typeof assembleRooms>,
) {
  const inviteCodes = createInviteCodes(
    (inviteCode) => rooms.repository.findByInvite(inviteCode),
    createInviteLimiter(redis),
  );
  const joins = new Joins({ ...rooms, inviteCodes });
  const [limiter, reactions] = [createChatLimiter(redis), new ReactionCounter(rooms)];
  return {
    sessions: new Sessions({ ...rooms, inviteCodes, joins, cursors, quotasOf }),
    guests: new Guests({ ...rooms, inviteCodes, hashNetwork: createNetworkHash(secret) }),
    chat: new SessionChat({ ...rooms, cursors, limiter, reactions }),
    skipVotes: new SkipVoting(rooms),
    suggesting: createSuggestions(rooms, redis),
    publicSessions: new PublicSessions({ ...rooms, cursors }),
    management: new SessionManagement({ ...rooms, quotasOf }),
    syncReceipts: new SyncReceipts(rooms),
    trailReading: new Trails({ ...rooms, cursors }),
  };
}

function assemble(deps: ListeningDeps) {
  const rooms = assembleRooms(deps);
  return { ...rooms, ...assembleFeatures(deps, rooms) };
}

function addRoutes(app: App, parts: ReturnType<typeof assemble>, rateLimits: RateLimits): void {
  sessionRoutes(app, parts.sessions, rateLimits);
  guestRoutes(app, parts.guests, rateLimits);
  managementRoutes(app, parts.management, rateLimits);
  skipVoteRoutes(app, parts.skipVotes, rateLimits);
  publicSessionRoutes(app, parts, rateLimits);
  chatRoutes(app, parts.chat, rateLimits);
  suggestionRoutes(app, parts.suggesting, rateLimits);
  outputDelayRoutes(app, parts.outputDelays, rateLimits);
  syncReceiptRoutes(app, parts.syncReceipts, rateLimits);
  trailRoutes(app, parts.trailReading, rateLimits);
}

/** The listening feature: give its authenticator to the app factory, then register it. It does no work before that. */
export function createListening(deps: ListeningDeps) {
  const { logger } = deps;
  const parts = assemble(deps);
  const { timebase, registry, broadcaster, connections, advancer, monitor } = parts;
  timebase.onChange((change) => {
    logger.warn(change, 'the reference clock was replaced');
    parts.schedule.releaseAll().catch(() => undefined);
    for (const room of registry.all()) void broadcaster.reopen(room).catch(() => undefined);
  });
  return {
    /** For the security scheme `ticket`. */
    authenticator: ticketAuthenticator({
      ...parts,
      isOriginAllowed: deps.isOriginAllowed,
      isRevoked: deps.isRevoked,
    }),
    /** Adds the routes and the hook for the tracks of guests, and starts and stops the feature with the app. */
    async register(app: App): Promise<void> {
      let stopUpdates: () => void = () => undefined;
      let stopCounting: () => void = () => undefined;
      app.atShutdown('sockets', 'listening', () => connections.closeAll());
      app.atShutdown('workers', 'auto-advance', () => advancer.stop());
      app.addHook('preHandler', guestTrackHook(parts));
      addRoutes(app, parts, deps.rateLimits);
      await socketRoute(app, parts);
      addReadinessCheck(app, {
        name: 'redis-subscription',
        required: false,
        check: () => parts.subscriber.ping(),
      });
      app.addHook('onReady', async () => {
        stopUpdates = await startTimebaseUpdates(timebase, logger);
        registry.start(broadcaster);
        monitor.start();
        parts.trailWriter.start();
        stopCounting = startPublicCounter(parts);
        advancer.start(app.metricsRegistry);
        parts.syncMetrics.register(app.metricsRegistry);
      });
      app.addHook('onClose', async () => {
        monitor.stop();
        stopCounting();
        registry.stop();
        parts.outputWatch.stop();
        parts.publisher.stop();
        stopUpdates();
        await Promise.all([parts.writer.close(), parts.trailWriter.stop()]);
        parts.subscriber.disconnect();
      });
    },
  };
}
