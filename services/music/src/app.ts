import { bearerAuthenticator, createApp, type App } from '@downbeat/shared/http';
import { startConsumer } from '@downbeat/shared/events';
import { createLogger, type Logger } from '@downbeat/shared/logging';
import { ensureIndexes, mongoPlugin } from '@downbeat/shared/mongo';
import { startRelay } from '@downbeat/shared/outbox';
import { rabbitPlugin } from '@downbeat/shared/rabbit';
import { redisPlugin } from '@downbeat/shared/redis';
import type { Config } from './config.ts';
import { connect, type Connections } from './connections.ts';
import { createHandlers, QUEUE } from './consumer/handlers.ts';
import { createFeatures, type Features } from './features.ts';
import contract from './generated/contract.gen.json' with { type: 'json' };
import { operations } from './generated/operations.gen.ts';
import { indexes } from './indexes.ts';
import { createInfrastructure, type Infrastructure } from './infrastructure.ts';
import { playlistItemRoutes } from './playlists/item-routes.ts';
import { playlistRoutes } from './playlists/routes.ts';
import { startSweeper } from './storage/index.ts';
import { streamingRoutes } from './streaming/routes.ts';
import { signatureAuthenticator } from './streaming/signature-authenticator.ts';
import { trackRoutes } from './tracks/routes.ts';

/** What a test may replace. */
export interface Seams {
  readonly logger?: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly redisKeyPrefix?: string;
}

function createServer(
  config: Config,
  logger: Logger,
  { revocations, signer, storage }: Infrastructure,
): Promise<App> {
  const isRevoked = (sessionId: string) => revocations.isRevoked(sessionId);
  const authenticators = {
    bearer: bearerAuthenticator({ jwtSecret: config.JWT_SECRET, isRevoked }),
    streamSignature: signatureAuthenticator(signer, isRevoked),
  };
  const dependencies = [{ name: 'storage', required: false, check: () => storage.check() }];
  return createApp({ service: 'music', contract, operations, config, logger, authenticators, dependencies });
}

async function attach(app: App, { mongo, redis, rabbit }: Connections): Promise<void> {
  await app.register(mongoPlugin, { connection: mongo });
  await app.register(redisPlugin, { connection: redis });
  await app.register(rabbitPlugin, { connection: rabbit });
  await ensureIndexes(mongo.db, indexes);
}

async function startWorkers(
  app: App,
  { mongo, rabbit }: Connections,
  { outbox, revocations, looseFiles, intake, tagReader }: Infrastructure,
  { trackRepository, trackCache }: Features,
): Promise<void> {
  const { client, db } = mongo;
  const logger = app.log;
  const relay = startRelay({ db, rabbit, outbox, logger, registry: app.metricsRegistry });
  const handlers = createHandlers({ revocations, tracks: trackRepository, cache: trackCache });
  const consumer = await startConsumer({ rabbit, client, db, queue: QUEUE, handlers, logger });
  app.atShutdown('workers', 'consumer', () => consumer.stop());
  app.atShutdown('workers', 'outbox relay', () => relay.stop());
  app.atShutdown('workers', 'sweeper', startSweeper(looseFiles, intake, logger));
  app.atShutdown('workers', 'tag reader', () => tagReader.close());
}

/** The service, connected to everything it needs, not listening yet. */
export async function buildApp(config: Config, seams: Seams = {}): Promise<App> {
  const { logger = createLogger('music', config), now = Date.now, redisKeyPrefix } = seams;
  const connections = await connect(config, logger, redisKeyPrefix);
  const infrastructure = await createInfrastructure(connections, config, logger, now);
  const app = await createServer(config, logger, infrastructure);
  await attach(app, connections);

  const features = createFeatures(config, infrastructure);
  const { tracks, listTracks: list, presentTrack: present } = features;
  const { intake, storage } = infrastructure;
  const maxUploadBytes = Math.min(config.MAX_UPLOAD_BYTES, storage.maxFileBytes);
  trackRoutes(app, { tracks, list, present, intake, maxUploadBytes });
  streamingRoutes(app, { tracks, storage });
  const playlistOptions = {
    playlists: features.playlists,
    items: features.playlistItems,
    present: features.presentPlaylist,
  };
  playlistRoutes(app, playlistOptions);
  playlistItemRoutes(app, playlistOptions);
  await startWorkers(app, connections, infrastructure, features);
  return app;
}
