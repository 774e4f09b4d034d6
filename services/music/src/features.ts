import { Cursors } from '@downbeat/shared/paging';
import type { Config } from './config.ts';
import type { Infrastructure } from './infrastructure.ts';
import { createPlaylistAccess } from './playlists/access.ts';
import { createPlaylistItems, type PlaylistItems } from './playlists/items.ts';
import { PLAYLIST_LIMITS } from './playlists/limits.ts';
import { createPlaylists, type Playlists } from './playlists/playlists.ts';
import { createPlaylistPresenter, type PresentPlaylist } from './playlists/present.ts';
import { PlaylistRepository } from './playlists/repository.ts';
import { ArtistNames } from './tracks/artist-names.ts';
import { createTrackCache, type TrackCache } from './tracks/cache.ts';
import { createTrackDirectory } from './tracks/directory.ts';
import type { TrackDirectory } from './listening/model/members.ts';
import { createTrackList, type ListTracks } from './tracks/list.ts';
import { createPresenter, type PresentTrack } from './tracks/present.ts';
import { TrackRepository } from './tracks/repository.ts';
import { createFileStore } from './tracks/store.ts';
import { createTracks, type Tracks } from './tracks/tracks.ts';

/** The rules of this service, ready for routes and consumers. */
export interface Features {
  readonly artistNames: ArtistNames;
  readonly trackRepository: TrackRepository;
  readonly trackCache: TrackCache;
  readonly tracks: Tracks;
  readonly listTracks: ListTracks;
  readonly presentTrack: PresentTrack;
  readonly trackDirectory: TrackDirectory;
  readonly playlists: Playlists;
  readonly playlistItems: PlaylistItems;
  readonly presentPlaylist: PresentPlaylist;
  readonly cursors: Cursors;
}

export function createFeatures(config: Config, infrastructure: Infrastructure): Features {
  const { db, redis, signer, commit } = infrastructure;
  const cursors = new Cursors(config.JWT_SECRET);
  const artistNames = new ArtistNames(db);
  const trackRepository = new TrackRepository(db);
  const playlistRepository = new PlaylistRepository(db);
  const ofPlaylists = {
    repository: playlistRepository,
    access: createPlaylistAccess(playlistRepository),
    tracks: trackRepository,
    commit,
    cursors,
    limits: PLAYLIST_LIMITS,
  };
  const trackCache = createTrackCache(redis);
  const presentTrack = createPresenter(signer);
  const tracks = createTracks({
    ...infrastructure,
    artistNames,
    repository: trackRepository,
    cache: trackCache,
    storeFiles: createFileStore(infrastructure),
    forget: (trackId, session) => playlistRepository.dropTrack(trackId, session),
  });
  return {
    artistNames,
    trackRepository,
    trackCache,
    tracks,
    listTracks: createTrackList(trackRepository, trackCache, cursors),
    presentTrack,
    trackDirectory: createTrackDirectory(trackRepository),
    playlists: createPlaylists(ofPlaylists),
    playlistItems: createPlaylistItems(ofPlaylists),
    presentPlaylist: createPlaylistPresenter(trackRepository, presentTrack),
    cursors,
  };
}
