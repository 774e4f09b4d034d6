import { attach, connect, type Connections } from '@downbeat/shared/connections';
import { type App, bearerAuthenticator, createApp, createOriginFilter } from '@downbeat/shared/http';
import { IdempotencyKeys, idempotencyIndexes } from '@downbeat/shared/idempotency-keys';
import { createLogger, type Logger } from '@downbeat/shared/logging';
import { outboxIndexes, startConsumer, startRelay } from '@downbeat/shared/messaging';
import { runMigrations } from '@downbeat/shared/migrations';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { revocationIndexes } from '@downbeat/shared/revocation';
import { analysisIndexes } from './analysis/analysis-repository.ts';
import { analysisRoutes } from './analysis/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import type { Config } from './config.ts';
import { createLinkAuthenticator } from './downloads/download-links.ts';
import { downloadLinkRoutes, downloadRoutes } from './downloads/routes.ts';
import { createFeatures, createInfrastructure, type Features, type Infrastructure } from './features.ts';
import { operations } from './generated/operations.gen.ts';
import { createListening, type Listening, type ListeningDeps } from './listening/create-listening.ts';
import { chatIndexes } from './listening/store/chat-repository.ts';
import { outputDelayIndexes } from './listening/store/output-delay-repository.ts';
import { syncSummaryIndexes } from './listening/store/sync-summary-repository.ts';
import { endedSessionIndexes } from './listening/store/ended-sessions.ts';
import { suggestionIndexes } from './listening/store/suggestion-repository.ts';
import { trailIndexes } from './listening/store/trail-repository.ts';
import { artistFollowIndexes } from './library/artist-follows-repository.ts';
import { followRoutes } from './library/follow-routes.ts';
import { likeIndexes } from './library/likes-repository.ts';
import { playIndexes } from './library/play-records.ts';
import { ratingIndexes } from './library/rating-records.ts';
import { historyRoutes, libraryRoutes } from './library/routes.ts';
import { listeningIndexes } from './listening/store/session-repository.ts';
import { migrations } from './migrations/migrations.ts';
import { followIndexes } from './playlists/follows-repository.ts';
import { playlistInviteRoutes, playlistMemberRoutes } from './playlists/member-routes.ts';
import { repairNameTerms } from './playlists/name-repair.ts';
import { playlistIndexes } from './playlists/repository.ts';
import { playlistTransferRoutes } from './playlists/transfer-routes.ts';
import {
  newPlaylistRoutes,
  playlistItemRoutes,
  playlistListRoutes,
  playlistRoutes,
} from './playlists/routes.ts';
import { startAudioWorker } from './analysis/start-worker.ts';
import { searchRoutes } from './search/routes.ts';
import { releaseDigestIndexes } from './tracks/release-digests.ts';
import { startReleaseWorker } from './library/release-worker.ts';
import { nowPlayingIndexes } from './playback/now-playing-repository.ts';
import { playQueueIndexes } from './playback/play-queue-repository.ts';
import { playbackRoutes } from './playback/routes.ts';
import { scrobblingRoutes } from './scrobbling/routes.ts';
import { scrobbleIndexes } from './scrobbling/scrobble-records.ts';
import { startScrobbler } from './scrobbling/submit-listens.ts';
import { orphanFileIndexes, startSweeper } from './storage/orphan-files.ts';
import { streamingRoutes } from './streaming/routes.ts';
import { createSignatureAuthenticator } from './streaming/signed-urls.ts';
import { ACCOUNTS_QUEUE, createEventHandlers } from './tracks/events.ts';
import { catalogueIndexes } from './tracks/catalogue-documents.ts';
import { trackIndexes } from './tracks/repository.ts';
import { repairTerms, startTermRepair } from './tracks/term-repair.ts';
import { editRoutes } from './tracks/edit-routes.ts';
import { trackRoutes } from './tracks/routes.ts';
import { lyricsIndexes } from './tracks/lyrics-repository.ts';
import { lyricsRoutes } from './lyrics/routes.ts';
import { trackEditIndexes } from './tracks/track-edits.ts';
import { uploadRoute } from './tracks/upload-route.ts';

/** What tests replace. */
export interface AppOverrides extends Pick<ListeningDeps, 'clock' | 'reference'> {
  readonly logger?: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly redisKeyPrefix?: string;
}

const indexes = {
  ...outboxIndexes,
  ...idempotencyIndexes,
  ...revocationIndexes,
  ...orphanFileIndexes,
  ...trackIndexes,
  ...analysisIndexes,
  ...trackEditIndexes,
  ...lyricsIndexes,
  ...catalogueIndexes,
  ...playlistIndexes,
  ...followIndexes,
  ...likeIndexes,
  ...ratingIndexes,
  ...artistFollowIndexes,
  ...releaseDigestIndexes,
  ...playIndexes,
  ...scrobbleIndexes,
  ...nowPlayingIndexes,
  ...playQueueIndexes,
  ...listeningIndexes,
  ...chatIndexes,
  ...outputDelayIndexes,
  ...syncSummaryIndexes,
  ...suggestionIndexes,
  ...trailIndexes,
  ...endedSessionIndexes,
};

function createServer(
  config: Config,
  logger: Logger,
  { db, redis, revocations, signer, downloadLinks, storage }: Infrastructure,
  listening: Listening,
): Promise<App> {
  return createApp({
    service: 'music',
    contract: new URL('generated/contract.gen.json', import.meta.url),
    operations,
    documents: { getListeningYaml: new URL('generated/listening.gen.yaml', import.meta.url) },
    config,
    logger,
    authenticators: {
      bearer: bearerAuthenticator({ jwtSecret: config.JWT_SECRET, revocations }),
      streamSignature: createSignatureAuthenticator(signer, revocations),
      downloadLink: createLinkAuthenticator(downloadLinks, revocations),
      ticket: listening.authenticator,
    },
    idempotencyKeys: new IdempotencyKeys(db),
    readinessChecks: [{ name: 'storage', required: false, check: () => storage.check() }],
    rateLimit: { redis },
  });
}

function addRoutes(app: App, infrastructure: Infrastructure, features: Features): void {
  const deps = { ...infrastructure, ...features };
  uploadRoute(app, deps);
  trackRoutes(app, deps);
  analysisRoutes(app, deps);
  editRoutes(app, deps);
  lyricsRoutes(app, deps);
  streamingRoutes(app, deps);
  downloadRoutes(app, deps);
  downloadLinkRoutes(app, deps);
  newPlaylistRoutes(app, deps);
  playlistListRoutes(app, deps);
  playlistRoutes(app, deps);
  playlistItemRoutes(app, deps);
  catalogueRoutes(app, deps);
  searchRoutes(app, deps);
  playlistInviteRoutes(app, deps);
  playlistMemberRoutes(app, deps);
  playlistTransferRoutes(app, deps);
  libraryRoutes(app, deps);
  historyRoutes(app, deps);
  followRoutes(app, deps);
  scrobblingRoutes(app, deps);
  playbackRoutes(app, deps);
}

/** Starts the background work: publishing events, handling events, and removing abandoned files. */
async function startWorkers(
  app: App,
  { mongo, rabbit }: Connections,
  infrastructure: Infrastructure,
  features: Features,
): Promise<void> {
  const { outbox, orphanFiles, uploadStaging, metadataReader } = infrastructure;
  const { log: logger, metricsRegistry: registry } = app;
  const common = { rabbit, db: mongo.db, logger, registry };
  const relay = startRelay({ ...common, outbox });
  const handlers = createEventHandlers({ ...infrastructure, ...features });
  const consumer = await startConsumer({
    ...common,
    client: mongo.client,
    queue: ACCOUNTS_QUEUE,
    handlers,
  });
  registry.registerMetric(orphanFiles.deletions);
  app.atShutdown('workers', 'consumer', ({ graceMs }) => consumer.stop(graceMs));
  app.atShutdown('workers', 'outbox relay', ({ graceMs }) => relay.stop(graceMs));
  app.atShutdown('workers', 'sweeps', () => orphanFiles.settled());
  app.atShutdown('workers', 'sweeper', startSweeper(orphanFiles, uploadStaging, logger));
  const repairs = [
    (signal: AbortSignal) => repairTerms(mongo, signal),
    (signal: AbortSignal) => repairNameTerms(mongo.db, signal),
  ];
  app.atShutdown('workers', 'term repair', startTermRepair(repairs, logger));
  const stopAudioWorker = startAudioWorker({ ...infrastructure, ...features, logger, registry });
  app.atShutdown('workers', 'analyses', stopAudioWorker);
  const stopReleases = startReleaseWorker({ ...infrastructure, ...features, logger });
  app.atShutdown('workers', 'releases', stopReleases);
  app.atShutdown('workers', 'scrobbles', startScrobbler({ ...infrastructure, logger }));
  app.atShutdown('workers', 'metadata reader', () => metadataReader.close());
}

/** Builds the service with all its connections; it does not listen yet. */
export async function buildApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const { logger = createLogger('music', config), now = Date.now, redisKeyPrefix, ...clocks } = overrides;
  const connections = await connect(config, { service: 'music', logger, redisKeyPrefix });
  const infrastructure = await createInfrastructure({ config, connections, logger, now });
  const features = createFeatures(infrastructure);
  const listening = createListening({
    ...clocks,
    ...infrastructure,
    tracks: features.trackDirectory,
    secret: config.JWT_SECRET,
    isOriginAllowed: createOriginFilter(config),
    logger,
    isRevoked: (authSessionId) => infrastructure.revocations.isRevoked(authSessionId),
  });
  const app = await createServer(config, logger, infrastructure, listening);
  await attach(app, connections);
  await runMigrations({ db: infrastructure.db, migrations, logger });
  await ensureIndexes(infrastructure.db, indexes);
  addRoutes(app, infrastructure, features);
  await listening.register(app);
  await startWorkers(app, connections, infrastructure, features);
  return app;
}
