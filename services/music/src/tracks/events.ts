import type { Generation } from '@downbeat/shared/cache';
import { type EventHandlers, newEvent } from '@downbeat/shared/messaging';
import { revocationHandlers, type RevocationList } from '@downbeat/shared/revocation';
import type { ClientSession } from 'mongodb';
import type { ArtistNames } from './artist-names.ts';
import type { TrackRecord, TrackRepository } from './repository.ts';

/** The queue of auth's events for this service. */
export const ACCOUNTS_QUEUE = 'music.accounts';

/** The event that a track is public from now on. */
export function trackPublished({ id, artist, title }: TrackRecord, correlationId: string) {
  const data = { trackId: id, artistId: artist.id, title };
  return newEvent('downbeat.track.published.v1', { source: '/music', subject: id, correlationId, data });
}

interface EventHandlersDeps {
  revocations: RevocationList;
  artistNames: ArtistNames;
  trackRepository: TrackRepository;
  trackGeneration: Generation;
  playlistRepository: {
    renameAccount(userId: string, displayName: string, mongoSession: ClientSession): Promise<void>;
  };
  playlistGeneration: Generation;
}

/** Handles auth's events. */
export function createEventHandlers(deps: EventHandlersDeps): EventHandlers {
  const { revocations, artistNames, trackRepository, trackGeneration } = deps;
  const { playlistRepository, playlistGeneration } = deps;
  return {
    ...revocationHandlers(revocations),
    'downbeat.user.renamed.v1': async ({ data }, { mongoSession, afterCommit }) => {
      await artistNames.rename(data.userId, data.displayName, mongoSession);
      await trackRepository.renameArtist(data.userId, data.displayName, mongoSession);
      await playlistRepository.renameAccount(data.userId, data.displayName, mongoSession);
      // After the commit: before it, a reader could put the old name back into the cache.
      afterCommit(async () => {
        await trackGeneration.advance();
        await playlistGeneration.advance();
      });
    },
  };
}
