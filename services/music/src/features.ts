import type { Config } from './config.ts';
import type { Infrastructure } from './infrastructure.ts';
import { Cursors } from './paging/cursors.ts';
import { createTrackCache, type TrackCache } from './tracks/cache.ts';
import { createTrackList, type ListTracks } from './tracks/list.ts';
import { createPresenter, type PresentTrack } from './tracks/present.ts';
import { TrackRepository } from './tracks/repository.ts';
import { createFileStore } from './tracks/store.ts';
import { createTracks, type Tracks } from './tracks/tracks.ts';

/** The rules of this service, ready for routes and consumers. */
export interface Features {
  readonly trackRepository: TrackRepository;
  readonly trackCache: TrackCache;
  readonly tracks: Tracks;
  readonly listTracks: ListTracks;
  readonly presentTrack: PresentTrack;
  readonly cursors: Cursors;
}

export function createFeatures(config: Config, infrastructure: Infrastructure): Features {
  const { db, redis, signer } = infrastructure;
  const cursors = new Cursors(config.JWT_SECRET);
  const trackRepository = new TrackRepository(db);
  const trackCache = createTrackCache(redis);
  const storeFiles = createFileStore(infrastructure);
  return {
    trackRepository,
    trackCache,
    tracks: createTracks({ ...infrastructure, repository: trackRepository, cache: trackCache, storeFiles }),
    listTracks: createTrackList(trackRepository, trackCache, cursors),
    presentTrack: createPresenter(signer),
    cursors,
  };
}
