import { newId } from '@downbeat/shared/ids';
import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { FieldChange, TrackEdit } from '../generated/schemas.gen.ts';
import type { TrackRecord } from './repository.ts';

/** Its id is a uuid v7, so the order of ids is the order of the edits. */
interface TrackEditDocument {
  _id: string;
  trackId: string;
  editedAt: Date;
  editedBy: { id: string; name: string };
  changes: FieldChange[];
}

/** Of one track; older ones are removed. */
const MAX_EDITS = 50;

export const trackEditIndexes: IndexDeclarations = {
  trackEdits: [{ key: { trackId: 1, _id: -1 }, name: 'track' }],
};

const FIELDS = [
  'title',
  'taggedArtist',
  'album',
  'albumArtist',
  'genre',
  'year',
  'discNumber',
  'trackNumber',
  'visibility',
] as const;

const textOf = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/** What an edit changes, apart from the cover. */
export function changesBetween(before: TrackRecord, after: TrackRecord): FieldChange[] {
  return FIELDS.filter((field) => (before[field] ?? null) !== (after[field] ?? null)).map((field) => {
    return { field, from: textOf(before[field]), to: textOf(after[field]) };
  });
}

/** What was changed of tracks, when and by whom. */
export class TrackEdits {
  readonly #edits: Collection<TrackEditDocument>;

  constructor(db: Db) {
    this.#edits = db.collection<TrackEditDocument>('trackEdits');
  }

  async add(edit: Omit<TrackEditDocument, '_id'>, mongoSession: ClientSession): Promise<void> {
    const session = { session: mongoSession };
    const { trackId } = edit;
    await this.#edits.insertOne({ _id: newId(), ...edit }, session);
    const tooOld = await this.#edits.findOne(
      { trackId },
      { ...session, sort: { _id: -1 }, skip: MAX_EDITS, projection: { _id: 1 } },
    );
    if (tooOld !== null) await this.#edits.deleteMany({ trackId, _id: { $lte: tooOld._id } }, session);
  }

  /** The last edit first. */
  async of(trackId: string): Promise<TrackEdit[]> {
    const found = await this.#edits.find({ trackId }).sort({ _id: -1 }).limit(MAX_EDITS).toArray();
    return found.map(({ editedAt, editedBy, changes }) => {
      return { editedAt: editedAt.toISOString(), editedBy, changes };
    });
  }

  async removeTrack(trackId: string, mongoSession: ClientSession): Promise<void> {
    await this.#edits.deleteMany({ trackId }, { session: mongoSession });
  }
}
