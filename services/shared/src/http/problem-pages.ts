import { createHash } from 'node:crypto';
import { commonErrors, problemSlug } from '../errors.ts';
import problems from '../generated/problems.gen.json' with { type: 'json' };
import type { App } from './types.ts';

/** What a page says about one code. */
interface Explanation {
  /** Of an answer; none when the code comes by a WebSocket only. */
  status?: number;
  /** The name of a reason why a WebSocket is closed; its number is in the code. */
  closeReason?: string;
  title: string;
  cause: string;
  remedy: string;
  /** A command that helps, or a call that can be answered so. */
  curl?: string;
}

const CATALOGUE: Readonly<Record<string, Explanation>> = problems;
const BY_SLUG = new Map(Object.keys(CATALOGUE).map((code) => [problemSlug(code), code]));
const LIST_URL = '/problems';
const PAGE_URL = '/problems/:slug';

/** URLs of pages for people, which are in no contract. */
export const isProblemPage = (url: string): boolean => url === LIST_URL || url === PAGE_URL;

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
code, pre { font: 0.9em/1.5 ui-monospace, monospace }
pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: 0.5rem }
dt { font-weight: 600 }
`;
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
/** Text with `code` in backquotes. */
const prose = (text: string): string => escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>');

const pageOf = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<main>
${body}
</main>
</html>
`;

/** Where the code is met. */
function placeOf(code: string, { status, closeReason }: Explanation): string {
  if (status !== undefined) return `status ${status}`;
  if (closeReason === undefined) return 'message of a room';
  return `close code ${code.replace('CLOSE_', '')} of a room, ${closeReason}`;
}

function explanation(code: string, explained: Explanation): string {
  const { title, cause, remedy, curl } = explained;
  const command = curl === undefined ? [] : [`<h2>With curl</h2>\n<pre>${escaped(curl)}</pre>`];
  const parts = [
    `<p><code>${code}</code>, ${placeOf(code, explained)}</p>`,
    `<h1>${prose(title)}</h1>`,
    `<h2>Cause</h2>\n<p>${prose(cause)}</p>`,
    `<h2>Remedy</h2>\n<p>${prose(remedy)}</p>`,
    ...command,
    '<p><a href="../problems">All problems</a></p>',
  ];
  return pageOf(`${code}: ${title}`, parts.join('\n'));
}

function list(): string {
  const rows = Object.entries(CATALOGUE).map(
    ([code, explained]) =>
      `<dt><a href="problems/${problemSlug(code)}"><code>${code}</code></a>, ${placeOf(code, explained)}</dt><dd>${prose(explained.title)}</dd>`,
  );
  return pageOf('Problems', `<h1>Problems</h1>\n<dl>\n${rows.join('\n')}\n</dl>`);
}

/** Serves a page for each code of all services, to which the `type` of a problem can lead: cause, remedy, a command. */
export function serveProblemPages(app: App): void {
  const headers = { 'content-security-policy': POLICY, 'cache-control': 'public, max-age=3600' };
  const type = 'text/html; charset=utf-8';
  app.get(LIST_URL, async (_request, reply) => reply.headers(headers).type(type).send(list()));
  app.get<{ Params: { slug: string } }>(PAGE_URL, async ({ params }, reply) => {
    const code = BY_SLUG.get(params.slug);
    const known = code === undefined ? undefined : CATALOGUE[code];
    if (code === undefined || known === undefined) throw commonErrors.NOT_FOUND();
    return reply.headers(headers).type(type).send(explanation(code, known));
  });
}
