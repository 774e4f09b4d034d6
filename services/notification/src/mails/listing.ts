import type { Db } from 'mongodb';
import { mailCollection } from './collection.ts';
import type { Mail } from '../generated/schemas.gen.ts';
import type { MailRow, MailState } from './mail.ts';

export interface Listing {
  /** Newest first; `before` is the id that the page before ended with. At most `limit` of them: ask for one more than is shown to see whether more follow. */
  page(limit: number, filter: { before?: string; state?: MailState }): Promise<Mail[]>;
  /** How many mails are in a state, counted in the index up to `most`. */
  count(state: MailState, most: number): Promise<number>;
}

const SHOWN = {
  eventId: 1,
  template: 1,
  recipient: 1,
  state: 1,
  attempts: 1,
  reason: 1,
  createdAt: 1,
  updatedAt: 1,
};

const present = ({ _id, createdAt, updatedAt, reason, ...rest }: MailRow): Mail => ({
  id: _id,
  eventId: rest.eventId,
  template: rest.template,
  recipient: rest.recipient,
  state: rest.state,
  attempts: rest.attempts,
  ...(reason === undefined ? {} : { reason }),
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function createListing(db: Db): Listing {
  const mails = mailCollection(db);
  return {
    async page(limit, { before, state }) {
      const filter = { ...(state && { state }), ...(before && { _id: { $lt: before } }) };
      const rows = mails.find(filter, { projection: SHOWN }).sort({ _id: -1 }).limit(limit);
      return (await rows.toArray()).map(present);
    },
    count: (state, most) => mails.countDocuments({ state }, { limit: most }),
  };
}
