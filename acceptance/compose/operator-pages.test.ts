// The pages of other projects, the mail catcher and RabbitMQ's dashboard, answer to their own origin only: the gateway
// checks who asks. The test sends what a browser would send for a page of another site.
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import t from 'tap';
import { plainProblem, problem } from '../system/http.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const inbox = new URL('/api/email', system.inboxUrl);
const dashboard = new URL('/', `http://localhost:${process.env.PORT_RABBIT_DASHBOARD}`);

async function ask(url: URL, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  const asked = request(url, { method, headers, agent: false, timeout: 30_000 }).end();
  const answer = await Promise.race([once(asked, 'response'), once(asked, 'upgrade')]);
  return answer[0] as IncomingMessage;
}

const corsHeaders = (headers: IncomingHttpHeaders): string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control'));

const byBrowser = (site: string, mode: string, dest: string): Record<string, string> => ({
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
});

for (const [name, url] of Object.entries({ inbox, dashboard })) {
  const { host, port } = url;

  await t.test(`${name}: answers curl, and a page of its own`, async (t) => {
    for (const headers of [
      { host },
      { host: `127.0.0.1:${port}` },
      { host, origin: `http://${host}`, ...byBrowser('same-origin', 'cors', 'empty') },
      { host, ...byBrowser('none', 'navigate', 'document') },
      // A link on the listening page.
      { host, ...byBrowser('same-site', 'navigate', 'document') },
    ]) {
      const answer = (await ask(url, headers)).resume();
      t.equal(answer.statusCode, 200, JSON.stringify(headers));
      t.strictSame(corsHeaders(answer.headers), []);
      t.match(answer.headers, {
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
      });
    }
  });

  await t.test(`${name}: refuses every other page, and every other name of this machine`, async (t) => {
    const refused = problem('FORBIDDEN', 403, 'You are not allowed to do this', url.pathname);
    for (const headers of [
      { host, origin: 'https://evil.example' },
      { host, origin: 'null' },
      { host, origin: system.webUrl },
      { host, origin: `http://127.0.0.1:${port}` },
      { host, origin: `http://${host}.evil.example` },
      { host: `evil.example:${port}` },
      { host: `localhost.evil.example:${port}` },
      { host, ...byBrowser('cross-site', 'no-cors', 'image') },
      { host, ...byBrowser('cross-site', 'navigate', 'iframe') },
    ]) {
      const answer = await ask(url, headers);
      t.strictSame(await plainProblem(answer), refused, JSON.stringify(headers));
      t.strictSame(corsHeaders(answer.headers), []);
      t.equal(answer.headers['x-content-type-options'], 'nosniff');
    }
    const preflight = await ask(url, { host, origin: 'https://evil.example' }, 'OPTIONS');
    t.strictSame(await plainProblem(preflight), refused);
  });
}

await t.test("the mail catcher's WebSocket opens for its own page only", async (t) => {
  const socket = new URL('/socket.io/?transport=websocket&EIO=4', system.inboxUrl);
  const { host } = socket;
  const upgrade = {
    host,
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  for (const [origin, status] of [
    [`http://${host}`, 101],
    ['https://evil.example', 403],
    [system.webUrl, 403],
  ] as const) {
    const answer = await ask(socket, { ...upgrade, origin });
    t.equal(answer.statusCode, status, origin);
    answer.socket.destroy();
  }
});
