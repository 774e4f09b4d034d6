import { validate } from 'uuid';
import { errors } from '../errors.ts';
import type { MailPage } from '../generated/schemas.gen.ts';
import type { Listing } from './listing.ts';
import type { MailState } from './mail.ts';

const encode = (id: string) => Buffer.from(id).toString('base64url');

function decode(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!validate(id) || encode(id) !== cursor) throw errors.MALFORMED_CURSOR();
  return id;
}

export interface MailQuery {
  limit: number;
  cursor?: string;
  state?: MailState;
}

/** A page of the ledger, newest first. */
export async function listMails(listing: Listing, { limit, cursor, state }: MailQuery): Promise<MailPage> {
  const before = cursor === undefined ? {} : { before: decode(cursor) };
  const found = await listing.page(limit + 1, { ...before, ...(state && { state }) });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? encode(last.id) : null };
}
