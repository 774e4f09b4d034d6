import { newId } from '@downbeat/shared/ids';
import type { Logger } from '@downbeat/shared/logging';
import { type Commit, newEvent, type Outbox } from '@downbeat/shared/messaging';
import type { CatalogueRepository } from '../catalogue/catalogue-repository.ts';
import { startClaimLoop } from '../jobs/claim-loop.ts';
import type { ArtistFollowRepository } from './artist-follows-repository.ts';
import type { ClaimedDigest, ReleaseDigests } from '../tracks/release-digests.ts';

/** Followers in one event, and in one transaction. */
const FOLLOWERS_AT_ONCE = 100;
/** In one mail; the rest is a number. */
const MAX_TITLES = 20;

interface ReleaseWorkerDeps {
  releaseDigests: ReleaseDigests;
  artistFollows: ArtistFollowRepository;
  catalogue: CatalogueRepository;
  outbox: Outbox;
  commit: Commit;
  logger: Pick<Logger, 'warn'>;
  /** How often due digests are looked for. */
  releasePollMs: number;
}

/** What the followers are told: the tracks that are still public. */
interface Release {
  artistId: string;
  artistName: string;
  titles: string[];
  trackCount: number;
}

class LeaseLostError extends Error {}

async function releaseOf(
  { artistId, since, trackIds }: ClaimedDigest,
  catalogue: CatalogueRepository,
): Promise<Release | null> {
  const artist = await catalogue.findArtist(artistId);
  const { titles, trackCount } = await catalogue.releasedOf(
    artistId,
    trackIds === undefined ? { since } : { trackIds },
    MAX_TITLES,
  );
  if (!artist?.listed || titles.length === 0) return null;
  return { artistId, artistName: artist.listed.name, titles, trackCount };
}

/**
 * Tells all followers of a digest, some at a time. The event for some and the place of the next are written in one
 * transaction, so that after a crash another worker goes on where this one has stopped, and tells none twice.
 */
export function createTellFollowers(deps: Omit<ReleaseWorkerDeps, 'logger' | 'releasePollMs'>) {
  const { releaseDigests, artistFollows, catalogue, outbox, commit } = deps;

  async function tell(digest: ClaimedDigest, release: Release, after: string | null): Promise<string | null> {
    const found = await artistFollows.followersAfter(digest.artistId, after, FOLLOWERS_AT_ONCE);
    const last = found.at(-1);
    if (last === undefined) return null;
    const followerIds = found.map(({ userId }) => userId).filter((id) => id !== digest.uploaderId);
    await commit(async (mongoSession) => {
      if (!(await releaseDigests.move(digest, last._id, mongoSession))) throw new LeaseLostError();
      if (followerIds.length === 0) return;
      const data = { ...release, followerIds };
      const origin = { source: '/music', subject: digest._id, correlationId: newId() } as const;
      await outbox.add(mongoSession, newEvent('downbeat.artist.released.v1', { ...origin, data }));
    });
    return found.length < FOLLOWERS_AT_ONCE ? null : last._id;
  }

  return async (digest: ClaimedDigest, signal: AbortSignal): Promise<void> => {
    const release = await releaseOf(digest, catalogue);
    let after = digest.lastFollowId ?? null;
    let isDone = release === null;
    while (release !== null && !isDone) {
      if (signal.aborted) return releaseDigests.release(digest);
      after = await tell(digest, release, after);
      isDone = after === null;
    }
    await releaseDigests.finish(digest);
  };
}

/** Tells followers of what was published, until it is stopped. */
export function startReleaseWorker(deps: ReleaseWorkerDeps): () => Promise<void> {
  return startClaimLoop({
    claimNext: () => deps.releaseDigests.claimNext(),
    work: createTellFollowers(deps),
    describe: ({ _id: digestId, artistId }) => ({ digestId, artistId }),
    failures: {
      work: 'followers could not be told of a release',
      claim: 'due releases could not be read',
    },
    pollMs: deps.releasePollMs,
    logger: deps.logger,
  });
}
