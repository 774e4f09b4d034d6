// The pages of other projects: the mail catcher, and a dashboard that is forwarded. Who asks is checked before they see
// the request. The test sends what a browser would send for a page of another site.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { freePorts } from '../local/ports.ts';
import { getOk, poll } from '../local/probes.ts';

const ports = await freePorts();
const dashboard = createServer((asked, answer) => {
  answer.setHeader('access-control-allow-origin', '*');
  answer.end(`${asked.method} ${asked.url} ${asked.headers.origin ?? 'no origin'}`);
}).listen(0, '127.0.0.1');
await once(dashboard, 'listening');
const dir = t.testdir();
const child = spawn(process.execPath, [join(import.meta.dirname, '../local/operator-pages.ts')], {
  env: {
    ...process.env,
    SMTP_PORT: String(ports.smtp),
    INBOX_PORT: String(ports.inbox),
    MAIL_DIR: dir,
    DASHBOARD_PORT: String(ports.rabbitDashboard),
    DASHBOARD_URL: `http://127.0.0.1:${(dashboard.address() as AddressInfo).port}`,
    PUBLIC_HOST: 'ops.example.com',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
t.teardown(async () => {
  child.kill('SIGTERM');
  await once(child, 'exit');
  dashboard.close();
});
const inbox = ports.inbox;
const mails = '/api/email';
for (const url of [`http://127.0.0.1:${inbox}${mails}`, `http://127.0.0.1:${ports.rabbitDashboard}/`])
  await poll(() => getOk(url), { withinMs: 30_000, what: url });

type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: string };

async function ask(
  port: number,
  headers: Record<string, string>,
  path = mails,
  method = 'GET',
): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

const own = (port: number): string => `localhost:${port}`;
const published = [
  ['inbox', inbox],
  ['dashboard', ports.rabbitDashboard],
] as const;

t.test('answers curl, and a page of its own', async (t) => {
  for (const [name, port] of published)
    for (const headers of [
      { host: own(port) },
      { host: `127.0.0.1:${port}` },
      { host: 'ops.example.com' },
      { host: own(port), origin: `http://${own(port)}`, 'sec-fetch-site': 'same-origin' },
      { host: 'ops.example.com', origin: 'https://ops.example.com' },
      {
        host: own(port),
        'sec-fetch-site': 'none',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
      // A link on the listening page.
      {
        host: own(port),
        'sec-fetch-site': 'same-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
    ])
      t.equal((await ask(port, headers)).status, 200, `${name}: ${JSON.stringify(headers)}`);
});

t.test('refuses every other page, and every other name for this machine', async (t) => {
  for (const [name, port] of published)
    for (const headers of [
      { host: own(port), origin: 'https://evil.example' },
      { host: own(port), origin: 'null' },
      { host: own(port), origin: `http://localhost:${ports.web}` },
      { host: own(port), origin: `http://127.0.0.1:${port}` },
      { host: own(port), origin: `http://localhost:${port}.evil.example` },
      { host: `evil.example:${port}` },
      { host: `localhost.evil.example:${port}` },
      {
        host: own(port),
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-dest': 'image',
      },
      {
        host: own(port),
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'iframe',
      },
    ]) {
      const { status, headers: sent, body } = await ask(port, headers);
      t.strictSame([status, body], [403, '403 Forbidden\n'], `${name}: ${JSON.stringify(headers)}`);
      t.notOk(
        Object.keys(sent).some((header) => header.startsWith('access-control')),
        'no CORS header',
      );
      t.match(sent, { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
    }
  t.equal(
    (await ask(inbox, { host: own(inbox), origin: 'https://evil.example' }, mails, 'OPTIONS')).status,
    403,
  );
});

t.test('no answer allows another origin, and the pages do not see the origin', async (t) => {
  const host = own(inbox);
  const { headers } = await ask(inbox, { host, origin: `http://${host}` });
  t.notOk(headers['access-control-allow-origin']);
  t.equal(headers['x-frame-options'], 'SAMEORIGIN');
  const port = ports.rabbitDashboard;
  const path = '/api/queues/%2F/a%20b?columns=name';
  const { body } = await ask(port, { host: own(port), origin: `http://${own(port)}` }, path, 'PUT');
  t.equal(body, `PUT ${path} no origin`, 'method and encoded path are forwarded as they are');
});

t.test('refuses a foreign WebSocket, and answers broken requests with headers', async (t) => {
  const upgrade = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';
  for (const [sent, status] of [
    [
      `GET /socket.io/?transport=websocket&EIO=4 HTTP/1.1\r\nhost: ${own(inbox)}\r\norigin: http://evil.example\r\n${upgrade}\r\n`,
      403,
    ],
    ['nonsense\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 403],
    [`GET / HTTP/1.1\r\nhost: ${own(inbox)}\r\nexpect: 200-ok\r\n\r\n`, 417],
  ] as const) {
    const socket = connect(inbox, '127.0.0.1');
    socket.write(sent);
    t.match(await text(socket), new RegExp(`^HTTP/1.1 ${status} [^]+x-content-type-options: nosniff`));
  }
});

t.test('other users of the machine cannot read a mail', async (t) => {
  const socket = connect(ports.smtp, '127.0.0.1');
  const lines = [
    'EHLO a',
    'MAIL FROM:<a@a.example>',
    'RCPT TO:<b@b.example>',
    'DATA',
    'subject: s\r\n\r\n123456\r\n.',
    'QUIT',
  ];
  for (const line of lines) {
    await once(socket, 'data');
    socket.write(`${line}\r\n`);
  }
  socket.destroy();
  const file = await poll(
    async () => {
      const [mail] = JSON.parse((await ask(inbox, { host: own(inbox) })).body) as { id: string }[];
      if (!mail) throw new Error('no mail yet');
      return join(dir, `${mail.id}.eml`);
    },
    { withinMs: 10_000, what: 'the mail' },
  );
  t.equal(statSync(file).mode & 0o077, 0);
});
