import { startConsumer } from '@downbeat/shared/events';
import type { App } from '@downbeat/shared/http';
import { revocationHandlers, type RevocationList } from '@downbeat/shared/revocation';
import { mailHandlers, MAIL_QUEUE } from './mails/event-handlers.ts';
import type { PostOffice } from './mails/post-office.ts';
import { REVOCATION_QUEUE } from './revocation/queue.ts';

export interface WorkerOptions {
  office: PostOffice;
  revocations: RevocationList;
  /** Pauses before an event is tried again; the consumer's own unless given. */
  retryDelaysMs?: readonly number[] | undefined;
}

/** Starts what works without being asked by anybody: the sender and the consumers; the app's shutdown ends them. */
export async function startWorkers(
  app: App,
  { office, revocations, retryDelaysMs }: WorkerOptions,
): Promise<void> {
  const { log: logger, rabbit, metricsRegistry: registry } = app;
  const common = { rabbit, ...app.mongo, logger, registry, ...(retryDelaysMs && { retryDelaysMs }) };
  const sender = office.open();
  const purposes = [
    { queue: MAIL_QUEUE, handlers: mailHandlers(office.ledger, () => sender.wake()) },
    { queue: REVOCATION_QUEUE, handlers: revocationHandlers(revocations) },
  ];
  app.atShutdown('workers', 'sender', ({ graceMs }) => sender.stop(graceMs));
  for (const purpose of purposes) {
    const consumer = await startConsumer({ ...common, ...purpose });
    app.atShutdown('workers', purpose.queue, ({ graceMs }) => consumer.stop(graceMs));
  }
}
