import MailComposer from 'nodemailer/lib/mail-composer';
import type { Config } from '../config.ts';
import { greetingName, renderTemplate, type TemplateValues } from '../templates/templates.ts';
import type { MailEncryption } from './encryption.ts';
import type { MailRow } from './mail.ts';

export interface ComposeDeps {
  config: Pick<Config, 'from' | 'WEB_ORIGIN'>;
  encryption: MailEncryption;
}

/** Builds the complete RFC 5322 message of a mail: headers, and the text and HTML of its template. */
export type Compose = (row: MailRow) => Promise<Buffer>;

const utcTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** The values of the template. This is the only place that decrypts one-time codes. */
async function templateValues(row: MailRow, { config, encryption }: ComposeDeps): Promise<TemplateValues> {
  const { recipient, variables, expiresAt } = row;
  if (!variables) throw new Error('the variables of the mail are erased');
  const name = greetingName(variables.displayName ?? '');
  const common: TemplateValues = {
    recipient,
    webOrigin: config.WEB_ORIGIN,
    name,
    artist: variables.artist ?? false,
  };
  if (variables.sealedCode === undefined || !expiresAt) return common;
  const code = await encryption.decrypt(variables.sealedCode);
  return { ...common, code, validUntil: `${utcTime.format(expiresAt)} UTC` };
}

export function createCompose(deps: ComposeDeps): Compose {
  const { name, email } = deps.config.from;
  return async (row) => {
    const values = await templateValues(row, deps);
    const composer = new MailComposer({
      from: { name, address: email },
      to: { name: values.name ?? '', address: row.recipient },
      ...renderTemplate(row.template, values),
      messageId: row.messageId,
      date: new Date(),
      // RFC 3834: asks mail programs not to send a vacation answer.
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  };
}
