import type { MailRow } from '../../src/mails/mail.ts';
import type { ReceivedMail } from '../kit/smtp.ts';

export interface Verdict {
  lost: string[];
  unexpected: string[];
  /** The mails of each recipient who got more than one. */
  duplicates: ReceivedMail[][];
  /** Deliveries that the ledger counts as perhaps repeated. */
  resends: number;
}

/** Compares what was asked for with what a mail server was given. */
export function judge(wanted: string[], received: ReceivedMail[], rows: MailRow[]): Verdict {
  const byRecipient = Map.groupBy(received, ({ to }) => to.join());
  return {
    lost: wanted.filter((email) => !byRecipient.has(email)),
    unexpected: [...byRecipient.keys()].filter((email) => !wanted.includes(email)),
    duplicates: [...byRecipient.values()].filter((mails) => mails.length > 1),
    resends: rows.reduce((sum, row) => sum + row.resends, 0),
  };
}
