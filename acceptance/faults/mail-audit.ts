// Compares the registrations of a load with the stored accounts and with the mails that arrived.
import { poll } from '@downbeat/deploy/poll';
import { mailsTo, type ReceivedMail } from '../system/inbox.ts';
import type { SystemUnderTest } from '../system/start.ts';
import type { Databases, MailRow } from './databases.ts';
import type { RegistrationLoad } from './load.ts';

const INBOX_WITHIN_MS = 30_000;

/** The end of a complete mail; a mail that the killed mail server had only begun to write does not have it. */
const isComplete = ({ html }: Partial<ReceivedMail>): boolean => html?.trimEnd().endsWith('</html>') === true;

/** The welcome mails of the load's accounts that have arrived, by recipient. */
export async function welcomeMails(
  { inboxUrl }: SystemUnderTest,
  { emails }: RegistrationLoad,
): Promise<Map<string, ReceivedMail[]>> {
  const recipients = new Set(emails);
  const mails = await mailsTo(inboxUrl, (email) => recipients.has(email));
  return Map.groupBy(
    mails.filter(({ subject }) => /welcome/i.test(subject)),
    ({ to }) => to[0]!.address,
  );
}

export interface StoredAccounts {
  /** The accounts of the load, each once. */
  stored: number;
  /** How many more there are. */
  duplicates: number;
  /** Registrations that were acknowledged and are not stored. */
  lost: number;
}

export async function storedAccounts(
  databases: Databases,
  { emails, acknowledgedAt }: RegistrationLoad,
): Promise<StoredAccounts> {
  const attempts = new Set(emails);
  const accounts = (await databases.accountEmails()).filter((email) => attempts.has(email));
  const stored = new Set(accounts);
  const lost = [...acknowledgedAt.keys()].filter((email) => !stored.has(email)).length;
  return { stored: stored.size, duplicates: accounts.length - stored.size, lost };
}

export interface MailAudit {
  /** The ledger's welcome mails of the load. */
  rows: MailRow[];
  /** Accepted, but no complete copy has arrived. */
  lost: MailRow[];
  /** Copies of one mail that have different Message-IDs. */
  otherIds: MailRow[];
  /** More copies than the ledger's repeated deliveries explain. */
  unexplained: MailRow[];
  /** Mails that arrived more than once. */
  duplicates: number;
}

/** Waits until the ledger says that each of the load's welcome mails was accepted, and compares it with the inbox. */
export async function auditMails(
  system: SystemUnderTest,
  databases: Databases,
  load: RegistrationLoad,
  withinMs: number,
): Promise<MailAudit> {
  const emails = new Set(load.emails);
  const accepted = async (): Promise<MailRow[]> => {
    const rows = (await databases.welcomeMails()).filter(({ recipient }) => emails.has(recipient));
    const done = rows.filter(({ state }) => state === 'accepted').length;
    if (done < load.tally.attempted) throw new Error(`${done} of ${load.tally.attempted}`);
    return rows;
  };
  const rows = await poll(accepted, { withinMs, everyMs: 500, what: 'acceptance of every welcome mail' });
  // The mail server may have been the last program that was killed.
  const received = await poll(() => welcomeMails(system, load), {
    withinMs: INBOX_WITHIN_MS,
    what: 'the inbox',
  });
  const copiesOf = ({ recipient }: MailRow): ReceivedMail[] => received.get(recipient) ?? [];
  return {
    rows,
    lost: rows.filter((row) => !copiesOf(row).some(isComplete)),
    otherIds: rows.filter((row) =>
      copiesOf(row).some(({ headers }) => headers['message-id'] !== row.messageId),
    ),
    unexplained: rows.filter((row) => copiesOf(row).length > 1 + row.resends),
    duplicates: rows.filter((row) => copiesOf(row).length > 1).length,
  };
}
