import { reasonOf } from '@downbeat/shared/logging';
import { setNonOverlappingInterval } from '@downbeat/shared/timers';
import { limits } from '../model/limits.ts';
import type { Stores } from '../store/stores.ts';
import type { RoomRegistry } from './room-registry.ts';

interface PublicCounterDeps extends Pick<Stores, 'publicCounts' | 'logger'> {
  readonly registry: Pick<RoomRegistry, 'all'>;
}

/**
 * Counts the members of the public sessions on this instance all the time, for their list.
 * @returns a function that stops it
 */
export function startPublicCounter({ publicCounts, logger, registry }: PublicCounterDeps): () => void {
  let isFailing = false;
  return setNonOverlappingInterval(limits.publicCountMs, async () => {
    const listed = registry.all().filter(({ info }) => info?.access.visibility === 'public');
    try {
      await publicCounts.count(listed.map(({ sessionId }) => sessionId));
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn({ reason: reasonOf(error) }, 'public sessions could not be counted');
      isFailing = true;
    }
  });
}
