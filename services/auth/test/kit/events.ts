import type { App } from '@downbeat/shared/http';
import type { DownbeatEvent } from '@downbeat/shared/messaging';
import { unseal } from '@downbeat/shared/sealing';

interface Row {
  event: DownbeatEvent;
}

/** The events of one aggregate in the outbox, published or not, in order. */
export const eventsOf = async (app: App, subject: string): Promise<DownbeatEvent[]> => {
  const rows = await app.mongo.db
    .collection<Row>('outbox')
    .find({ 'event.subject': subject })
    .sort({ seq: 1 })
    .toArray();
  return rows.map((row) => row.event);
};

/** The code of the last verification event, decrypted with the notification service's private key. */
export const lastCodeFor = async (app: App, userId: string, sealPrivateKey: string): Promise<string> => {
  const events = await eventsOf(app, userId);
  const event = events.findLast(({ type }) => type === 'downbeat.user.verification-requested.v1');
  if (event?.type !== 'downbeat.user.verification-requested.v1') throw new Error('no code was mailed');
  return unseal(sealPrivateKey, event.data.sealedCode);
};
