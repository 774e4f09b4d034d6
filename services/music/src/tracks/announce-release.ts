import type { Outbox } from '@downbeat/shared/messaging';
import type { ClientSession } from 'mongodb';
import { artistIdsOf } from './catalogue-keys.ts';
import { trackPublished } from './events.ts';
import type { TrackRecord } from './repository.ts';
import type { ReleaseDigests } from './release-digests.ts';

/** A track became public for the first time: its event, and the digests for those who follow its artists. */
export type AnnounceRelease = (
  release: { record: TrackRecord; releasedAt: string; correlationId: string },
  mongoSession: ClientSession,
) => Promise<void>;

export function createAnnounceRelease(outbox: Outbox, releaseDigests: ReleaseDigests): AnnounceRelease {
  return async ({ record, releasedAt, correlationId }, mongoSession) => {
    await outbox.add(mongoSession, trackPublished(record, correlationId));
    const digest = {
      artistIds: artistIdsOf(record),
      uploaderId: record.artist.id,
      releasedAt,
      trackId: record.id,
    };
    await releaseDigests.note(digest, mongoSession);
  };
}
