import type { Connections } from '@downbeat/shared/connections';
import { startConsumer } from '@downbeat/shared/events';
import type { App } from '@downbeat/shared/http';
import { startRelay } from '@downbeat/shared/outbox';
import { createHandlers, QUEUE } from './consumer/handlers.ts';
import type { Features } from './features.ts';
import type { Infrastructure } from './infrastructure.ts';
import { registerSweepMetrics, startSweeper } from './storage/index.ts';

/** What goes on beside the requests: events out, events in, and the removal of abandoned files. */
export async function startWorkers(
  app: App,
  { mongo, rabbit }: Connections,
  { outbox, revocations, looseFiles, intake, tagReader }: Infrastructure,
  { artistNames, trackRepository, trackCache }: Features,
): Promise<void> {
  const { client, db } = mongo;
  const { log: logger, metricsRegistry: registry } = app;
  const relay = startRelay({ db, rabbit, outbox, logger, registry });
  const handlers = createHandlers({
    revocations,
    artistNames,
    tracks: trackRepository,
    cache: trackCache,
  });
  const consumer = await startConsumer({ rabbit, client, db, queue: QUEUE, handlers, logger, registry });
  registerSweepMetrics(registry, looseFiles);
  app.atShutdown('workers', 'consumer', ({ graceMs }) => consumer.stop(graceMs));
  app.atShutdown('workers', 'outbox relay', ({ graceMs }) => relay.stop(graceMs));
  app.atShutdown('workers', 'sweeper', startSweeper(looseFiles, intake, logger));
  app.atShutdown('workers', 'tag reader', () => tagReader.close());
}
