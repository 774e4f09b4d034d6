import type { Generation } from '@downbeat/shared/cache';
import { commonErrors } from '@downbeat/shared/errors';
import type { Principal, StateCondition } from '@downbeat/shared/http';
import { createKeyedBulkhead } from '@downbeat/shared/keyed-bulkhead';
import type { Commit } from '@downbeat/shared/messaging';
import type { ClientSession } from 'mongodb';
import { errors } from '../errors.ts';
import type { AnnounceRelease } from './announce-release.ts';
import type { FieldChange } from '../generated/schemas.gen.ts';
import { trackState } from './find-track.ts';
import type { TrackFiles, TrackRecord, TrackRepository } from './repository.ts';
import type { TrackEdits } from './track-edits.ts';
import { requireVisible, type TrackReader } from './visibility.ts';

/** More writes of one artist than may be in progress at once. */
const WAITING_WRITES = 1_000;

/**
 * Runs the writes of one artist's tracks one after the other. Their transactions conflict, because each makes the entries of
 * the artist and of its albums again; within this instance they need not try in vain.
 */
export const createTurns = () => createKeyedBulkhead(1, WAITING_WRITES);

export type InTurn = ReturnType<typeof createTurns>;

export interface TrackWriterDeps {
  repository: TrackRepository;
  edits: TrackEdits;
  /** Advances when any track changes. */
  generation: Generation;
  commit: Commit;
  inTurn: InTurn;
  announceRelease: AnnounceRelease;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type Editor = Pick<Principal, 'userId' | 'role' | 'displayName'>;

/** A track, who edits it, and the states of it on which the edit insists. */
export interface EditTarget {
  id: string;
  by: Editor;
  condition: StateCondition;
  correlationId: string;
}

export interface FoundTrack {
  record: TrackRecord;
  files: TrackFiles;
}

/** What a track becomes, and what of that belongs to the same transaction. */
export interface EditedTrack extends FoundTrack {
  changes: FieldChange[];
  /** @param replaced the keys of files that the track has no longer, because of its new cover */
  within?: (mongoSession: ClientSession, replaced: readonly string[]) => Promise<void>;
}

/** Times that an edit is made again because another one came between. */
const MAX_ATTEMPTS = 5;

/** The track as it is, if it may be edited. Throws TRACK_NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED. */
export async function requireEditable(
  repository: TrackRepository,
  { id, by, condition }: { id: string; by: TrackReader; condition?: StateCondition },
): Promise<FoundTrack> {
  const found = await repository.findWithFiles(id);
  if (found === null) throw errors.TRACK_NOT_FOUND();
  const { record } = found;
  requireVisible(record, by);
  if (record.artist.id !== by.userId && by.role !== 'admin') throw commonErrors.FORBIDDEN();
  if (condition !== undefined && !condition(trackState(record))) throw commonErrors.PRECONDITION_FAILED();
  return found;
}

/** Each edit moves the time of the last change forward, also within one millisecond. */
const laterThan = (updatedAt: string, nowMs: number): string =>
  new Date(Math.max(nowMs, Date.parse(updatedAt) + 1)).toISOString();

interface Written {
  record: TrackRecord;
  /** Then `generation` advances after the commit: before it, a reader could put the old state back into the cache. */
  isChanged: boolean;
}

/** Writes what `nextOf` makes of a track, with its entry in the history: both, or neither. */
export function createTrackWriter(deps: TrackWriterDeps) {
  const { repository, edits, commit, inTurn, announceRelease, now } = deps;
  return async (target: EditTarget, nextOf: (found: FoundTrack) => EditedTrack): Promise<Written> => {
    const { id, by, correlationId } = target;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const found = await requireEditable(repository, target);
      const { record, files, changes, within } = nextOf(found);
      if (changes.length === 0) return { record: found.record, isChanged: false };
      const after = { ...record, updatedAt: laterThan(found.record.updatedAt, now()) };
      const write = async (mongoSession: ClientSession) => {
        const written = await repository.update(found.record, after, files, mongoSession);
        if (written === null) return null;
        const { record: updated, isReleased, replaced } = written;
        await within?.(mongoSession, replaced);
        const editedBy = { id: by.userId, name: by.displayName };
        const editedAt = new Date(updated.updatedAt);
        await edits.add({ trackId: id, editedAt, editedBy, changes }, mongoSession);
        if (isReleased) {
          const release = { record: updated, releasedAt: updated.updatedAt, correlationId };
          await announceRelease(release, mongoSession);
        }
        return updated;
      };
      const written = await inTurn(found.record.artist.id, () => commit(write));
      if (written !== null) return { record: written, isChanged: true };
    }
    throw commonErrors.UNAVAILABLE({ detail: 'The track is changed too often at the same time; try again.' });
  };
}

export type WriteTrack = ReturnType<typeof createTrackWriter>;

/** Writes one track, and makes readers notice. */
export const createNoticedWriter =
  ({ generation }: TrackWriterDeps, write: WriteTrack) =>
  async (...change: Parameters<WriteTrack>): Promise<TrackRecord> => {
    const { record, isChanged } = await write(...change);
    if (isChanged) await generation.advance();
    return record;
  };
