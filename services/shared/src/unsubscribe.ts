import { Cursors } from './paging.ts';

// The token in the link of a mail that ends such mails. Notification writes it and auth reads it; it names the account, is
// authenticated as cursors are, and does not expire, because a mail may be old.

const PURPOSE = 'unsubscribe from mails about releases';

export const unsubscribeToken = (jwtSecret: string, userId: string): string =>
  new Cursors(jwtSecret).write(PURPOSE, [userId]);

/** The account that a token names; null when it was not made by `unsubscribeToken`. */
export function unsubscribedUser(jwtSecret: string, token: string): string | null {
  try {
    return new Cursors(jwtSecret).read(PURPOSE, token)[0] ?? null;
  } catch {
    return null;
  }
}
