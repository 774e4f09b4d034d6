import { type Cursors, cutPage } from '@downbeat/shared/paging';
import type { MailPage } from '../generated/schemas.gen.ts';
import type { Listing } from './listing.ts';
import type { MailState } from './mail.ts';

const LIST = 'mails';

export interface MailQuery {
  limit: number;
  cursor?: string;
  state?: MailState;
}

/**
 * A page of the ledger, newest first.
 * @throws ProblemError MALFORMED_CURSOR
 */
export async function listMails(
  listing: Listing,
  cursors: Cursors,
  { limit, cursor, state }: MailQuery,
): Promise<MailPage> {
  const [before] = cursor === undefined ? [] : cursors.read(LIST, cursor);
  const found = await listing.page(limit + 1, { ...(before && { before }), ...(state && { state }) });
  const { rows: items, last } = cutPage(found, limit);
  return { items, nextCursor: last && cursors.write(LIST, [last.id]) };
}
