import { newId } from '@downbeat/shared/ids';
import type { Db } from 'mongodb';

interface LeaseDocument {
  _id: string;
  owner: string;
  until: Date;
}

/** The right of one run to move files. */
export interface RunLease {
  /** Whether another run may have begun, because renewing failed for a whole lease. */
  readonly isLost: () => boolean;
  release(): Promise<void>;
}

/** No name of a copy, so earlier versions pass over it. */
const ID = 'run';
/** A run that is killed stops others for so long. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

/** Takes the lease that one run at a time has, and renews it; null while another run has it. The database's clock counts. */
export async function takeRunLease(db: Db): Promise<RunLease | null> {
  const leases = db.collection<LeaseDocument>('fileCopiesBegun');
  const owner = newId();
  const isFree = { $lte: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
  const end = { $add: ['$$NOW', LEASE_MS] };
  const take = { owner: { $cond: [isFree, owner, '$owner'] }, until: { $cond: [isFree, end, '$until'] } };
  let renewedAt = performance.now();
  // Stays so: the run has left out files.
  let lost = false;
  const taken = await leases.findOneAndUpdate({ _id: ID }, [{ $set: take }], {
    upsert: true,
    returnDocument: 'after',
  });
  if (taken?.owner !== owner) return null;
  const renew = async (): Promise<void> => {
    const begin = performance.now();
    const { matchedCount } = await leases.updateOne({ _id: ID, owner }, [{ $set: { until: end } }]);
    if (matchedCount === 1) renewedAt = begin;
  };
  // A renewal that fails is tried again at the next one.
  const renewal = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
  return {
    isLost: () => (lost ||= performance.now() - renewedAt > LEASE_MS),
    async release() {
      clearInterval(renewal);
      await leases.deleteOne({ _id: ID, owner });
    },
  };
}
