import websocket from '@fastify/websocket';
import type { Log } from '@downbeat/shared/backing';
import type { App, Authenticator } from '@downbeat/shared/http';
import type { Cursors } from '@downbeat/shared/paging';
import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import type { RateLimits } from '../rate-limits.ts';
import { limits } from './limits.ts';
import { createHandlers } from './messages/handlers.ts';
import { Commands } from './rooms/commands.ts';
import { Delivery } from './rooms/deliver.ts';
import { RoomOpener } from './rooms/room-opener.ts';
import { Rooms } from './rooms/rooms.ts';
import { SessionRepository } from './sessions/repository.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { Sessions } from './sessions/sessions.ts';
import { SnapshotWriter } from './sessions/snapshot-writer.ts';
import { ticketAuthenticator } from './socket/admission.ts';
import { Gate } from './socket/gate.ts';
import { socketErrors } from './socket/socket-errors.ts';
import { socketRoute } from './socket/socket-route.ts';
import { Watch } from './socket/watch.ts';
import { DeltaLog } from './state/delta-log.ts';
import { InviteThrottle } from './state/invite-throttle.ts';
import { ListeningKeys } from './state/keys.ts';
import { RoomStore } from './state/room-store.ts';
import { SeatStore } from './state/seat-store.ts';
import { TicketStore } from './state/ticket-store.ts';
import { TimeKeeper } from './timebase/keep-time.ts';
import { systemClock, type MonotonicClock } from './timebase/monotonic-clock.ts';
import { redisReference, type ReferenceClock } from './timebase/reference-clock.ts';
import { Timebase } from './timebase/timebase.ts';
import type { TrackDirectory } from './tracks.ts';

export { listeningIndexes } from './sessions/repository.ts';
export type { MonotonicClock } from './timebase/monotonic-clock.ts';
export type { ReferenceClock } from './timebase/reference-clock.ts';
export type { PlayableTrack, TrackDirectory } from './tracks.ts';

export interface ListeningOptions {
  readonly redis: Redis;
  readonly db: Db;
  readonly tracks: TrackDirectory;
  readonly cursors: Cursors;
  /** Origins whose pages may open a socket, in lower case. */
  readonly origins: ReadonlySet<string>;
  readonly rateLimits: RateLimits;
  readonly log: Log;
  readonly isRevoked: (sessionId: string) => Promise<boolean>;
  /** This instance's clock; tests inject skewed ones. */
  readonly clock?: MonotonicClock;
  /** What all instances agree on; Redis `TIME` unless tests say otherwise. */
  readonly reference?: ReferenceClock;
}

/** The listening feature: make it, give its authenticator to the app factory, then register its routes. */
export interface Listening {
  /** For the security scheme `ticket`. */
  readonly authenticator: Authenticator;
  /** Adds the routes, and ties start and shutdown to the app's own. */
  register(app: App): Promise<void>;
}

function stores(redis: Redis, keys: ListeningKeys) {
  return {
    store: new RoomStore(redis, keys),
    seats: new SeatStore(redis, keys),
    deltas: new DeltaLog(redis, keys),
    tickets: new TicketStore(redis, keys),
    throttle: new InviteThrottle(redis, keys),
  };
}

function assemble(options: ListeningOptions, subscriber: Redis) {
  const { redis, db, tracks, cursors, log, isRevoked } = options;
  const keys = new ListeningKeys(redis.options.keyPrefix ?? '');
  const timebase = new Timebase(
    options.clock ?? systemClock,
    options.reference ?? redisReference(redis, keys),
  );
  const repository = new SessionRepository(db);
  const writer = new SnapshotWriter(repository, log);
  const parts = { ...stores(redis, keys), repository, writer, timebase, tracks, cursors, log };
  const opener = new RoomOpener(parts.store, repository, timebase);
  const delivery = new Delivery({ ...parts, opener });
  const rooms = new Rooms(subscriber, keys, parts.store, log);
  const gate = new Gate({ ...parts, opener, delivery, rooms });
  const commands = new Commands({ ...parts, opener });
  return {
    timebase,
    writer,
    delivery,
    rooms,
    gate,
    tickets: parts.tickets,
    handlers: createHandlers({ ...parts, commands }),
    sessions: new Sessions({ ...parts, opener }),
    keeper: new TimeKeeper(timebase, log),
    watch: new Watch({ gate, rooms, seats: parts.seats, log, isRevoked }),
  };
}

/** A connection of its own, that may be silent for as long as nothing happens. */
function subscriberOf(redis: Redis): Redis {
  const patience = { commandTimeout: undefined, socketTimeout: undefined };
  const connectionName = `${redis.options.keyPrefix ?? ''}listening-wake`;
  const subscriber = redis.duplicate({ ...patience, keyPrefix: '', connectionName });
  // Its troubles are those of the connection it was made from, which tells them.
  subscriber.on('error', () => undefined);
  return subscriber;
}

/** Builds the feature; nothing runs before {@link Listening.register}. */
export function createListening(options: ListeningOptions): Listening {
  const subscriber = subscriberOf(options.redis);
  const parts = assemble(options, subscriber);
  const { timebase, rooms, delivery, gate, watch, keeper, writer } = parts;
  timebase.onChange((change) => {
    options.log.warn(change, 'the reference clock was replaced');
    for (const room of rooms.all()) void delivery.reopen(room).catch(() => undefined);
  });
  return {
    authenticator: ticketAuthenticator({ ...parts, origins: options.origins, isRevoked: options.isRevoked }),
    async register(app) {
      await app.register(websocket, {
        // Pings are answered by the inbox, within a limit: ws itself would cut the socket without a word.
        options: {
          maxPayload: limits.frameBytes,
          maxFragments: limits.messageFrames,
          perMessageDeflate: false,
          autoPong: false,
        },
        errorHandler: socketErrors(app.metricsRegistry),
        // Sockets are closed by the phase below, with a code that says why.
        preClose: (done) => done(),
      });
      app.atShutdown('sockets', 'listening', () => gate.closeAll());
      sessionRoutes(app, parts.sessions, options.rateLimits);
      socketRoute(app, { gate, handlers: parts.handlers, timebase, log: options.log });
      app.addHook('onReady', async () => {
        await keeper.start();
        rooms.start(delivery);
        watch.start();
      });
      app.addHook('onClose', async () => {
        watch.stop();
        rooms.stop();
        keeper.stop();
        await writer.flush();
        subscriber.disconnect();
      });
    },
  };
}
