import MailComposer from 'nodemailer/lib/mail-composer';
import { greetingName } from '../templates/display-name.ts';
import { renderTemplate, type TemplateValues } from '../templates/templates.ts';
import type { Mailbox } from '../transport/address.ts';
import type { MailRow } from './mail.ts';
import type { Vault } from './vault.ts';

export interface Letterhead {
  from: Mailbox;
  /** Where every link leads. */
  webOrigin: string;
}

export type Compose = (row: MailRow) => Promise<Buffer>;

const clock = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

async function valuesOf(row: MailRow, webOrigin: string, vault: Vault): Promise<TemplateValues> {
  const { recipient, variables, expiresAt } = row;
  if (!variables) throw new Error('the mail has no variables left');
  const name = greetingName(variables.displayName ?? '');
  const common = { recipient, webOrigin, name, artist: variables.artist ?? false };
  if (variables.sealedCode === undefined || !expiresAt) return common;
  const code = await vault.open(variables.sealedCode);
  return { ...common, code, validUntil: `${clock.format(expiresAt)} UTC` };
}

/** Renders the whole RFC 5322 message of a row: headers, text and HTML. Codes are opened here and nowhere else. */
export function createCompose({ from, webOrigin }: Letterhead, vault: Vault): Compose {
  return async (row) => {
    const values = await valuesOf(row, webOrigin, vault);
    const { subject, html, text } = renderTemplate(row.template, values);
    const composer = new MailComposer({
      from,
      to: { name: values.name ?? '', address: row.recipient },
      subject,
      html,
      text,
      messageId: row.messageId,
      date: new Date(),
      // RFC 3834: no vacation answers to this, please.
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  };
}
