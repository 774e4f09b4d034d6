import type { ClaimedMail } from './mail.ts';
import type { MailRepository } from './repository.ts';

/** Renewals within the time of one lease. */
const RENEWALS = 4;
/** The last part of a lease, in which a delivery ends that could not renew it. */
const MARGIN = 1 / 8;

/** A mail's lease while the mail is being delivered. */
export interface KeptLease {
  /** Aborts when another worker has claimed the mail, or may soon claim it because the lease could not be renewed. */
  lost: AbortSignal;
  /** Renews it no more. */
  end(): void;
}

/**
 * Renews the lease of a mail, so that it can be short: the mail of a worker that was killed soon goes to another one.
 * @param claimedAtMs when the claim began, on `performance.now()`
 */
export function keepLease(
  repository: Pick<MailRepository, 'renewLease'>,
  leaseMs: number,
  { mail, claimedAtMs }: { mail: ClaimedMail; claimedAtMs: number },
): KeptLease {
  const lost = new AbortController();
  let limit: NodeJS.Timeout | undefined;
  let ended = false;
  const holdFrom = (beganMs: number): void => {
    clearTimeout(limit);
    const endsMs = beganMs + leaseMs * (1 - MARGIN);
    limit = setTimeout(() => lost.abort(), endsMs - performance.now());
  };
  const renew = async (): Promise<void> => {
    const beganMs = performance.now();
    // Null while the database is away.
    const isRenewed = await repository.renewLease(mail).catch(() => null);
    if (ended) return;
    if (isRenewed === true) holdFrom(beganMs);
    if (isRenewed === false) lost.abort();
  };
  holdFrom(claimedAtMs);
  const renewals = setInterval(() => void renew(), leaseMs / RENEWALS);
  return {
    lost: lost.signal,
    end() {
      ended = true;
      clearTimeout(limit);
      clearInterval(renewals);
    },
  };
}
