import { relative } from 'node:path';
import { bold } from './log.ts';
import { dataDir } from './paths.ts';
import type { Demo } from './seed.ts';
import type { System } from './system.ts';
import { rabbitUser } from './ports.ts';

type Line = string | [label: string, value: string];

/** Draws a frame around the lines; a pair is a label and its value, in two columns. */
export function frame(title: string, lines: readonly Line[]): string {
  const labels = lines.filter((line) => typeof line !== 'string').map(([label]) => label.length);
  const column = Math.max(0, ...labels) + 2;
  const texts = lines.map((line) => (typeof line === 'string' ? line : line[0].padEnd(column) + line[1]));
  const inner = Math.max(title.length, ...texts.map((text) => text.length));
  const row = (text: string, shown = text): string => `│ ${shown}${' '.repeat(inner - text.length)} │`;
  const rule = '─'.repeat(inner + 2);
  return [
    `┌${rule}┐`,
    row(title, bold(title)),
    `├${rule}┤`,
    ...texts.map((text) => row(text)),
    `└${rule}┘`,
  ].join('\n');
}

function urlLines(system: System, dev: boolean): Line[] {
  const { urls, ports, backing, secrets } = system;
  const withDocs = (url: string): string => `${url}      docs ${url}/docs`;
  const lines: Line[] = [
    ['Listen', `http://localhost:${ports.web}`],
    // With `make dev` the port is Vite's, which has the page alone.
    ...(dev ? [] : [['Guides', `http://localhost:${ports.web}/docs/`] satisfies Line]),
    ['Auth', withDocs(urls.authUrl)],
    ['Music', withDocs(urls.musicUrl)],
  ];
  if (system.pidOf('music2')) lines.push(['Music, second', `http://localhost:${ports.music2}`]);
  lines.push(['Notification', withDocs(urls.notificationUrl)], ['Inbox', `http://localhost:${ports.inbox}`]);
  const login = `(${rabbitUser} / ${secrets.rabbitPassword})`;
  if (backing.rabbitDashboard) lines.push(['RabbitMQ', `${backing.rabbitDashboard}  ${login}`]);
  return lines;
}

function demoLines(demo: Demo): Line[] {
  const logins = demo.accounts.map(({ role, email }): Line => [`Demo ${role}`, email]);
  return ['', ...logins, ['Password', `${demo.password}  (all of them)`]];
}

// Outside of the frame, so that the commands can be copied.
function firstSteps({ urls }: System, demo: Demo): string {
  const [listener] = demo.accounts;
  const body = JSON.stringify({ email: listener?.email, password: demo.password });
  return [
    'First steps:',
    `  TOKEN=$(curl -s ${urls.authUrl}/api/auth/login -H 'content-type: application/json' \\`,
    `    -d '${body}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`,
    `  curl -s ${urls.musicUrl}/api/music/get -H "authorization: Bearer $TOKEN"`,
  ].join('\n');
}

/** The text at the end of a start: every URL and login in a frame, and below it the first commands to copy. */
export function summaryOf(system: System, demo: Demo | undefined, dev = false): string {
  const lines = [
    ...urlLines(system, dev),
    ...(demo ? demoLines(demo) : []),
    '',
    `Ctrl-C stops everything; data stays in ${relative(process.cwd(), dataDir)}.`,
  ];
  const steps = demo ? `${firstSteps(system, demo)}\n\n` : '';
  return `\n${frame('Downbeat is running', lines)}\n\n${steps}`;
}
