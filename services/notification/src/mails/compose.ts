import { unsubscribeToken } from '@downbeat/shared/unsubscribe';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Config } from '../config.ts';
import { greetingName, renderTemplate, type TemplateValues } from '../templates/templates.ts';
import type { MailEncryption } from './encryption.ts';
import type { MailRow, ReleaseVariables } from './mail.ts';

export interface ComposeDeps {
  config: Pick<Config, 'from' | 'WEB_ORIGIN' | 'AUTH_PUBLIC_URL' | 'JWT_SECRET'>;
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
  if (variables.release !== undefined) return { ...common, ...releaseValues(variables.release, common) };
  if (variables.sealedCode === undefined || !expiresAt) return common;
  const code = await encryption.decrypt(variables.sealedCode);
  return { ...common, code, validUntil: `${utcTime.format(expiresAt)} UTC` };
}

/** Names and titles are written by others, so what looks like a link is left out, as in greetings. */
function releaseValues(
  { artistId, artistName, titles, trackCount }: ReleaseVariables,
  { webOrigin }: Pick<TemplateValues, 'webOrigin'>,
): Partial<TemplateValues> {
  return {
    artistName: greetingName(artistName) ?? 'An artist you follow',
    titles: titles.map((title) => greetingName(title) ?? 'A new track'),
    moreCount: trackCount - titles.length,
    artistUrl: `${webOrigin}/artists/${artistId}`,
  };
}

/** One click ends these mails (RFC 8058), and no other mails. */
function unsubscribeHeaders({ template, userId }: MailRow, { config }: ComposeDeps): Record<string, string> {
  if (template !== 'new-release') return {};
  const token = unsubscribeToken(config.JWT_SECRET, userId);
  const url = `${config.AUTH_PUBLIC_URL}/api/auth/unsubscribe?token=${token}`;
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
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
      headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(row, deps) },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return composer.compile().build();
  };
}
