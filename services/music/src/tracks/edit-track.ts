import { readFile } from 'node:fs/promises';
import type { Generation } from '@downbeat/shared/cache';
import { commonErrors, ProblemError } from '@downbeat/shared/errors';
import type { Principal, StateCondition } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Commit, Outbox } from '@downbeat/shared/messaging';
import type { ClientSession } from 'mongodb';
import { toCover } from '../audio/cover.ts';
import { errors } from '../errors.ts';
import type { FieldChange, TrackChange, TrackChangeResult, TrackEdit } from '../generated/schemas.gen.ts';
import { quotaProblem, type QuotasOf } from '../quota.ts';
import type { OrphanFiles } from '../storage/orphan-files.ts';
import type { ReceivedFile } from '../storage/upload-staging.ts';
import type { ArtistNames } from './artist-names.ts';
import { trackPublished } from './events.ts';
import { trackState } from './find-track.ts';
import { coverVersionOf } from './present-track.ts';
import type { TrackFile, TrackFiles, TrackRecord, TrackRepository } from './repository.ts';
import type { StoreFile } from './store-files.ts';
import { changesBetween, type TrackEdits } from './track-edits.ts';
import { toEditedTexts } from './track-record.ts';
import { accessKeyFor, requireVisible } from './visibility.ts';

interface TrackEditorDeps {
  repository: TrackRepository;
  edits: TrackEdits;
  /** Advances when any track changes. */
  generation: Generation;
  commit: Commit;
  outbox: Outbox;
  orphanFiles: OrphanFiles;
  artistNames: ArtistNames;
  storeFile: StoreFile;
  quotasOf: QuotasOf;
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

interface FoundTrack {
  record: TrackRecord;
  files: TrackFiles;
}

/** What a track becomes, and what of that belongs to the same transaction. */
interface Next extends FoundTrack {
  changes: FieldChange[];
  within?: (mongoSession: ClientSession) => Promise<void>;
}

/** Times that an edit is made again because another one came between. */
const MAX_ATTEMPTS = 5;

/** The track as it is, if it may be edited. Throws TRACK_NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED. */
async function requireEditable(
  repository: TrackRepository,
  { id, by, condition }: Pick<EditTarget, 'id' | 'by' | 'condition'>,
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
function createWriter({ repository, edits, commit, outbox, now }: TrackEditorDeps) {
  return async (target: EditTarget, nextOf: (found: FoundTrack) => Next): Promise<Written> => {
    const { id, by, correlationId } = target;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const found = await requireEditable(repository, target);
      const { record, files, changes, within } = nextOf(found);
      if (changes.length === 0) return { record: found.record, isChanged: false };
      const after = { ...record, updatedAt: laterThan(found.record.updatedAt, now()) };
      const written = await commit(async (mongoSession) => {
        const updated = await repository.update(found.record, after, files, mongoSession);
        if (updated === null) return null;
        await within?.(mongoSession);
        const editedBy = { id: by.userId, name: by.displayName };
        const editedAt = new Date(updated.updatedAt);
        await edits.add({ trackId: id, editedAt, editedBy, changes }, mongoSession);
        const isPublished = changes.some(({ field, to }) => field === 'visibility' && to === 'public');
        if (isPublished) await outbox.add(mongoSession, trackPublished(updated, correlationId));
        return updated;
      });
      if (written !== null) return { record: written, isChanged: true };
    }
    throw commonErrors.UNAVAILABLE({ detail: 'The track is changed too often at the same time; try again.' });
  };
}

type Write = ReturnType<typeof createWriter>;

/** Writes one track, and makes readers notice. */
const createNoticedWriter =
  ({ generation }: TrackEditorDeps, write: Write) =>
  async (...change: Parameters<Write>): Promise<TrackRecord> => {
    const { record, isChanged } = await write(...change);
    if (isChanged) await generation.advance();
    return record;
  };

function changed({ record, files }: FoundTrack, change: TrackChange): Next {
  const next = { ...record, ...toEditedTexts(change) };
  const { visibility } = next;
  const after = { ...next, accessKey: accessKeyFor(visibility, record.accessKey) };
  return { record: after, files, changes: changesBetween(record, after) };
}

const keyOf = (cover: TrackFile | null): string[] => (cover === null ? [] : [cover.key]);

/** Throws QUOTA_EXCEEDED when the artist has more bytes than allowed, and it is this cover that makes it more. */
async function requireRoom(
  { artistNames, repository, quotasOf }: TrackEditorDeps,
  { artist }: TrackRecord,
  added: number,
  mongoSession: ClientSession,
): Promise<void> {
  if (added <= 0) return;
  await artistNames.lockForUpdate(artist, mongoSession);
  const { trackBytes } = await repository.useOf(artist.id, mongoSession);
  const { trackBytes: limit } = quotasOf('artist');
  const quota = { used: trackBytes - added, limit, needed: added };
  if (trackBytes > limit) throw quotaProblem(errors.QUOTA_EXCEEDED, 'trackBytes', quota);
}

/** Gives tracks another cover, or none. The bytes of the old one are removed once the track does not name them. */
function createCoverEditor(deps: TrackEditorDeps, write: ReturnType<typeof createNoticedWriter>) {
  const { orphanFiles, storeFile } = deps;

  async function replace(
    target: EditTarget,
    cover: TrackFile | null,
    claimed: string[],
  ): Promise<TrackRecord> {
    let replaced: string[] = [];
    const record = await write(target, ({ record: before, files }) => {
      replaced = keyOf(files.cover);
      const added = (cover?.bytes ?? 0) - (files.cover?.bytes ?? 0);
      const isSame = files.cover?.sha256 === cover?.sha256;
      const change: FieldChange = { field: 'cover', from: null, to: cover === null ? null : 'set' };
      return {
        record: { ...before, coverVersion: cover && coverVersionOf(cover) },
        files: { ...files, cover },
        changes: isSame ? [] : [change],
        within: async (mongoSession) => {
          if (claimed.length > 0) await orphanFiles.claim(claimed, mongoSession);
          await requireRoom(deps, before, added, mongoSession);
          if (replaced.length > 0) await orphanFiles.add(replaced, mongoSession);
        },
      };
    });
    await orphanFiles.sweepQuietly([...replaced, ...claimed]);
    return record;
  }

  return {
    removeCover: (target: EditTarget): Promise<TrackRecord> => replace(target, null, []),

    /** @throws ProblemError COVER_NOT_RECOGNISED, QUOTA_EXCEEDED, and those of storage */
    async setCover(target: EditTarget, { path }: ReceivedFile): Promise<TrackRecord> {
      const bytes = await toCover(await readFile(path));
      const name = `${newId()}.jpg`;
      await orphanFiles.add([name]);
      try {
        return await replace(target, await storeFile.putCover(name, bytes), [name]);
      } catch (error) {
        await orphanFiles.sweepQuietly([name]);
        throw error;
      }
    },
  };
}

const REFUSALS = ['TRACK_NOT_FOUND', 'FORBIDDEN', 'UNAVAILABLE'] as const;

/** Less than an answer may take. Tracks whose turn does not come within it are refused. */
const MANY_MS = 4_000;

const tooLate = () =>
  commonErrors.UNAVAILABLE({ detail: 'There was no time left for this track; send it again.' });

function refusalOf(trackId: string, error: unknown, logger: Pick<Logger, 'error'>): TrackChangeResult {
  const known = error instanceof ProblemError ? error : commonErrors.UNAVAILABLE();
  const code = REFUSALS.find((one) => known.code === one) ?? 'UNAVAILABLE';
  if (known !== error) logger.error({ trackId, reason: reasonOf(error) }, 'a track could not be changed');
  return { trackId, outcome: 'refused', refusal: { code, detail: known.detail ?? known.title } };
}

/** Who changes several tracks, and the log of the request. */
interface ManyTargets extends Omit<EditTarget, 'id' | 'condition'> {
  logger: Pick<Logger, 'error'>;
}

/** Changes tracks one after the other, and decides about each on its own. */
function createManyEditor({ generation }: TrackEditorDeps, write: Write) {
  return async (
    trackIds: readonly string[],
    what: TrackChange,
    { logger, ...by }: ManyTargets,
  ): Promise<TrackChangeResult[]> => {
    const until = performance.now() + MANY_MS;
    const results: TrackChangeResult[] = [];
    for (const id of trackIds) {
      try {
        if (performance.now() > until) throw tooLate();
        const { isChanged } = await write({ ...by, id, condition: undefined }, (found) =>
          changed(found, what),
        );
        results.push({ trackId: id, outcome: isChanged ? 'changed' : 'unchanged', refusal: null });
      } catch (error) {
        results.push(refusalOf(id, error, logger));
      }
    }
    // Of a write that failed it may be unknown whether it was made.
    const isNoticed = ({ outcome, refusal }: TrackChangeResult): boolean =>
      outcome === 'changed' || refusal?.code === 'UNAVAILABLE';
    if (results.some(isNoticed)) await generation.advance();
    return results;
  };
}

export type TrackEditor = ReturnType<typeof createTrackEditor>;

/** The rules of edits. The artist of a track edits it, and admins do. */
export function createTrackEditor(deps: TrackEditorDeps) {
  const { repository, edits } = deps;
  const writer = createWriter(deps);
  const write = createNoticedWriter(deps, writer);
  return {
    /** @throws ProblemError TRACK_NOT_FOUND, FORBIDDEN, PRECONDITION_FAILED */
    requireEditable: (target: EditTarget): Promise<FoundTrack> => requireEditable(repository, target),

    change: (target: EditTarget, what: TrackChange): Promise<TrackRecord> =>
      write(target, (found) => changed(found, what)),

    changeMany: createManyEditor(deps, writer),

    ...createCoverEditor(deps, write),

    /** @throws ProblemError TRACK_NOT_FOUND, FORBIDDEN */
    async editsOf(target: EditTarget): Promise<TrackEdit[]> {
      await requireEditable(repository, target);
      return edits.of(target.id);
    },
  };
}
