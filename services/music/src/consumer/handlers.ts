import type { EventHandlers } from '@downbeat/shared/events';
import type { RevocationList } from '@downbeat/shared/revocation';
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
    'downbeat.session.revoked.v1': async ({ data }, { session }) => {
      const until = new Date(data.revokedUntil);
      await revocations.record(data.sessionId, until, session);
      await revocations.announce(data.sessionId, until);
    },
    'downbeat.user.renamed.v1': async ({ data }, { session }) => {
      await tracks.renameArtist(data.userId, data.displayName, session);
      // Only when the transaction is over, or a reader could put the old name back.
      session.once('ended', () => void cache.clear());
    },
  };
}
