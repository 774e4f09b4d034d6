import { reasonOf } from '@downbeat/shared/logging';
import type { Collection, Db } from 'mongodb';
import type { TrackDocument } from '../tracks/repository.ts';
import { filesOf, type PlacedFile } from '../tracks/track-document.ts';
import { copyFile, type CopyOutcome, type Route } from './copy-file.ts';
import { nameInKey } from '../storage/names.ts';

/** A copy that has begun or is done: of which file, of which track. */
interface CopyDocument {
  /** The name of the storage, and that of the file. */
  _id: string;
  trackId: string;
  name: string;
}

export interface MoveCounts {
  tracks: number;
  copied: number;
  copiedBytes: number;
  /** Were in the new storage already. */
  there: number;
}

export interface MoveResult extends MoveCounts {
  /** One sentence for each file that is not in the new storage. */
  problems: string[];
  /** So many files failed one after the other that the rest was not tried. */
  gaveUp: boolean;
}

interface MoveOptions extends Route {
  db: Db;
  /** The name of the new storage. */
  target: string;
  filesAtOnce: number;
  /** Whether this run has to stop, because another one may have begun. */
  isLost: () => boolean;
  /** Called after each batch of tracks. */
  report: (result: MoveResult) => void;
}

type FilesOfTrack = Pick<TrackDocument, '_id' | 'audio' | 'cover' | 'renditions' | 'coverSizes'>;
type Work = PlacedFile & { trackId: string };

const BATCH = 50;
/** More in a row, and the storage itself is the problem. */
const MAX_FAILURES = 10;

/** Copies the files of all tracks to another storage. It can be killed at any moment, and goes on when it is run again. */
export async function moveFiles(options: MoveOptions): Promise<MoveResult> {
  const mover = new Mover(options);
  const { result } = mover;
  await mover.removeForgotten();
  let page = await mover.tracksAfter('');
  for (let last = page.at(-1); last !== undefined && !mover.hasToStop; last = page.at(-1)) {
    const work = page.flatMap((track) => filesOf(track).map((file) => ({ trackId: track._id, ...file })));
    await mover.moveAll(work);
    result.tracks += page.length;
    options.report(result);
    page = await mover.tracksAfter(last._id);
  }
  return result;
}

class Mover {
  readonly result: MoveResult = {
    ...{ tracks: 0, copied: 0, copiedBytes: 0, there: 0 },
    ...{ problems: [], gaveUp: false },
  };
  #failuresInARow = 0;
  readonly #options: MoveOptions;
  readonly #tracks: Collection<TrackDocument>;
  /** Noted before the copy, so that a killed run leaves none that is forgotten. */
  readonly #begun: Collection<CopyDocument>;
  readonly #done: Collection<CopyDocument>;

  constructor(options: MoveOptions) {
    this.#options = options;
    this.#tracks = options.db.collection('tracks');
    this.#begun = options.db.collection('fileCopiesBegun');
    this.#done = options.db.collection('fileCopies');
  }

  get hasToStop(): boolean {
    return this.result.gaveUp || this.#options.isLost();
  }

  async tracksAfter(id: string): Promise<FilesOfTrack[]> {
    return this.#tracks
      .find({ _id: { $gt: id } })
      .project<FilesOfTrack>({ audio: 1, cover: 1, renditions: 1, coverSizes: 1 })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
  }

  /** Never rejects: a file that fails is a problem of the result. */
  async moveAll(work: readonly Work[]): Promise<void> {
    const rest = work.values();
    const worker = async (): Promise<void> => {
      for (const one of rest) {
        if (this.hasToStop) return;
        await this.#move(one);
      }
    };
    await Promise.all(Array.from({ length: this.#options.filesAtOnce }, worker));
  }

  async #move(work: Work): Promise<void> {
    try {
      this.#count(work, await this.#moveOnce(work));
      this.#failuresInARow = 0;
    } catch (error) {
      this.#addProblem(work, `failed: ${reasonOf(error)}`);
      this.#failuresInARow += 1;
      this.result.gaveUp ||= this.#failuresInARow >= MAX_FAILURES;
    }
  }

  #count(work: Work, outcome: CopyOutcome): void {
    if (outcome.kind === 'problem') this.#addProblem(work, outcome.why);
    else if (outcome.kind === 'there') this.result.there += 1;
    else {
      this.result.copied += 1;
      this.result.copiedBytes += work.file.bytes;
    }
  }

  #addProblem({ trackId, place }: Work, why: string): void {
    this.result.problems.push(`The file ${place} of track ${trackId} ${why}.`);
  }

  async #moveOnce(work: Work): Promise<CopyOutcome> {
    const { target, to } = this.#options;
    const { trackId, file } = work;
    const name = nameInKey(file.key);
    const note = { _id: `${target} ${name}`, trackId, name };
    const isDone = (await this.#done.findOne({ _id: note._id })) !== null;
    // The look at the size finds files that have left the storage since then.
    if (isDone && (await to.stat(file.key))?.bytes === file.bytes) return { kind: 'there', key: file.key };
    await this.#begun.replaceOne({ _id: note._id }, note, { upsert: true });
    const outcome = await copyFile(this.#options, file);
    if (outcome.kind !== 'problem') {
      if (await this.#keepKey(work, outcome.key))
        await this.#done.replaceOne({ _id: note._id }, note, { upsert: true });
      // What was there before may be in use: only this run's own copy of a file that is gone is deleted.
      else if (outcome.kind === 'copied' && !(await this.#isNamed(trackId, name)))
        await to.delete(outcome.key);
    }
    await this.#begun.deleteOne({ _id: note._id });
    return outcome;
  }

  /** Gives the track the key in the new storage; false when this is no longer its file. */
  async #keepKey({ trackId, place, file: { key, sha256 } }: Work, newKey: string): Promise<boolean> {
    const { matchedCount } = await this.#tracks.updateOne(
      { _id: trackId, [`${place}.key`]: key, [`${place}.sha256`]: sha256 },
      { $set: { [`${place}.key`]: newKey } },
    );
    return matchedCount === 1;
  }

  /** Whether the track has a file of this name, under whatever key. */
  async #isNamed(trackId: string, name: string): Promise<boolean> {
    const track = await this.#tracks.findOne({ _id: trackId });
    return track !== null && filesOf(track).some(({ file }) => nameInKey(file.key) === name);
  }

  /** Deletes copies that a killed run has begun, of files that were deleted since then. */
  async removeForgotten(): Promise<void> {
    const { target, to } = this.#options;
    for await (const { _id, trackId, name } of this.#begun.find()) {
      if (!_id.startsWith(`${target} `)) continue;
      if (!(await this.#isNamed(trackId, name))) await to.delete(name);
      await this.#begun.deleteOne({ _id });
    }
  }
}
