import { gaugeWhenScraped } from '@downbeat/shared/metrics';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import { MailStateValues } from '../generated/schemas.gen.ts';
import type { FailureKind } from '../transport/failure.ts';
import type { Listing } from './listing.ts';
import type { MailRow } from './mail.ts';

export interface MailMetrics {
  finished(mail: MailRow, outcome: 'accepted' | 'failed' | 'expired', tookMs?: number): void;
  retried(kind: FailureKind): void;
  /** Codes that ended in the queue, found together. */
  expired: (count: number) => void;
}

/** A scrape costs the same however long the ledger is; what was finished is told without a limit by the outcomes. */
const MOST_COUNTED = 10_000;

function gaugeStates(listing: Listing, registry: Registry): void {
  gaugeWhenScraped(registry, {
    name: 'downbeat_mails',
    help: `Mails in the ledger by state, each counted up to ${MOST_COUNTED}.`,
    labelNames: ['state'],
    read: () =>
      Promise.all(
        MailStateValues.map(async (state) => [{ state }, await listing.count(state, MOST_COUNTED)] as const),
      ),
  });
}

export function createMailMetrics(listing: Listing, registry: Registry): MailMetrics {
  const registers = [registry];
  gaugeStates(listing, registry);
  const outcomes = new Counter({
    name: 'downbeat_mail_outcomes_total',
    help: 'Mails that this process finished, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'downbeat_mail_retries_total',
    help: 'Deliveries that failed and are tried again, by kind of failure.',
    labelNames: ['kind'],
    registers,
  });
  const resends = new Counter({
    name: 'downbeat_mail_resends_total',
    help: 'Mails accepted after an earlier delivery whose outcome nobody knows: perhaps sent twice.',
    registers,
  });
  const seconds = new Histogram({
    name: 'downbeat_mail_delivery_seconds',
    help: 'From the claim of a mail to the 250 being written down.',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  });
  return {
    finished(mail, outcome, tookMs) {
      outcomes.inc({ outcome });
      if (tookMs !== undefined) seconds.observe(tookMs / 1000);
      if (outcome === 'accepted' && mail.resends > 0) resends.inc();
    },
    retried: (kind) => {
      retries.inc({ kind });
    },
    expired: (count) => {
      outcomes.inc({ outcome: 'expired' }, count);
    },
  };
}
