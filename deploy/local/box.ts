import type { Demo } from './seed.ts';
import { relative } from 'node:path';
import { dataDir } from './paths.ts';
import { bold } from './say.ts';
import { rabbitUser } from './addresses.ts';
import type { System } from './system.ts';

type Line = string | [label: string, value: string];

const width = (text: string): number => text.length;

/** Frames the lines; a pair is a label and its value, in two columns. */
export function frame(title: string, lines: readonly Line[]): string {
  const labels = lines.filter((line) => typeof line !== 'string').map(([label]) => width(label));
  const column = Math.max(0, ...labels) + 2;
  const texts = lines.map((line) => (typeof line === 'string' ? line : line[0].padEnd(column) + line[1]));
  const inner = Math.max(width(title), ...texts.map(width));
  const row = (text: string, shown = text): string => `│ ${shown}${' '.repeat(inner - width(text))} │`;
  const rule = '─'.repeat(inner + 2);
  return [
    `┌${rule}┐`,
    row(title, bold(title)),
    `├${rule}┤`,
    ...texts.map((text) => row(text)),
    `└${rule}┘`,
  ].join('\n');
}

function addressLines(system: System): Line[] {
  const { urls, ports, addresses, secrets } = system;
  const dashboard = addresses.rabbitDashboard;
  const lines: Line[] = [
    ['Listen', `http://localhost:${ports.web}`],
    ['Auth', `${urls.authUrl}      docs ${urls.authUrl}/docs`],
    ['Music', `${urls.musicUrl}      docs ${urls.musicUrl}/docs`],
    ['Notification', `${urls.notificationUrl}      docs ${urls.notificationUrl}/docs`],
    ['Inbox', `http://localhost:${ports.inbox}`],
  ];
  if (system.pidOf('music2')) lines.splice(3, 0, ['Music, second', `http://localhost:${ports.music2}`]);
  if (dashboard) lines.push(['RabbitMQ', `${dashboard}  (${rabbitUser} / ${secrets.rabbitPassword})`]);
  return lines;
}

function demoLines(demo: Demo): Line[] {
  const logins = demo.accounts.map(({ role, email }): Line => [`Demo ${role}`, email]);
  return ['', ...logins, ['Password', `${demo.password}  (all of them)`]];
}

// Not in the frame: what is to be copied must have nothing around it.
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

/** The one thing to read after `make run`, and below it the first commands to copy. */
export function boxOf(system: System, demo: Demo | undefined): string {
  const logins = demo ? demoLines(demo) : [];
  const lines = [
    ...addressLines(system),
    ...logins,
    '',
    `Ctrl-C stops everything; data stays in ${relative(process.cwd(), dataDir)}.`,
  ];
  const steps = demo ? `${firstSteps(system, demo)}\n\n` : '';
  return `\n${frame('Downbeat is running', lines)}\n\n${steps}`;
}
