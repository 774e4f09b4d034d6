import type { EventHandlers } from '@downbeat/shared/events';
import { revocationHandlers, type RevocationList } from '@downbeat/shared/revocation';
import type { ArtistNames } from '../tracks/artist-names.ts';
import type { TrackCache } from '../tracks/cache.ts';
import type { TrackRepository } from '../tracks/repository.ts';

export const QUEUE = 'music.accounts';

export interface HandlerDependencies {
  revocations: RevocationList;
  artistNames: ArtistNames;
  tracks: TrackRepository;
  cache: TrackCache;
}

/** What music does about auth's events. */
export function createHandlers(dependencies: HandlerDependencies): EventHandlers {
  const { revocations, artistNames, tracks, cache } = dependencies;
  return {
    ...revocationHandlers(revocations),
    'downbeat.user.renamed.v1': async ({ data }, { session, afterCommit }) => {
      await artistNames.rename(data.userId, data.displayName, session);
      await tracks.renameArtist(data.userId, data.displayName, session);
      // Only when the transaction is over, or a reader could put the old name back.
      afterCommit(() => cache.clear());
    },
  };
}
