import { commonErrors, ProblemError } from '@downbeat/shared/errors';
import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { TrackChange, TrackChangeResult, TrackEdit } from '../generated/schemas.gen.ts';
import { type CoverEditorDeps, createCoverEditor } from './edit-cover.ts';
import type { TrackRecord } from './repository.ts';
import { changesBetween } from './track-edits.ts';
import { toEditedTexts } from './track-record.ts';
import {
  createNoticedWriter,
  createTrackWriter,
  type EditedTrack,
  type EditTarget,
  type FoundTrack,
  requireEditable,
  type TrackWriterDeps,
  type WriteTrack,
} from './track-writer.ts';
import { accessKeyFor } from './visibility.ts';

type TrackEditorDeps = TrackWriterDeps & CoverEditorDeps;

function changed({ record, files }: FoundTrack, change: TrackChange): EditedTrack {
  const next = { ...record, ...toEditedTexts(change) };
  const { visibility } = next;
  const after = { ...next, accessKey: accessKeyFor(visibility, record.accessKey) };
  return { record: after, files, changes: changesBetween(record, after) };
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
function createManyEditor({ generation }: TrackEditorDeps, write: WriteTrack) {
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
  const writer = createTrackWriter(deps);
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
