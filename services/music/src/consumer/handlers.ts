import type { EventHandlers } from '@downbeat/shared/events';
import { revocationHandlers, type RevocationList } from '@downbeat/shared/revocation';
import type { TrackCache } from '../tracks/cache.ts';
import type { TrackRepository } from '../tracks/repository.ts';

export const QUEUE = 'music.accounts';

export interface HandlerDependencies {
  revocations: RevocationList;
  tracks: TrackRepository;
  cache: TrackCache;
}

/** What music does about auth's events. */
export function createHandlers({ revocations, tracks, cache }: HandlerDependencies): EventHandlers {
  return {
    ...revocationHandlers(revocations),
    'downbeat.user.renamed.v1': async ({ data }, { session, afterCommit }) => {
      await tracks.renameArtist(data.userId, data.displayName, session);
      // Only when the transaction is over, or a reader could put the old name back.
      afterCommit(() => cache.clear());
    },
  };
}
