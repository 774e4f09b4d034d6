import { once } from 'node:events';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import type { SessionPreview } from '../../src/generated/schemas.gen.ts';
import { demoTrack, uploadForm } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { TestClient } from './kit/client.ts';
import { createHarness, play, ticketFor, type Harness } from './kit/harness.ts';
import { refusedUpgrade, ticketInvalid, upgrade } from './kit/upgrade.ts';
import { textFrame } from '../../src/listening/room/room.ts';

const PAGE = 'https://player.example';

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t, { env: { CORS_ORIGINS: PAGE } });
});

t.test('refuses a socket before the upgrade, with a problem that says why', async (t) => {
  const { music, owner } = harness;
  const session = await harness.session();
  const path = `/api/music/sessions/${session.id}/socket`;

  t.same(await upgrade(music.baseUrl, path), ticketInvalid(path, 'A ticket is needed'));
  t.same(await upgrade(music.baseUrl, `${path}?ticket=${'x'.repeat(43)}`), ticketInvalid(path));

  const token = owner.authorization.slice('Bearer '.length);
  for (const name of ['token', 'access_token']) {
    t.same(
      await upgrade(music.baseUrl, `${path}?${name}=${token}`),
      refusedUpgrade(400, 'TOKEN_IN_URL', 'Tokens do not belong in addresses; ask for a ticket', path),
    );
  }

  const { ticket, socketPath } = await ticketFor(music, session.id, owner);
  for (const origin of ['https://evil.example', 'null', `${PAGE}.evil.example`, 'http://player.example']) {
    t.same(
      await upgrade(music.baseUrl, socketPath, { origin }),
      refusedUpgrade(403, 'ORIGIN_NOT_ALLOWED', 'Pages of this origin may not connect', path),
      origin,
    );
  }

  const plain = await fetch(music.baseUrl + socketPath);
  t.equal(plain.headers.get('upgrade'), 'websocket');
  await sameProblem(t, plain, {
    status: 426,
    code: 'UPGRADE_REQUIRED',
    title: 'This address speaks WebSocket only',
    instance: path,
  });

  const other = await harness.session();
  const elsewhere = `/api/music/sessions/${other.id}/socket`;
  t.same(
    await upgrade(music.baseUrl, `${elsewhere}?ticket=${ticket}`),
    ticketInvalid(elsewhere),
    'a ticket is valid for its own session only',
  );
});

t.test(
  'keeps a ticket valid when the upgrade is refused for another reason, and lets it open one socket',
  async (t) => {
    const { music, owner } = harness;
    const session = await harness.session();
    const { socketPath } = await ticketFor(music, session.id, owner);
    t.equal((await upgrade(music.baseUrl, socketPath, { origin: 'https://evil.example' })).status, 403);
    const tries = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const client = new TestClient(music.baseUrl.replace('http', 'ws') + socketPath, { origin: PAGE });
        t.teardown(() => client.socket.terminate());
        const outcome = await Promise.race([
          client.snapshot().then(() => 'open'),
          client.closing().then(() => 'refused'),
        ]);
        return outcome;
      }),
    );
    t.same(tries.sort(), ['open', ...Array.from({ length: 9 }, () => 'refused')]);
  },
);

t.test('hides a session from users who are not members', async (t) => {
  const { music } = harness;
  const session = await harness.session();
  const stranger = music.person();
  const notFound = (path: string) => ({
    type: 'https://downbeat.dev/problems/session-not-found',
    title: 'There is no such session',
    status: 404,
    code: 'SESSION_NOT_FOUND',
    instance: path,
  });
  const base = `/api/music/sessions/${session.id}`;
  for (const [method, path, body] of [
    ['GET', base, undefined],
    ['DELETE', base, undefined],
    ['POST', `${base}/tickets`, { deviceId: 'phone' }],
  ] as const) {
    const response = await music.send(method, path, stranger, body);
    const requestId = response.headers.get('x-request-id');
    t.same(await response.json(), { ...notFound(path), requestId }, method);
  }
  const list = (await (await music.get('/api/music/sessions', stranger)).json()) as object;
  t.same(list, { items: [], nextCursor: null });
});

t.test(
  'shows the cover of an invitation without an account, and opens nothing else by its URL',
  async (t) => {
    const { music, owner } = harness;
    const upload = async (): Promise<string> => {
      const form = await uploadForm(demoTrack('paper-rockets.mp3'));
      return ((await (await music.upload(form, owner)).json()) as { id: string }).id;
    };
    const [trackId, otherId] = [await upload(), await upload()];
    const { inviteCode } = await harness.session({ trackIds: [trackId] });
    const preview = async (): Promise<SessionPreview> => {
      const response = await fetch(`${music.baseUrl}/api/music/sessions/preview`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ inviteCode }),
      });
      return (await response.json()) as SessionPreview;
    };
    const { track } = await preview();
    const { pathname, searchParams, search } = new URL(track?.coverUrl ?? '', music.baseUrl);
    t.equal(pathname, `/api/music/tracks/${trackId}/cover`);
    const cover = await music.get(pathname + search);
    t.equal(cover.status, 200);
    t.equal(cover.headers.get('content-type'), 'image/jpeg');
    await cover.arrayBuffer();
    const seconds = Number(searchParams.get('expires')) - Date.now() / 1000;
    t.ok(seconds > 500 && seconds <= 1200, `${seconds} s`);
    const elsewhere = (path: string, change: Record<string, string> = {}) => {
      const query = new URLSearchParams({ ...Object.fromEntries(searchParams), ...change });
      return music.get(`${path}?${query.toString()}`);
    };
    const refused = [
      elsewhere(`/api/music/tracks/${trackId}/stream`),
      elsewhere(`/api/music/tracks/${otherId}/cover`),
      elsewhere(`/api/music/tracks/${otherId}/cover`, { sid: otherId }),
      elsewhere(pathname, { expires: String(Number(searchParams.get('expires')) + 600) }),
    ];
    for (const { status, headers } of await Promise.all(refused)) {
      t.equal(status, 401);
      t.match(headers.get('content-type'), 'application/problem+json');
    }
    t.equal((await elsewhere('/api/music/get')).status, 401, 'it is no sign-in');
    const hidden = await music.send('PATCH', `/api/music/tracks/${trackId}`, owner, {
      visibility: 'private',
    });
    t.equal(hidden.status, 200);
    await hidden.text();
    t.match(await preview(), { track: null }, 'nor is a track shown that is private now');
  },
);

t.test('shows what a session is to a client with its code, and nothing more', async (t) => {
  const { music, owner } = harness;
  const session = await harness.session({ name: 'Friday kitchen' });
  const path = '/api/music/sessions/preview';
  const ask = (inviteCode: string) =>
    fetch(music.baseUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inviteCode }),
    });
  const preview = () => ask(session.inviteCode);
  const [first] = session.queue;
  const track = { title: first!.title, artistName: first!.artistName, coverUrl: null };
  const shown = { name: 'Friday kitchen', track, allowsGuests: false };
  t.same(await (await preview()).json(), { ...shown, ownerName: null, isPlaying: false, memberCount: 0 });
  const client = await harness.connect(session, owner);
  await client.snapshot();
  await play(client);
  t.same(await (await preview()).json(), { ...shown, ownerName: 'Ada', isPlaying: true, memberCount: 1 });
  client.close();
  await client.closing();
  const invalid = { code: 'INVITE_INVALID', title: 'This invite code is not valid', status: 404 };
  const wrong = () => ask('AAAAAAAA');
  await sameProblem(t, await wrong(), { ...invalid, instance: path });
  const statuses = [];
  for (let tries = 0; tries < 10; tries += 1) statuses.push((await wrong()).status);
  t.same(statuses.at(-1), 429, 'wrong codes of an IP are limited');
});

t.test('refuses a wrong invite code, and limits the wrong codes per minute', async (t) => {
  const { music } = harness;
  const guesser = music.person();
  const guess = () => music.send('POST', '/api/music/sessions/join', guesser, { inviteCode: 'AAAAAAAA' });
  const instance = '/api/music/sessions/join';
  const invalid = { code: 'INVITE_INVALID', title: 'This invite code is not valid' };
  const limited = { code: 'RATE_LIMITED', title: 'Too many requests', detail: 'Too many wrong invite codes' };
  const answers = await Promise.all(Array.from({ length: 59 }, guess));
  const wrong = answers.filter(({ status }) => status === 404);
  t.equal(wrong.length, 10, 'of 59 at once');
  for (const answer of wrong) await sameProblem(t, answer, { ...invalid, status: 404, instance });
  for (const answer of answers.filter((answer) => !wrong.includes(answer))) {
    const seconds = Number(answer.headers.get('retry-after'));
    t.ok(seconds > 0 && seconds <= 60, `${seconds} s`);
    await sameProblem(t, answer, { ...limited, status: 429, instance });
  }
});

t.test('does not count right invite codes as wrong ones', async (t) => {
  const { music } = harness;
  const { inviteCode } = await harness.session();
  const guest = music.person();
  const join = (code: string) => music.send('POST', '/api/music/sessions/join', guest, { inviteCode: code });
  for (let tries = 0; tries < 12; tries += 1) t.equal((await join(inviteCode)).status, 200);
  for (let tries = 0; tries < 9; tries += 1) t.equal((await join('AAAAAAAA')).status, 404);
  t.equal((await join(inviteCode)).status, 200, 'one try is left, and is refunded');
  t.equal((await join('AAAAAAAA')).status, 404);
  t.equal((await join(inviteCode)).status, 429, 'no code is looked up any more');
});

/** Upgrades, with frames in the same packet; returns a function that reads what was received so far. */
async function upgradeWith(t: Test, frames: Buffer[]): Promise<() => string> {
  const { music, owner } = harness;
  const session = await harness.session();
  const { socketPath } = await ticketFor(music, session.id, owner);
  const { hostname, port } = new URL(music.baseUrl);
  const socket = connect(Number(port), hostname);
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  const head = [
    `GET ${socketPath} HTTP/1.1`,
    `Host: ${hostname}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ].join('\r\n');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), ...frames]));
  return () => received;
}

const probe = (id: number) => masked(`{"type":"probe","probeId":${id},"clientSendTimeUs":1}`);

t.test('handles a message in the same packet as the upgrade', async (t) => {
  const received = await upgradeWith(t, [probe(7)]);
  await waitFor('the answer to the first message', () => received().includes('"probeId":7'));
  t.ok(received().startsWith('HTTP/1.1 101'));
  t.ok(
    received().indexOf('"type":"snapshot"') < received().indexOf('"type":"probeReply"'),
    'the snapshot comes first',
  );
});

t.test('refuses the messages that exceed the limit before the socket is accepted', async (t) => {
  const received = await upgradeWith(
    t,
    Array.from({ length: 70 }, (_, id) => probe(id)),
  );
  const count = (text: string) => received().split(text).length - 1;
  await waitFor(
    'an answer to each',
    () => count('"type":"probeReply"') + count('"code":"RATE_LIMITED"') === 70,
  );
  t.equal(count('"code":"RATE_LIMITED"'), 6);
  t.ok(
    received().indexOf('"type":"snapshot"') < received().indexOf('"type":"problem"'),
    'after the snapshot',
  );
});

t.test('closes a socket that floods before it is accepted', async (t) => {
  const frames = Array.from({ length: 3000 }, (_, id) => probe(id));
  const received = await upgradeWith(t, frames);
  // 4002, in a close frame.
  await waitFor('the close', () => received().includes('\u0088\u0013\u000f\u00a2Too many messages'));
  t.pass('closed with a reason');
});

t.test('refuses the sixth socket of a user, on any instance', async (t) => {
  const { owner } = harness;
  const there = await harness.instance();
  const session = await harness.session();
  for (let index = 0; index < 5; index += 1) {
    const at = index % 2 === 0 ? harness.music : there;
    const client = await harness.connect(session, owner, { at, deviceId: `device-${index}` });
    await client.snapshot();
  }
  const sixth = await harness.connect(session, owner, { deviceId: 'device-6' });
  t.same(await sixth.closing(), { code: 4006, reason: 'Too many sockets' });
});

/** The same text frame as a client sends it: masked (RFC 6455, section 5.3) with a key of zeros. */
function masked(text: string): Buffer {
  const frame = textFrame(text);
  const header = Buffer.from([frame[0]!, frame[1]! | 0x80, 0, 0, 0, 0]);
  return Buffer.concat([header, frame.subarray(2)]);
}
