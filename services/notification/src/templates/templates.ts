import Handlebars from 'handlebars';
import type { MailTemplate } from '../mails/mail.ts';
import * as emailVerified from './generated/email-verified.gen.ts';
import * as verifyEmail from './generated/verify-email.gen.ts';
import * as welcome from './generated/welcome.gen.ts';

/** What the templates may say; HTML parts escape every value, links lead nowhere but to `webOrigin`. */
export interface TemplateValues {
  recipient: string;
  webOrigin: string;
  name: string | null;
  artist?: boolean;
  code?: string;
  validUntil?: string;
}

export interface RenderedBody {
  subject: string;
  html: string;
  text: string;
}

interface Source {
  subject: string;
  html: string;
  text: string;
}

const sources: Record<MailTemplate, Source> = {
  welcome: { subject: 'Welcome to Downbeat', ...welcome },
  // The code stays out of the subject: subjects stand in the logs of every server on the way.
  'verify-email': { subject: 'Your Downbeat code', ...verifyEmail },
  'email-verified': { subject: 'Your address is confirmed', ...emailVerified },
};

// Strict: a value that a template wants and nobody gave is an error, never an empty space in a mail.
const compile = ({ subject, html, text }: Source) => ({
  subject,
  html: Handlebars.compile<TemplateValues & { subject: string }>(html, {
    strict: true,
    knownHelpersOnly: true,
  }),
  text: Handlebars.compile<TemplateValues>(text, { strict: true, knownHelpersOnly: true, noEscape: true }),
});

const templates = {
  welcome: compile(sources.welcome),
  'verify-email': compile(sources['verify-email']),
  'email-verified': compile(sources['email-verified']),
} satisfies Record<MailTemplate, unknown>;

export function renderTemplate(name: MailTemplate, values: TemplateValues): RenderedBody {
  const { subject, html, text } = templates[name];
  return { subject, html: html({ ...values, subject }), text: text(values) };
}
