import Handlebars from 'handlebars';
import type { MailTemplate } from '../generated/schemas.gen.ts';
import * as emailVerified from './generated/email-verified.gen.ts';
import * as newRelease from './generated/new-release.gen.ts';
import * as passwordChanged from './generated/password-changed.gen.ts';
import * as resetPassword from './generated/reset-password.gen.ts';
import * as verifyEmail from './generated/verify-email.gen.ts';
import * as welcome from './generated/welcome.gen.ts';

/** The values of the templates. The HTML part escapes each value; all links lead to `webOrigin`. */
export interface TemplateValues {
  recipient: string;
  webOrigin: string;
  name: string | null;
  artist?: boolean;
  code?: string;
  validUntil?: string;
  artistName?: string;
  titles?: string[];
  /** Tracks that are not among the titles. */
  moreCount?: number;
  artistUrl?: string;
}

/** The content of a mail: rendered for a recipient, or the Handlebars source of it. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

// Strict: a missing value is an error instead of an empty space in the mail.
const compile = ({ subject, html, text }: RenderedMail) => ({
  subject,
  html: Handlebars.compile<TemplateValues & { subject: string }>(html, {
    strict: true,
    knownHelpersOnly: true,
  }),
  text: Handlebars.compile<TemplateValues>(text, { strict: true, knownHelpersOnly: true, noEscape: true }),
});

const templates: Record<MailTemplate, ReturnType<typeof compile>> = {
  welcome: compile({ subject: 'Welcome to Downbeat', ...welcome }),
  // No subject has a code, because mail servers log subjects.
  'verify-email': compile({ subject: 'Your Downbeat code', ...verifyEmail }),
  'email-verified': compile({ subject: 'Your address is confirmed', ...emailVerified }),
  'reset-password': compile({ subject: 'A new password for Downbeat', ...resetPassword }),
  'new-release': compile({ subject: 'New from an artist you follow', ...newRelease }),
  'password-changed': compile({ subject: 'Your password was changed', ...passwordChanged }),
};

export function renderTemplate(name: MailTemplate, values: TemplateValues): RenderedMail {
  const { subject, html, text } = templates[name];
  return { subject, html: html({ ...values, subject }), text: text(values) };
}

const MAX_NAME_CHARACTERS = 60;
// Bidirectional overrides and zero-width characters hide parts of a text.
const INVISIBLE = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]`;
// Format characters that are part of a text (Unicode 23.2): the joiner of emoji and of Sinhala letters and the non-joiner of
// Persian, after what they join; the letters of a flag, such as that of Wales; signs that enclose Arabic or Kaithi numbers.
const JOINED = String.raw`(?<=[\p{L}\p{M}\p{ExtPict}\p{EMod}])[\u200C\u200D]`;
const FLAG_LETTERS = String.raw`(?<=\u{1F3F4}[\u{E0061}-\u{E007A}]{0,6})[\u{E0061}-\u{E007A}\u{E007F}]`;
const NUMBER_SIGNS = String.raw`[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]`;
const invisible = new RegExp(
  String.raw`(?:(?!${JOINED}|${FLAG_LETTERS}|${NUMBER_SIGNS})${INVISIBLE})+`,
  'gu',
);
const joiners = /[\u200C\u200D]/gu;
// Text that a mail program turns into a link.
const linkLike = /:\/\/|www\.|@|[\p{L}\p{N}-]\.\p{L}{2,}/iu;

/**
 * The name for the greeting, or null for a greeting without a name. An attacker can register another person's email with
 * an advertisement as the display name; a name that looks like a link is therefore left out.
 */
export function greetingName(displayName: string): string | null {
  const name = displayName.normalize('NFC').replaceAll(invisible, ' ').replaceAll(/\s+/gu, ' ').trim();
  if (name === '' || linkLike.test(name.replaceAll(joiners, ''))) return null;
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  if (characters.length <= MAX_NAME_CHARACTERS) return name;
  return `${characters.slice(0, MAX_NAME_CHARACTERS - 1).join('')}…`;
}
