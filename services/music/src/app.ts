import { attach, connect } from '@downbeat/shared/connections';
import { bearerAuthenticator, createApp, originsOf, type App } from '@downbeat/shared/http';
import { createLogger, type Logger } from '@downbeat/shared/logging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import type { Config } from './config.ts';
import { createFeatures, type Features } from './features.ts';
import contract from './generated/contract.gen.json' with { type: 'json' };
import { operations } from './generated/operations.gen.ts';
import { indexes } from './indexes.ts';
import { createInfrastructure, type Infrastructure } from './infrastructure.ts';
import { createListening, type Listening, type ListeningDeps } from './listening/create-listening.ts';
import { playlistItemRoutes } from './playlists/item-routes.ts';
import { playlistRoutes } from './playlists/routes.ts';
import { rateLimitsOf } from './rate-limits.ts';
import { streamingRoutes } from './streaming/routes.ts';
import { signatureAuthenticator } from './streaming/signature-authenticator.ts';
import { trackRoutes } from './tracks/routes.ts';
import { uploadRoute } from './tracks/upload-route.ts';
import { startWorkers } from './workers.ts';

/** What a test may replace. */
export interface Seams extends Pick<ListeningDeps, 'clock' | 'reference'> {
  readonly logger?: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly redisKeyPrefix?: string;
}

function createServer(
  config: Config,
  logger: Logger,
  { redis, revocations, signer, storage }: Infrastructure,
  listening: Listening,
): Promise<App> {
  const isRevoked = (sessionId: string) => revocations.isRevoked(sessionId);
  const authenticators = {
    bearer: bearerAuthenticator({ jwtSecret: config.JWT_SECRET, isRevoked }),
    streamSignature: signatureAuthenticator(signer, isRevoked),
    ticket: listening.authenticator,
  };
  const dependencies = [{ name: 'storage', required: false, check: () => storage.check() }];
  return createApp({
    service: 'music',
    contract,
    operations,
    config,
    logger,
    authenticators,
    dependencies,
    rateLimit: { redis },
  });
}

function addRoutes(app: App, config: Config, { intake, storage }: Infrastructure, features: Features): void {
  const { tracks, listTracks: list, presentTrack: present } = features;
  const maxUploadBytes = Math.min(config.MAX_UPLOAD_BYTES, storage.maxFileBytes);
  const limits = rateLimitsOf(config);
  uploadRoute(app, { tracks, present, intake, maxUploadBytes, limits });
  trackRoutes(app, { tracks, list, present, limits });
  streamingRoutes(app, { tracks, storage });
  const { playlists, playlistItems: items, presentPlaylist } = features;
  playlistRoutes(app, { playlists, items, present: presentPlaylist, limits });
  playlistItemRoutes(app, { playlists, items, present: presentPlaylist, limits });
}

/** The service, connected to everything it needs, not listening yet. */
export async function buildApp(config: Config, seams: Seams = {}): Promise<App> {
  const { logger = createLogger('music', config), now = Date.now, redisKeyPrefix, ...clocks } = seams;
  const connections = await connect(config, { service: 'music', logger, redisKeyPrefix });
  const infrastructure = await createInfrastructure(connections, config, logger, now);
  const features = createFeatures(config, infrastructure);
  const listening = createListening({
    ...clocks,
    redis: infrastructure.redis,
    db: infrastructure.db,
    tracks: features.trackDirectory,
    cursors: features.cursors,
    origins: originsOf(config.CORS_ORIGINS),
    rateLimits: rateLimitsOf(config),
    logger,
    isRevoked: (sessionId) => infrastructure.revocations.isRevoked(sessionId),
  });
  const app = await createServer(config, logger, infrastructure, listening);
  await attach(app, connections);
  await ensureIndexes(connections.mongo.db, indexes);
  addRoutes(app, config, infrastructure, features);
  await listening.register(app);
  await startWorkers(app, connections, infrastructure, features);
  return app;
}
