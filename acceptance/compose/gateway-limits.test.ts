// The gateway's limits: of one IP address, and of clients that send or read nothing. Small limits are tried at a second
// gateway of the same project, which one household (50 devices in a room, with uploads) must not meet.
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { poll } from '@downbeat/deploy/poll';
import { getOk } from '@downbeat/deploy/probes';
import type { ListeningRoom } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import t, { type Test } from 'tap';
import { signedInClient, upload } from '../system/clients.ts';
import { inService, startGateway } from '../system/compose.ts';
import { plainProblem, problem, problemOf } from '../system/http.ts';
import { systemUnderTest } from '../system/start.ts';

const system = await systemUnderTest(t);
const login = '/api/auth/login';
const tooMany = (path: string) => problem('RATE_LIMITED', 429, 'Too many requests', path);

await t.test('metrics are not public', async (t) => {
  for (const url of [system.authUrl, system.musicUrl, system.notificationUrl]) {
    const answer = await problemOf(`${url}/metrics`);
    t.strictSame(answer, problem('NOT_FOUND', 404, 'There is nothing at this address', '/metrics'));
  }
});

await t.test('a page that may call the services reads the errors of the gateway, too', async (t) => {
  const corsOf = async (url: string, origin: string) => {
    const { headers } = await fetch(`${url}/metrics`, { headers: { origin } });
    return ['access-control-allow-origin', 'access-control-expose-headers'].map((name) => headers.get(name));
  };
  const settings = { CORS_ORIGINS: 'https://app.example, https://other.example', NODE_ENV: 'development' };
  const { authUrl: url } = await startGateway(t, settings);
  for (const origin of ['https://app.example', 'https://other.example', 'http://localhost:5173'])
    t.strictSame(await corsOf(url, origin), [origin, 'retry-after, x-request-id'], origin);
  for (const origin of ['https://app.example.evil', 'https://xapp.example', 'null'])
    t.strictSame(await corsOf(url, origin), [null, null], origin);
  t.strictSame(await corsOf(system.authUrl, 'http://localhost:5173'), [null, null], 'not in production');
});

function open(t: Test, url: string, sent: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  t.teardown(() => void socket.destroy());
  socket.write(sent);
  return socket;
}

const headersOnly = `POST ${login} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n`;

await t.test('refuses more requests at once than one IP address may have, until some end', async (t) => {
  const most = 5;
  const { authUrl: url } = await startGateway(t, { GATEWAY_CONNECTIONS_PER_IP: String(most) });
  const waiting = Array.from({ length: most }, () =>
    open(t, url, `${headersOnly}expect: 100-continue\r\n\r\n`),
  );
  // The gateway says that it waits for the body.
  await Promise.all(waiting.map((socket) => once(socket, 'data')));
  const [answer] = (await once(request(url + login, { agent: false }).end(), 'response')) as [
    IncomingMessage,
  ];
  t.match(answer.headers, {
    'retry-after': '1',
    'cache-control': 'no-store',
    'content-security-policy': /default-src 'none'/,
    'x-content-type-options': 'nosniff',
  });
  t.strictSame(await plainProblem(answer), tooMany(login));
  for (const socket of waiting) socket.destroy();
  await poll(() => getOk(`${url}/healthz`), { withinMs: 10_000, what: 'the next request' });
});

await t.test('refuses more requests a second than one IP address may send', async (t) => {
  const { authUrl: url } = await startGateway(t, { GATEWAY_REQUESTS_PER_SECOND_PER_IP: '5' });
  const answers = await Promise.all(Array.from({ length: 300 }, () => problemOf(`${url}/nothing`)));
  const refused = answers.filter(({ status }) => status === 429);
  t.comment(`${refused.length} of ${answers.length} refused, with a burst of 50`);
  t.ok(refused.length > 0 && refused.length <= 250);
  t.strictSame(refused[0], tooMany('/nothing'));
});

await t.test('cuts clients that send a part of a request and no more', async (t) => {
  const began = performance.now();
  const cut = async (name: string, sent: string): Promise<void> => {
    await text(open(t, system.authUrl, sent));
    t.comment(`${name}: cut after ${Math.round(performance.now() - began)} ms`);
  };
  await Promise.all([
    cut('a part of the headers', `GET ${login} HTTP/1.1\r\nhost: a\r\n`),
    cut('no body', `${headersOnly}\r\n`),
    cut('a part of the body', `${headersOnly}\r\n{`),
  ]);
  t.ok(performance.now() - began < 20_000);
});

/** The connections to music's port of the gateway, health checks excluded. */
async function connections(): Promise<number> {
  const count = "grep -cE '^ *[0-9]+: [0-9A-F]+:0FA1 [0-9A-F]+:[0-9A-F]+ 01 ' /proc/net/tcp || true";
  return Number(await inService('gateway', ['sh', '-c', count]));
}

const readers = 30;
/** Connections that ask for 3 MB each and read nothing, from a container: a published port has buffers of its own. */
const readNothing = `
  const asked = 'GET /openapi.json HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n'.repeat(80);
  for (let count = 0; count < ${readers}; count += 1) {
    const socket = require('node:net').connect(4001, 'gateway').on('error', () => {});
    socket.pause().write(asked);
  }
  setTimeout(() => process.exit(), 90_000);
`;

await t.test('cuts clients that read nothing, and answers other clients', async (t) => {
  const before = await connections();
  const gone = inService('auth', ['node', '-e', readNothing]);
  const opened = async (): Promise<void> => {
    if ((await connections()) < before + readers) throw new Error('not all are open');
  };
  await poll(opened, { withinMs: 15_000, what: 'the connections' });
  const began = performance.now();
  let slowestMs = 0;
  const cut = async (): Promise<void> => {
    const asked = performance.now();
    const { status } = await fetch(`${system.musicUrl}/healthz`);
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    if (status !== 200) t.fail(`healthz: ${status}`);
    const left = (await connections()) - before;
    if (left > 5) throw new Error(`${left} are open`);
  };
  await poll(cut, { withinMs: 80_000, everyMs: 500, what: 'the cut' });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  t.comment(`cut after ${seconds} s; another client waited for ${Math.round(slowestMs)} ms at most`);
  t.ok(slowestMs < 5_000);
  await gone;
});

await t.test('one household is not refused: 50 devices in a room, with downloads and uploads', async (t) => {
  const statuses = new Map<number, number>();
  const counted: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    return answer;
  };
  const host = await signedInClient(system, 'Person0', 'artist', { fetch: counted });
  const people = [host];
  // One after the other: each registration hashes a password.
  for (let at = 1; at < 10; at += 1)
    people.push(await signedInClient(system, `Person${at}`, 'artist', { fetch: counted }));
  const { id: trackId } = await upload(host, 'harbour-lights.mp3');
  const session = await host.music.createSession({ name: 'Home', trackIds: [trackId] });
  const { streamUrl } = await host.music.getTrack({ trackId });
  const began = performance.now();
  const device = async (person: (typeof people)[0], deviceId: string): Promise<ListeningRoom> => {
    for (const path of ['/', '/config.json', '/icon.svg'])
      await (await counted(system.webUrl + path)).bytes();
    await person.music.listTracks({});
    await person.music.joinSession({ inviteCode: session.inviteCode });
    await (await counted(system.musicUrl + streamUrl)).bytes();
    const room = await person.listen(session.id, {
      player: new SimulatedPlayer({ clock: performanceClock }),
      deviceId,
    });
    t.teardown(() => room.close());
    return room;
  };
  const devices = people.flatMap((person) =>
    Array.from({ length: 5 }, (_, at) => device(person, `device-${at}`)),
  );
  const uploads = people.map((person) => upload(person, 'paper-rockets.mp3'));
  const rooms = await Promise.all(devices);
  await Promise.all(uploads);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  t.comment(`${rooms.length} sockets in ${seconds} s; answers by status: ${JSON.stringify([...statuses])}`);
  t.equal(rooms.length, 50);
  t.strictSame(
    [...statuses.keys()].filter((status) => status >= 400),
    [],
  );
});
