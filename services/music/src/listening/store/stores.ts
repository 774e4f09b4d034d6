import type { Logger } from '@downbeat/shared/logging';
import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import { createAccessStore } from './access-store.ts';
import { createAdvanceSchedule } from './advance-schedule.ts';
import { ChatRepository } from './chat-repository.ts';
import { GuestRepository } from './guest-repository.ts';
import { createDeltaLog } from './delta-log.ts';
import { ListeningKeys } from './keys.ts';
import { createPublicCounts } from './public-counts.ts';
import { createPresenceStore } from './presence-store.ts';
import { withListeningCommands } from './redis.ts';
import {
  createReferenceAgreement,
  redisReference,
  systemClock,
  type MonotonicClock,
  type ReferenceClock,
} from './reference-clock.ts';
import { OutputDelayRepository } from './output-delay-repository.ts';
import { EndedSessionRepository } from './ended-sessions.ts';
import { RoomStore } from './room-store.ts';
import { SessionRepository } from './session-repository.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import { SuggestionRepository } from './suggestion-repository.ts';
import { createSyncStore } from './sync-store.ts';
import { SyncSummaryRepository } from './sync-summary-repository.ts';
import { createTicketStore } from './ticket-store.ts';
import { createTrailLog, createTrailRecorder, notRecorded } from './trail-log.ts';
import { TrailRepository } from './trail-repository.ts';
import { Timebase } from './timebase.ts';
import { createVoteStore } from './vote-store.ts';

export interface StoresDeps {
  readonly redis: Redis;
  readonly db: Db;
  readonly logger: Logger;
  /** For how many days trails are kept; 0: rooms have none. */
  readonly trailDays: number;
  /** This instance's clock; tests inject skewed clocks. */
  readonly clock?: MonotonicClock;
  /** The clock that all instances read; Redis `TIME` by default. */
  readonly reference?: ReferenceClock;
}

/** What rooms, sockets and routes keep in Redis and MongoDB; each takes the part that it needs. */
export type Stores = ReturnType<typeof createStores>;

export function createStores(deps: StoresDeps) {
  const redis = withListeningCommands(deps.redis);
  const keys = new ListeningKeys(redis.options.keyPrefix ?? '');
  const repository = new SessionRepository(deps.db);
  const schedule = createAdvanceSchedule(redis, keys);
  const timebase = new Timebase(
    deps.clock ?? systemClock,
    deps.reference ?? redisReference(redis),
    createReferenceAgreement(redis, keys),
  );
  const recorder =
    deps.trailDays > 0 ? createTrailRecorder(redis, keys, () => timebase.nowUs()) : notRecorded;
  return {
    keys,
    repository,
    guestRows: new GuestRepository(deps.db),
    schedule,
    logger: deps.logger,
    store: new RoomStore(redis, keys, schedule, recorder),
    access: createAccessStore(redis, keys),
    chat: new ChatRepository(deps.db),
    suggestions: new SuggestionRepository(deps.db),
    outputDelays: new OutputDelayRepository(deps.db),
    presence: createPresenceStore(redis, keys),
    sync: createSyncStore(redis, keys),
    syncSummaries: new SyncSummaryRepository(deps.db),
    deltas: createDeltaLog(redis, keys, recorder),
    votes: createVoteStore(redis, keys),
    publicCounts: createPublicCounts(redis, keys),
    tickets: createTicketStore(redis, keys),
    writer: new SnapshotWriter(repository, deps.logger),
    trails: createTrailLog(redis, keys),
    trailRows: new TrailRepository(deps.db, deps.trailDays),
    endedSessions: new EndedSessionRepository(deps.db, deps.trailDays),
    timebase,
  };
}
