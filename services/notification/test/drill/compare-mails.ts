import type { MailRow } from '../../src/mails/mail.ts';
import type { ReceivedMail } from '../kit/smtp.ts';

export interface Comparison {
  lost: string[];
  unexpected: string[];
  /** The mails of each recipient that received more than one. */
  duplicates: ReceivedMail[][];
  /** Deliveries that the database counts as possibly repeated. */
  resends: number;
}

/** Compares the requested mails with those that the mail server received. */
export function compareMails(wanted: string[], received: ReceivedMail[], rows: MailRow[]): Comparison {
  const byRecipient = Map.groupBy(received, ({ to }) => to.join());
  return {
    lost: wanted.filter((email) => !byRecipient.has(email)),
    unexpected: [...byRecipient.keys()].filter((email) => !wanted.includes(email)),
    duplicates: [...byRecipient.values()].filter((mails) => mails.length > 1),
    resends: rows.reduce((sum, row) => sum + row.resends, 0),
  };
}
