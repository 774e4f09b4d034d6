import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Collection, Db } from 'mongodb';
import { limits } from '../model/limits.ts';

const COLLECTION = 'outputDelays';

export const outputDelayIndexes: IndexDeclarations = { [COLLECTION]: [] };

/** How much later than its device reports an output is heard. */
interface OutputDelay {
  readonly deviceId: string;
  readonly output: string;
  readonly delayMs: number;
}

type StoredOutputDelay = OutputDelay & { readonly setAt: Date };

/** Those of an account, the last set one at the end. */
interface Row {
  _id: string;
  delays: StoredOutputDelay[];
}

/** Another output than this one, in an expression. Literals, because a name may begin with a `$`. */
const isOther = ({ deviceId, output }: Omit<OutputDelay, 'delayMs'>) => ({
  $or: [{ $ne: ['$$one.deviceId', { $literal: deviceId }] }, { $ne: ['$$one.output', { $literal: output }] }],
});

/** The output delays of all accounts, one document for each, so that one update bounds and replaces them. */
export class OutputDelayRepository {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  /** The last set one first. */
  async listOf(userId: string): Promise<StoredOutputDelay[]> {
    const row = await this.#rows.findOne({ _id: userId });
    return (row?.delays ?? []).toReversed();
  }

  /** Replaces the one of the same output; beyond the limit, the one that was set first. */
  async set(userId: string, delay: OutputDelay): Promise<void> {
    const input = { $ifNull: ['$delays', []] };
    const others = { $filter: { input, as: 'one', cond: isOther(delay) } };
    const set = { $mergeObjects: [{ $literal: delay }, { setAt: '$$NOW' }] };
    const all = { $concatArrays: [others, [set]] };
    const newest = { $slice: [all, -limits.outputDelays] };
    await this.#rows.updateOne({ _id: userId }, [{ $set: { delays: newest } }], { upsert: true });
  }

  async remove(userId: string, deviceId: string, output: string): Promise<void> {
    await this.#rows.updateOne({ _id: userId }, { $pull: { delays: { deviceId, output } } });
  }
}
