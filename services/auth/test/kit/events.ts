import type { App } from '@downbeat/shared/http';
import type { DownbeatEvent } from '@downbeat/shared/events';
import { open } from '@downbeat/shared/seal';

interface Row {
  event: DownbeatEvent;
}

/** Events that the service decided on, of one aggregate, in order; whether sent yet or not. */
export const eventsOf = async (app: App, subject: string): Promise<DownbeatEvent[]> => {
  const rows = await app.mongo.db
    .collection<Row>('outbox')
    .find({ 'event.subject': subject })
    .sort({ seq: 1 })
    .toArray();
  return rows.map((row) => row.event);
};

/** The code that was mailed last, read as only the notification service can. */
export const lastCodeFor = async (app: App, userId: string, sealPrivateKey: string): Promise<string> => {
  const events = await eventsOf(app, userId);
  const event = events.findLast(({ type }) => type === 'downbeat.user.verification-requested.v1');
  if (event?.type !== 'downbeat.user.verification-requested.v1') throw new Error('no code was mailed');
  return open(sealPrivateKey, event.data.sealedCode);
};
