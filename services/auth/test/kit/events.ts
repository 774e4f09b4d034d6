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

const CODE_TYPES = {
  verification: 'downbeat.user.verification-requested.v1',
  reset: 'downbeat.user.password-reset-requested.v1',
} as const;

/** The code of the last event of a kind, decrypted with the notification service's private key. */
export const lastCodeFor = async (
  app: App,
  userId: string,
  sealPrivateKey: string,
  kind: keyof typeof CODE_TYPES = 'verification',
): Promise<string> => {
  const events = await eventsOf(app, userId);
  const event = events.findLast(({ type }) => type === CODE_TYPES[kind]);
  if (event === undefined || !('sealedCode' in event.data)) throw new Error('no code was mailed');
  return unseal(sealPrivateKey, event.data.sealedCode);
};
