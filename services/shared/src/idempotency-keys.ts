import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Binary, type Collection, type Db, type Document } from 'mongodb';
import { newId } from './ids.ts';
import { type IndexDeclarations, isDuplicateKey } from './mongo.ts';

const COLLECTION = 'idempotencyKeys';
/** How long an answer is sent again. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Keys that are kept for one account; beyond these the oldest are forgotten. */
const KEYS_PER_ACCOUNT = 500;
/** Of the kept answers of one account together, compressed. */
const BYTES_PER_ACCOUNT = 4 * 1024 * 1024;
/** A try that has not prolonged its lock for so long has ended with its process. */
const LOCK_MS = 15_000;

/** An answer to send again. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

interface Row {
  /** User and key. */
  _id: string;
  userId: string;
  /** The id of what the request creates: the same for each try, so that a second one finds what the first has made. */
  resourceId: string;
  /** Of the request; missing until it is known. */
  fingerprint?: string;
  /** The try that runs or ran last. */
  tryId: string;
  /** Missing when no try is running. */
  lockedUntil?: Date;
  answer?: { status: number; headers: Record<string, string>; body: Binary };
  /** Of the compressed answer. */
  bytes: number;
  createdAt: Date;
  expiresAt: Date;
}

export const idempotencyIndexes: IndexDeclarations = {
  [COLLECTION]: [
    { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
    { key: { userId: 1, createdAt: -1, bytes: 1 }, name: 'account' },
  ],
};

/** A key that this try may use now. */
export interface ClaimedKey {
  id: string;
  userId: string;
  tryId: string;
  resourceId: string;
  /** Whether an earlier try may have created the resource already. */
  repeated: boolean;
  fingerprint: string | undefined;
  /** Of the first try that succeeded. */
  answer: KeptAnswer | undefined;
}

type OwnTry = Pick<ClaimedKey, 'id' | 'tryId'>;

const lockEnd = { $add: ['$$NOW', LOCK_MS] };

/** What a row becomes when a try claims it: by one operation, and by the clock of the database. */
function claimUpdate(first: Pick<Row, 'userId' | 'resourceId' | 'fingerprint'>, tryId: string): Document[] {
  const isTaken = {
    $or: [{ $ne: [{ $type: '$answer' }, 'missing'] }, { $gt: ['$lockedUntil', '$$NOW'] }],
  };
  const kept = Object.entries(first).map(([name, value]) => [
    name,
    { $ifNull: [`$${name}`, { $literal: value }] },
  ]);
  return [
    {
      $set: {
        ...(Object.fromEntries(kept) as Document),
        bytes: { $ifNull: ['$bytes', 0] },
        createdAt: { $ifNull: ['$createdAt', '$$NOW'] },
        expiresAt: { $ifNull: ['$expiresAt', { $add: ['$$NOW', KEPT_MS] }] },
        tryId: { $cond: [isTaken, '$tryId', tryId] },
        lockedUntil: { $cond: [isTaken, '$lockedUntil', lockEnd] },
      },
    },
  ];
}

/**
 * Keys of requests that create something, with their answers. In MongoDB, beside what they create: when it is away nothing
 * is created, so no key is forgotten while its effect stays.
 */
export class IdempotencyKeys {
  readonly #rows: Collection<Row>;

  constructor(db: Db) {
    this.#rows = db.collection<Row>(COLLECTION);
  }

  /**
   * Null while another try with the same key is running.
   * @param fingerprint the key is bound to it, if to none yet
   */
  async claim(userId: string, key: string, fingerprint?: string): Promise<ClaimedKey | null> {
    const [id, tryId, resourceId] = [`${userId}:${key}`, newId(), newId()];
    const update = claimUpdate(
      { userId, resourceId, ...(fingerprint !== undefined && { fingerprint }) },
      tryId,
    );
    const row = await this.#upsert(id, update);
    if (row === null || (row.answer === undefined && row.tryId !== tryId)) return null;
    return {
      id,
      userId,
      tryId,
      resourceId: row.resourceId,
      repeated: row.resourceId !== resourceId,
      fingerprint: row.fingerprint,
      answer: row.answer && (await unpack(row.answer)),
    };
  }

  async #upsert(id: string, update: Document[]): Promise<Row | null> {
    const upsert = () =>
      this.#rows.findOneAndUpdate({ _id: id }, update, { upsert: true, returnDocument: 'after' });
    // Of two first tries at once, one may find that the other has just inserted the row.
    return upsert().catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      return upsert();
    });
  }

  /** Keeps the lock of a try that takes long. */
  async prolong({ id, tryId }: OwnTry): Promise<void> {
    await this.#rows.updateOne({ _id: id, tryId }, [{ $set: { lockedUntil: lockEnd } }]);
  }

  /** The fingerprint that the key is bound to: the first one that was given. */
  async bind(id: string, fingerprint: string): Promise<string> {
    const first = { $ifNull: ['$fingerprint', { $literal: fingerprint }] };
    const options = { returnDocument: 'after', projection: { fingerprint: 1 } } as const;
    const row = await this.#rows.findOneAndUpdate({ _id: id }, [{ $set: { fingerprint: first } }], options);
    return row?.fingerprint ?? fingerprint;
  }

  /** Keeps the answer, and forgets the oldest of the account beyond its limits. */
  async keep(
    { id, userId }: Pick<ClaimedKey, 'id' | 'userId'>,
    { status, headers, body }: KeptAnswer,
  ): Promise<void> {
    const packed = await promisify(gzip)(body);
    const answer = { status, headers, body: new Binary(packed) };
    const change = { $set: { answer, bytes: packed.length }, $unset: { lockedUntil: '' } } as const;
    await this.#rows.updateOne({ _id: id, answer: { $exists: false } }, change);
    await this.#forgetOldest(userId);
  }

  /** Lets the next try run, with the same resource id: this one may have had its effect. */
  async release({ id, tryId, userId }: OwnTry & Pick<ClaimedKey, 'userId'>): Promise<void> {
    await this.#rows.updateOne({ _id: id, tryId }, { $unset: { lockedUntil: '' } });
    await this.#forgetOldest(userId);
  }

  async #forgetOldest(userId: string): Promise<void> {
    const kept = await this.#rows
      .find({ userId }, { projection: { _id: 0, createdAt: 1, bytes: 1 } })
      .sort({ createdAt: -1 })
      .limit(KEYS_PER_ACCOUNT + 1)
      .toArray();
    let bytes = 0;
    const oldest = kept.find((row, index) => {
      bytes += row.bytes;
      // The newest answer is kept whatever its size: its request is the one most likely to be repeated.
      return index > 0 && (index >= KEYS_PER_ACCOUNT || bytes > BYTES_PER_ACCOUNT);
    });
    if (oldest === undefined) return;
    const notRunning = { lockedUntil: { $exists: false } };
    await this.#rows.deleteMany({ userId, createdAt: { $lte: oldest.createdAt }, ...notRunning });
  }
}

async function unpack({ status, headers, body }: NonNullable<Row['answer']>): Promise<KeptAnswer> {
  return { status, headers, body: await promisify(gunzip)(body.value()) };
}
