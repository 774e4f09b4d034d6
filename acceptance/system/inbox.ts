import { poll } from '@downbeat/deploy/poll';

/** A mail as the local inbox shows it. */
export interface ReceivedMail {
  subject: string;
  text: string;
  html: string;
  to: { address: string; name: string }[];
  headers: Record<string, string>;
}

const MAIL_DEADLINE_MS = 20_000;

/** Everything that the addresses of a kind have received so far. */
export async function mailsTo(
  inboxUrl: string,
  isOurs: (address: string) => boolean,
): Promise<ReceivedMail[]> {
  const response = await fetch(`${inboxUrl}/api/email`, { signal: AbortSignal.timeout(10_000) });
  const mails = (await response.json()) as ReceivedMail[];
  return mails.filter(({ to }) => to.some((recipient) => isOurs(recipient.address)));
}

/** Waits for a mail by its subject. */
export async function mailTo(inboxUrl: string, address: string, subject: RegExp): Promise<ReceivedMail> {
  const attempt = async (): Promise<ReceivedMail> => {
    const mail = (await mailsTo(inboxUrl, (to) => to === address)).find((candidate) =>
      subject.test(candidate.subject),
    );
    if (mail === undefined) throw new Error('not there yet');
    return mail;
  };
  return poll(attempt, { withinMs: MAIL_DEADLINE_MS, what: `a mail ${subject.source} to ${address}` });
}

/** The code in a verification mail. */
export function codeIn(mail: ReceivedMail): string {
  const code = /\b\d{6}\b/.exec(mail.text)?.[0];
  if (code === undefined) throw new Error(`no code in: ${mail.text}`);
  return code;
}
