import { poll } from '@downbeat/deploy/poll';

/** A mail as the mail catcher's API returns it. */
export interface ReceivedMail {
  subject: string;
  text: string;
  html: string;
  to: { address: string; name: string }[];
  headers: Record<string, string>;
}

const MAIL_DEADLINE_MS = 20_000;

/** All mails so far to the recipients that `isRecipient` selects. */
export async function mailsTo(
  inboxUrl: string,
  isRecipient: (email: string) => boolean,
): Promise<ReceivedMail[]> {
  const response = await fetch(`${inboxUrl}/api/email`, { signal: AbortSignal.timeout(10_000) });
  const mails = (await response.json()) as ReceivedMail[];
  return mails.filter(({ to }) => to.some((recipient) => isRecipient(recipient.address)));
}

/** Waits for a mail with a matching subject. */
export async function mailTo(inboxUrl: string, email: string, subject: RegExp): Promise<ReceivedMail> {
  const attempt = async (): Promise<ReceivedMail> => {
    const mail = (await mailsTo(inboxUrl, (to) => to === email)).find((candidate) =>
      subject.test(candidate.subject),
    );
    if (mail === undefined) throw new Error('not received yet');
    return mail;
  };
  return poll(attempt, { withinMs: MAIL_DEADLINE_MS, what: `a mail ${subject.source} to ${email}` });
}

/** The code in a verification mail. */
export function codeIn(mail: ReceivedMail): string {
  const code = /\b\d{6}\b/.exec(mail.text)?.[0];
  if (code === undefined) throw new Error(`no code in: ${mail.text}`);
  return code;
}
