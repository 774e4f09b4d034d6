import { createGeneration, createMemoryCache, type Generation } from '@downbeat/shared/cache';
import type { Connections } from '@downbeat/shared/connections';
import type { Logger } from '@downbeat/shared/logging';
import { createCommit, createOutbox, type Outbox } from '@downbeat/shared/messaging';
import { Cursors } from '@downbeat/shared/paging';
import { createRevocationList } from '@downbeat/shared/revocation';
import { WakeTimer } from '@downbeat/shared/timers';
import type { ClientSession, Db } from 'mongodb';
import { createAnalyses } from './analysis/analyses.ts';
import { AnalysisRepository } from './analysis/analysis-repository.ts';
import { MetadataReader } from './audio/metadata.ts';
import { createAlbums } from './catalogue/albums.ts';
import { createArtists, createGenres } from './catalogue/artists.ts';
import { CatalogueRepository } from './catalogue/catalogue-repository.ts';
import type { Config } from './config.ts';
import { CoverRepository } from './covers/cover-repository.ts';
import { createArtistFollowing } from './library/artist-follows.ts';
import { ArtistFollowRepository } from './library/artist-follows-repository.ts';
import { createHistory } from './library/history.ts';
import { createLikes } from './library/likes.ts';
import { LikeRepository } from './library/likes-repository.ts';
import { createPlays } from './library/plays.ts';
import { PlayRepository } from './library/plays-repository.ts';
import { createRatings } from './library/ratings.ts';
import { RatingRepository } from './library/ratings-repository.ts';
import { createRecorder, type RecordPlays } from './library/record-plays.ts';
import { createRatingRecorder } from './library/record-ratings.ts';
import { DownloadLinks } from './downloads/download-links.ts';
import { createDownloads } from './downloads/downloads.ts';
import { createTrackLyrics } from './lyrics/lyrics.ts';
import { LyricsRepository } from './tracks/lyrics-repository.ts';
import { createPlaylistSearch } from './playlists/find-playlists.ts';
import { createPublicSearch } from './playlists/find-public.ts';
import { FollowsRepository } from './playlists/follows-repository.ts';
import { createPlaylistFollowing, createPlaylistListing } from './playlists/listing.ts';
import { PlaylistLists } from './playlists/lists-repository.ts';
import { PlaylistRepository } from './playlists/repository.ts';
import { createPlaylistFinder, createPlaylistPresenter } from './playlists/present-playlist.ts';
import { createNowPlaying } from './playback/now-playing.ts';
import { NowPlayingRepository } from './playback/now-playing-repository.ts';
import { PlayQueueRepository } from './playback/play-queue-repository.ts';
import { createPlayQueues } from './playback/play-queues.ts';
import { createScrobblers } from './scrobbling/create-scrobblers.ts';
import { createScrobbling } from './scrobbling/scrobbling.ts';
import { createInviteCodes, createInviteLimiter } from './listening/store/invite-codes.ts';
import { createPlaylistInvites, createPlaylistMembers } from './playlists/members.ts';
import { createPlaylistItems } from './playlists/playlist-items.ts';
import { createPlaylists } from './playlists/service.ts';
import { createPlaylistTransfer } from './playlists/transfer.ts';
import { SharingRepository } from './playlists/sharing-repository.ts';
import { createAnnounceRelease } from './tracks/announce-release.ts';
import { ReleaseDigests } from './tracks/release-digests.ts';
import { createQuotas } from './quota.ts';
import { createRateLimits } from './rate-limits.ts';
import { RenditionRepository } from './renditions/rendition-repository.ts';
import { createSearch } from './search/search.ts';
import { createSuggestions } from './search/suggestions.ts';
import { OrphanFiles } from './storage/orphan-files.ts';
import { createStorage } from './storage/storage.ts';
import { UploadStaging } from './storage/upload-staging.ts';
import { createLostFiles } from './streaming/lost-files.ts';
import { UrlSigner } from './streaming/signed-urls.ts';
import type { AnswerTemplate } from './tracks/answer-template.ts';
import { ArtistNames } from './tracks/artist-names.ts';
import { createSummaries } from './playlists/summaries.ts';
import { createTitleFinder } from './tracks/find-by-title.ts';
import { createTrackFinder, type FindTrack } from './tracks/find-track.ts';
import { createTrackPresenter, type PresentTrack, type UrlQueryOf } from './tracks/present-track.ts';
import { TrackRepository } from './tracks/repository.ts';
import { createTrackEditor } from './tracks/edit-track.ts';
import { createTracks } from './tracks/service.ts';
import { createStoreFile } from './tracks/store-files.ts';
import { TrackEdits } from './tracks/track-edits.ts';
import { createTrackDirectory } from './track-directory.ts';
import { createTrackList } from './tracks/track-list.ts';
import { createTurns } from './tracks/track-writer.ts';

/** An analysis whose instance was killed begins again after this time. */
const ANALYSIS_LEASE_MS = 10_000;
/** Telling followers of a release goes on after this time when its instance was killed. */
const RELEASE_LEASE_MS = 10_000;
const RELEASE_POLL_MS = 10_000;
/** Answers about the catalogue in the memory of one instance. */
const CATALOGUE_TTL_SECONDS = 60;
const CATALOGUE_MEMORY_BYTES = 4 * 1024 * 1024;

interface FeaturesDeps {
  config: Config;
  connections: Connections;
  logger: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type Infrastructure = Awaited<ReturnType<typeof createInfrastructure>>;

/** When followers hear of a new track, and by which event. */
function createReleases(config: Config, db: Db, outbox: Outbox) {
  const windowMs = config.RELEASE_WINDOW_SECONDS * 1_000;
  const releaseDigests = new ReleaseDigests(db, { windowMs, leaseMs: RELEASE_LEASE_MS });
  return {
    announceRelease: createAnnounceRelease(outbox, releaseDigests),
    releaseDigests,
    releasePollMs: Math.min(RELEASE_POLL_MS, windowMs),
  };
}

/** What the features are built on. */
export async function createInfrastructure({ config, connections, logger, now }: FeaturesDeps) {
  const { client, db } = connections.mongo;
  const { redis } = connections.redis;
  const outbox = createOutbox(db);
  const storage = await createStorage(config);
  const uploadStaging = new UploadStaging(storage.stagingDirectory, config.STORAGE_RESERVE_BYTES);
  return {
    db,
    redis,
    logger,
    outbox,
    commit: createCommit(client, outbox),
    inTurn: createTurns(),
    ...createReleases(config, db, outbox),
    revocations: createRevocationList({ redis, db, logger, now }),
    cursors: new Cursors(config.JWT_SECRET),
    rateLimits: createRateLimits(config),
    storage,
    maxUploadBytes: Math.min(config.MAX_UPLOAD_BYTES, storage.maxFileBytes),
    quotasOf: createQuotas(config),
    uploadsAtOnce: config.UPLOADS_AT_ONCE,
    downloadsAtOnce: config.DOWNLOADS_AT_ONCE,
    downloadLimits: { tracks: config.MAX_DOWNLOAD_TRACKS, bytes: config.MAX_DOWNLOAD_BYTES },
    ...createScrobblers(config, db),
    maxHistoryEntries: config.MAX_HISTORY_ENTRIES,
    trailDays: config.TRAIL_RETENTION_DAYS,
    now,
    uploadsNeedVerified: config.uploadsNeedVerified,
    uploadStaging,
    storeFile: createStoreFile({ storage, uploadStaging }),
    orphanFiles: new OrphanFiles(db, storage, logger),
    metadataReader: new MetadataReader(),
    analyses: new AnalysisRepository(db, ANALYSIS_LEASE_MS),
    renditions: new RenditionRepository(db, ANALYSIS_LEASE_MS),
    covers: new CoverRepository(db, ANALYSIS_LEASE_MS),
    analysisTimer: new WakeTimer(),
    analysisLimits: {
      program: config.FFMPEG_PATH,
      atOnce: config.ANALYSES_AT_ONCE,
      timeoutMs: config.ANALYSIS_TIMEOUT_MS,
      leaseMs: ANALYSIS_LEASE_MS,
      makesRenditions: config.RENDITIONS,
    },
    signer: new UrlSigner(config, now),
    downloadLinks: new DownloadLinks(config, now),
  };
}

export type Features = ReturnType<typeof createFeatures>;

/** The rules of this service, for routes and event handlers. */
export function createFeatures(infrastructure: Infrastructure) {
  const { db, redis, signer, cursors } = infrastructure;
  const artistNames = new ArtistNames(db);
  const trackRepository = new TrackRepository(db);
  const trackGeneration = createGeneration(redis, 'tracks');
  const lyrics = new LyricsRepository(db);
  const urlQueryOf = (authSessionId: string) => signer.query(authSessionId);
  const presentTrack = createTrackPresenter(urlQueryOf);
  const playlists = createPlaylistRules({ ...infrastructure, trackRepository, trackGeneration, urlQueryOf });
  const findTrack = createTrackFinder({ repository: trackRepository, generation: trackGeneration });
  const catalogue = new CatalogueRepository(db);
  const searched = { catalogue, trackRepository, trackGeneration };
  const library = createLibrary({ ...infrastructure, catalogue, trackRepository, presentTrack, findTrack });
  return {
    artistNames,
    trackRepository,
    catalogue,
    trackGeneration,
    presentTrack,
    urlQueryOf,
    findTrack,
    listTracks: createTrackList({ repository: trackRepository, redis, generation: trackGeneration, cursors }),
    ...createTrackRules(infrastructure, {
      artistNames,
      repository: trackRepository,
      generation: trackGeneration,
      lyrics,
      removeReferences: async (trackId, mongoSession) => {
        await playlists.playlistRepository.removeTrack(trackId, mongoSession);
        await library.removeTrack(trackId, mongoSession);
        await infrastructure.analyses.removeTrack(trackId, mongoSession);
        await lyrics.remove(trackId, mongoSession);
      },
    }),
    trackLyrics: createTrackLyrics({ ...infrastructure, lyrics, findTrack, trackRepository }),
    trackAnalyses: createAnalyses({ ...infrastructure, trackRepository }),
    lostFiles: createLostFiles({ ...infrastructure, trackGeneration }),
    trackDirectory: createTrackDirectory(trackRepository, signer),
    ...playlists,
    ...library.rules,
    ...createCatalogue(infrastructure, trackGeneration),
    downloads: createDownloads({ ...infrastructure, ...playlists, ...searched, trackRepository }),
    search: createSearch({ ...searched, urlQueryOf, findPlaylists: playlists.findPlaylists }),
    suggest: createSuggestions(searched),
  };
}

/** Albums, artists and genres, as the tracks make them. */
function createCatalogue({ db, cursors }: Infrastructure, trackGeneration: Generation) {
  const answers = createMemoryCache<AnswerTemplate>([trackGeneration], {
    ttlSeconds: CATALOGUE_TTL_SECONDS,
    limit: CATALOGUE_MEMORY_BYTES,
    sizeOf: ({ bytes }) => bytes,
  });
  const deps = { catalogue: new CatalogueRepository(db), cursors, answers };
  return { albums: createAlbums(deps), artists: createArtists(deps), genres: createGenres(deps) };
}

interface PlaylistRulesDeps extends Infrastructure {
  trackRepository: TrackRepository;
  trackGeneration: Generation;
  urlQueryOf: UrlQueryOf;
}

/** What may be done with playlists. */
function createPlaylistRules(deps: PlaylistRulesDeps) {
  const { db, redis, trackRepository: tracks, trackGeneration } = deps;
  const [repository, lists, follows] = [
    new PlaylistRepository(db),
    new PlaylistLists(db),
    new FollowsRepository(db),
  ];
  const generation = createGeneration(redis, 'playlists');
  const sharing = new SharingRepository(db);
  const findByInvite = (inviteCode: string) => sharing.findByInvite(inviteCode);
  const inviteCodes = createInviteCodes(findByInvite, createInviteLimiter(redis));
  const changes = { ...deps, repository, generation, tracks, follows };
  const summarize = createSummaries(tracks, deps.urlQueryOf);
  const playlists = createPlaylists(changes);
  return {
    playlistRepository: repository,
    playlistGeneration: generation,
    playlists,
    playlistListing: createPlaylistListing({
      ...{ ...changes, lists, summarize, findPublic: createPublicSearch(db) },
    }),
    playlistFollowing: createPlaylistFollowing({ repository, lists, follows }),
    playlistTransfer: createPlaylistTransfer({ ...changes, playlists, findByTitle: createTitleFinder(db) }),
    playlistItems: createPlaylistItems(changes),
    playlistInvites: createPlaylistInvites({ ...changes, sharing, inviteCodes }),
    playlistMembers: createPlaylistMembers({ ...changes, sharing }),
    presentPlaylist: createPlaylistPresenter(tracks),
    findPlaylists: createPlaylistSearch({ lists, follows, summarize }),
    findPlaylist: createPlaylistFinder({ repository, tracks, generations: [generation, trackGeneration] }),
  };
}

interface TrackRulesDeps {
  artistNames: ArtistNames;
  repository: TrackRepository;
  generation: Generation;
  lyrics: LyricsRepository;
  removeReferences: (trackId: string, mongoSession: ClientSession) => Promise<void>;
}

/** What may be done with tracks. */
function createTrackRules(infrastructure: Infrastructure, { removeReferences, ...rest }: TrackRulesDeps) {
  const edits = new TrackEdits(infrastructure.db);
  const deps = { ...infrastructure, ...rest, edits };
  return {
    tracks: createTracks({
      ...deps,
      removeReferences: async (trackId, mongoSession) => {
        await removeReferences(trackId, mongoSession);
        await edits.removeTrack(trackId, mongoSession);
      },
    }),
    trackEditor: createTrackEditor(deps),
  };
}

interface LibraryDeps extends Infrastructure {
  catalogue: CatalogueRepository;
  trackRepository: TrackRepository;
  presentTrack: PresentTrack;
  findTrack: FindTrack;
}

/** What accounts like, rate, have played and follow. */
function createLibrary(deps: LibraryDeps) {
  const { db, commit, waitingListens, scrobbleTimer } = deps;
  const record = createRecorder(db, commit, (plays, session) => waitingListens.add(plays, session));
  const recordPlays: RecordPlays = async (plays) => {
    const counted = await record(plays);
    scrobbleTimer.wake();
    return counted;
  };
  const likes = new LikeRepository(db);
  const ratings = new RatingRepository(db);
  const plays = new PlayRepository(db);
  const artistFollows = new ArtistFollowRepository(db);
  return {
    rules: {
      likes: createLikes({ ...deps, likes }),
      ratings: createRatings({ ...deps, ratings, recordRating: createRatingRecorder(db, commit) }),
      plays: createPlays({ ...deps, plays, likes, ratings, record: recordPlays }),
      history: createHistory({ ...deps, plays }),
      artistFollowing: createArtistFollowing({ ...deps, artistFollows }),
      artistFollows,
      scrobbling: createScrobbling(deps),
      nowPlaying: createNowPlaying({ ...deps, playing: new NowPlayingRepository(db) }),
      playQueue: createPlayQueues({ ...deps, playQueues: new PlayQueueRepository(db) }),
    },
    removeTrack: async (trackId: string, mongoSession: ClientSession): Promise<void> => {
      await likes.removeTrack(trackId, mongoSession);
      await ratings.removeTrack(trackId, mongoSession);
      await plays.removeTrack(trackId, mongoSession);
    },
  };
}
