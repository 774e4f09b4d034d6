import { relative } from 'node:path';
import t from 'tap';
import { dataDir } from '../local/paths.ts';
import { choosePorts, backingUrls, serviceUrls } from '../local/ports.ts';
import type { Demo } from '../local/seed.ts';
import { frame, summaryOf } from '../local/summary.ts';
import type { System } from '../local/system.ts';

t.test('frames a title and two columns, as wide as the widest line', async (t) => {
  t.equal(
    frame('Running', [['Auth', 'http://localhost:4000'], ['Inbox', 'here'], '', 'Stop with Ctrl-C.']),
    [
      '┌──────────────────────────────┐',
      '│ Running                      │',
      '├──────────────────────────────┤',
      '│ Auth   http://localhost:4000 │',
      '│ Inbox  here                  │',
      '│                              │',
      '│ Stop with Ctrl-C.            │',
      '└──────────────────────────────┘',
    ].join('\n'),
  );
});

const ports = choosePorts({});
const secrets = {
  jwtSecret: '',
  authSecret: '',
  streamUrlSecret: '',
  mailSealPublicKey: '',
  mailSealPrivateKey: '',
  rabbitPassword: 'pässword/1',
  demoPassword: 'demo-1',
};

/** A system with these programs running and these variables in its shell. */
const systemOf = (running: string[], env: Record<string, string>): System => ({
  ports,
  urls: serviceUrls(ports),
  backing: backingUrls(env, ports, secrets.rabbitPassword),
  secrets,
  pidOf: (name) => (running.includes(name) ? 42 : undefined),
  stop: async () => undefined,
});

const demo: Demo = {
  accounts: [
    { email: 'lena@downbeat.example', displayName: 'Lena', role: 'listener' },
    { email: 'nadia@downbeat.example', displayName: 'Nadia', role: 'artist' },
    { email: 'admin@downbeat.example', displayName: 'Operator', role: 'admin' },
  ],
  password: 'demo-1',
  fresh: true,
};
const end = `Ctrl-C stops everything; data stays in ${relative(process.cwd(), dataDir)}.`;

t.test('shows every URL and login, and the first commands below the frame', async (t) => {
  const framed = frame('Downbeat is running', [
    ['Listen', 'http://localhost:4003'],
    ['Guides', 'http://localhost:4003/docs/'],
    ['Auth', 'http://localhost:4000      docs http://localhost:4000/docs'],
    ['Music', 'http://localhost:4001      docs http://localhost:4001/docs'],
    ['Music, second', 'http://localhost:4011'],
    ['Notification', 'http://localhost:4002      docs http://localhost:4002/docs'],
    ['Inbox', 'http://localhost:1080'],
    ['RabbitMQ', 'http://127.0.0.1:15672  (downbeat / pässword/1)'],
    '',
    ['Demo listener', 'lena@downbeat.example'],
    ['Demo artist', 'nadia@downbeat.example'],
    ['Demo admin', 'admin@downbeat.example'],
    ['Password', 'demo-1  (all of them)'],
    '',
    end,
  ]);
  const steps = [
    'First steps:',
    "  TOKEN=$(curl -s http://localhost:4000/api/auth/login -H 'content-type: application/json' \\",
    `    -d '{"email":"lena@downbeat.example","password":"demo-1"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`,
    '  curl -s http://localhost:4001/api/music/get -H "authorization: Bearer $TOKEN"',
  ];
  t.equal(summaryOf(systemOf(['music2'], {}), demo), `\n${framed}\n\n${steps.join('\n')}\n\n`);
});

t.test('leaves out a broker that was given and a demo that was not made', async (t) => {
  const framed = frame('Downbeat is running', [
    ['Listen', 'http://localhost:4003'],
    ['Guides', 'http://localhost:4003/docs/'],
    ['Auth', 'http://localhost:4000      docs http://localhost:4000/docs'],
    ['Music', 'http://localhost:4001      docs http://localhost:4001/docs'],
    ['Notification', 'http://localhost:4002      docs http://localhost:4002/docs'],
    ['Inbox', 'http://localhost:1080'],
    '',
    end,
  ]);
  t.equal(summaryOf(systemOf([], { AMQP_URL: 'amqp://somewhere' }), undefined), `\n${framed}\n\n`);
});

t.test('names no guides with make dev, which serves the page alone', async (t) => {
  t.notMatch(summaryOf(systemOf([], {}), demo, true), 'Guides');
});
