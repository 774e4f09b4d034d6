import { gaugeWhenScraped } from '@downbeat/shared/metrics';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import { MailStateValues } from '../generated/schemas.gen.ts';
import type { FailureKind } from '../smtp/failure.ts';
import type { MailRow } from './mail.ts';
import type { MailRepository } from './repository.ts';

export type MailMetrics = ReturnType<typeof createMailMetrics>;

/** Limits the cost of a scrape. The counter of outcomes has no limit. */
const MAX_COUNT = 10_000;

function gaugeStates(repository: MailRepository, registry: Registry): void {
  gaugeWhenScraped(registry, {
    name: 'downbeat_mails',
    help: `Stored mails by state, each counted up to ${MAX_COUNT}.`,
    labelNames: ['state'],
    read: () =>
      Promise.all(
        MailStateValues.map(async (state) => [{ state }, await repository.count(state, MAX_COUNT)] as const),
      ),
  });
}

export function createMailMetrics(repository: MailRepository, registry: Registry) {
  const registers = [registry];
  gaugeStates(repository, registry);
  const outcomes = new Counter({
    name: 'downbeat_mail_outcomes_total',
    help: 'Mails that this process finished, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'downbeat_mail_retries_total',
    help: 'Failed deliveries that are tried again, by kind of failure.',
    labelNames: ['kind'],
    registers,
  });
  const resends = new Counter({
    name: 'downbeat_mail_resends_total',
    help: 'Mails accepted after an earlier delivery with an unknown outcome; they may have arrived twice.',
    registers,
  });
  const seconds = new Histogram({
    name: 'downbeat_mail_delivery_seconds',
    help: 'Seconds from the claim of a mail until the acceptance by the mail server is stored.',
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  });
  return {
    finished(mail: MailRow, outcome: 'accepted' | 'failed', durationMs?: number): void {
      outcomes.inc({ outcome });
      if (durationMs !== undefined) seconds.observe(durationMs / 1000);
      if (outcome === 'accepted' && mail.resends > 0) resends.inc();
    },
    retried(kind: FailureKind): void {
      retries.inc({ kind });
    },
    /** Counts queued mails whose code expired. */
    expired(count: number): void {
      outcomes.inc({ outcome: 'expired' }, count);
    },
  };
}
