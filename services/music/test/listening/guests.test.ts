// Guests: users who join a session by its invite code without an account. What they may do there, what ends it, and that
// their access token is worth nothing elsewhere.
import t from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import type { ChatMessage } from '../../src/generated/listening.schemas.gen.ts';
import type {
  GuestSession,
  ListeningSession,
  SessionPreview,
  Track,
} from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { createNetworkHash } from '../../src/listening/sessions/guests.ts';
import type { Music, Person } from '../kit/music.ts';
import { createHarness, json, play, refusal, ticketFor, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t, { env: { GUESTS_PER_MINUTE: '10000' } });
  there = await harness.instance({
    env: { STORAGE_DIR: harness.music.storageDir, GUESTS_PER_MINUTE: '10000' },
  });
});

const ENDED = { code: 4010, reason: 'The time of this guest has ended' };

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;

const join = (inviteCode: string, displayName = 'Gus', at: Music = harness.music) =>
  fetch(`${at.baseUrl}/api/music/sessions/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inviteCode, displayName }),
  });

async function guestOf({ inviteCode }: ListeningSession, name = 'Gus'): Promise<Person> {
  const { accessToken, guest } = await json<GuestSession>(await join(inviteCode, name), 201);
  return { id: guest.id, authSessionId: guest.id, name, authorization: `Bearer ${accessToken}` };
}

const open = (settings: object = {}, more: object = {}) =>
  harness.session({ settings: { allowsGuests: true, ...settings }, ...more });
const call = (who: Person, { id }: { id: string }, method: string, path = '', body?: object) =>
  harness.music.send(method, `/api/music/sessions/${id}${path}`, who, body);
const change = (session: ListeningSession, settings: object) =>
  call(harness.owner, session, 'PATCH', '/settings', settings);
const sessionsInDatabase = () => harness.music.app.mongo.db.collection<{ _id: string }>('listeningSessions');

t.test('a guest joins by the code, is shown as one, and hears the queue as all others do', async (t) => {
  const session = await open();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  const answer = await join(session.inviteCode.toLowerCase(), 'Gus');
  t.equal(answer.headers.get('cache-control'), 'no-store');
  const joined = await json<GuestSession>(answer, 201);
  t.match(joined, { sessionId: session.id, guest: { displayName: 'Gus' }, expiresIn: Number });
  t.ok(joined.expiresIn <= limits.guestHours * 3600 && joined.expiresIn > limits.guestHours * 3600 - 60);
  t.equal(joined.guest.id[14], '8', 'no account has such an id');
  const gus = {
    id: joined.guest.id,
    authSessionId: joined.guest.id,
    name: 'Gus',
    authorization: `Bearer ${joined.accessToken}`,
  };
  const client = await harness.connect(session, gus, { at: there });
  const snapshot = await client.snapshot();
  t.match(snapshot, { settings: { allowsGuests: true }, memberCount: 2 });
  t.match((await ada.next('memberJoined')).member, { displayName: 'Gus', role: 'guest', userId: gus.id });
  t.match(await json(await call(gus, session, 'GET'), 200), { role: 'guest', inviteCode: '' });
  await play(ada);
  t.match(await client.next('timeline'), { timeline: { state: 'playing' } });
  const [trackId = ''] = harness.trackIds;
  const track = await json<Track>(await there.get(`/api/music/tracks/${trackId}`, gus), 200);
  const audio = await fetch(there.baseUrl + track.streamUrl, { headers: { range: 'bytes=0-99' } });
  t.equal(audio.status, 206);
});

t.test('a guest loads no other track, by no URL, also with the signature of one of the queue', async (t) => {
  const session = await open({}, { trackIds: harness.trackIds.slice(0, 1) });
  const [inQueue = '', other = ''] = harness.trackIds;
  const gus = await guestOf(session);
  const { music } = harness;
  const { streamUrl } = await json<Track>(await music.get(`/api/music/tracks/${inQueue}`, gus), 200);
  t.equal(await codeOf(await music.get(`/api/music/tracks/${other}`, gus)), 'TRACK_NOT_FOUND');
  t.equal(await codeOf(await music.get(`/api/music/tracks/${other}/lyrics`, gus)), 'TRACK_NOT_FOUND');
  const swapped = music.baseUrl + streamUrl.replace(inQueue, other);
  t.equal(await codeOf(await fetch(swapped)), 'TRACK_NOT_FOUND');
  t.equal(await codeOf(await fetch(swapped.replace('/stream', '/cover'))), 'TRACK_NOT_FOUND');
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  ada.send({
    type: 'queue',
    commandId: 'add-another-one',
    revision: 0,
    operations: [{ op: 'add', trackIds: [other] }],
  });
  await ada.next('queueChanged');
  t.equal((await fetch(swapped)).status, 200, 'at once when it is added');
});

t.test('no guest joins where it is not allowed, with a wrong code, or a locked door', async (t) => {
  const closed = await harness.session();
  t.equal(await codeOf(await join(closed.inviteCode)), 'GUESTS_NOT_ALLOWED');
  t.equal(await codeOf(await join('AAAAAAAA')), 'INVITE_INVALID');
  const session = await open();
  const preview = async () => {
    const body = { inviteCode: session.inviteCode };
    return json<SessionPreview>(
      await harness.music.send('POST', '/api/music/sessions/preview', harness.owner, body),
      200,
    );
  };
  t.match(await preview(), { allowsGuests: true });
  await change(session, { isLocked: true });
  t.equal(await codeOf(await join(session.inviteCode)), 'SESSION_LOCKED');
  t.match(await preview(), { allowsGuests: false });
  await change(session, { isLocked: false, requiresApproval: true });
  t.equal(await codeOf(await join(session.inviteCode)), 'GUESTS_NOT_ALLOWED');
  t.match(await preview(), { allowsGuests: false });
  t.equal(
    await codeOf(await join(session.inviteCode, '\u200b')),
    'VALIDATION_FAILED',
    'a name that cannot be seen',
  );
});

t.test(
  'guests write, react and vote only where the permissions say so, and never control the room',
  async (t) => {
    const session = await open({ preset: 'party' });
    const gus = await guestOf(session);
    const client = await harness.connect(session, gus);
    const { timeline } = await client.snapshot();
    const write = () => call(gus, session, 'POST', '/chat', { text: 'Hello' });
    const skip = () => call(gus, session, 'PUT', '/skip-vote', { queueItemId: timeline.queueItemId });
    t.equal(await codeOf(await write()), 'FORBIDDEN');
    t.equal(await codeOf(await call(gus, session, 'POST', '/reactions', { reaction: 'heart' })), 'FORBIDDEN');
    t.equal(await codeOf(await skip()), 'FORBIDDEN');
    t.match(await refusal(client, { type: 'play', revision: 0 }), { code: 'FORBIDDEN' });
    const adding = { type: 'queue', revision: 0, operations: [{ op: 'add', trackIds: harness.trackIds }] };
    t.match(await refusal(client, adding), { code: 'FORBIDDEN' });
    t.equal(await codeOf(await change(session, { permissions: { playback: 'guest' } })), 'VALIDATION_FAILED');

    t.equal((await change(session, { permissions: { chat: 'guest', vote: 'guest' } })).status, 200);
    t.match(await client.next('settingsChanged'), {
      settings: { permissions: { chat: 'guest', vote: 'guest' } },
    });
    t.match(await json<ChatMessage>(await write(), 201), { isGuest: true, displayName: 'Gus' });
    t.equal(await codeOf(await call(gus, session, 'POST', '/reactions', { reaction: 'heart' })), 204);
    t.equal(await codeOf(await skip()), 'SKIP_NOT_POSSIBLE', 'nothing plays');
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    await play(ada);
    await change(session, { skipSharePercent: 100 });
    t.match(await json(await skip(), 200), { count: 1, needed: 2, hasVoted: true });
    t.equal((await change(session, { permissions: { vote: 'listener' } })).status, 200);
    t.equal(await codeOf(await skip()), 'FORBIDDEN');
  },
);

t.test('a guest gets no role and no session, and decides about no one', async (t) => {
  const session = await open();
  const [gus, bea] = [await guestOf(session), await harness.guest(session)];
  const { owner } = harness;
  t.equal(
    await codeOf(await call(owner, session, 'PUT', `/members/${gus.id}/role`, { role: 'dj' })),
    'FORBIDDEN',
  );
  t.equal(await codeOf(await call(owner, session, 'PUT', '/owner', { userId: gus.id })), 'FORBIDDEN');
  t.equal(await codeOf(await call(gus, session, 'DELETE', `/members/${bea.id}`)), 'FORBIDDEN');
  t.equal(await codeOf(await call(gus, session, 'PATCH', '/settings', { allowsGuests: false })), 'FORBIDDEN');
});

t.test('switching guests off ends them on every instance within seconds; other members stay', async (t) => {
  const session = await open();
  const [gus, pia, bea] = [
    await guestOf(session),
    await guestOf(session, 'Pia'),
    await harness.guest(session),
  ];
  const clients = [
    await harness.connect(session, gus),
    await harness.connect(session, pia, { at: there }),
    await harness.connect(session, bea, { at: there }),
  ] as const;
  for (const client of clients) await client.snapshot();
  const early = await ticketFor(harness.music, session.id, gus, 'tablet');
  const { streamUrl } = await json<Track>(
    await harness.music.get(`/api/music/tracks/${harness.trackIds[0]}`, gus),
    200,
  );
  const begunMs = performance.now();
  t.equal((await change(session, { allowsGuests: false })).status, 200);
  t.same([await clients[0].closing(), await clients[1].closing()], [ENDED, ENDED]);
  t.ok(performance.now() - begunMs < 3_000);
  t.match(await clients[2].next('settingsChanged'), { settings: { allowsGuests: false } });
  t.equal(clients[2].closed, undefined);
  for (const at of [harness.music, there]) {
    const path = `/api/music/sessions/${session.id}`;
    t.equal(await codeOf(await at.get(path, gus)), 'SESSION_NOT_FOUND');
    const ticket = await at.send('POST', `${path}/tickets`, gus, { deviceId: 'a' });
    t.equal(await codeOf(ticket), 'SESSION_NOT_FOUND');
    await waitFor('the signed URL to end', async () => (await fetch(at.baseUrl + streamUrl)).status === 404);
  }
  // Also after it is on again: they join again.
  await change(session, { allowsGuests: true });
  t.equal(await codeOf(await call(gus, session, 'GET')), 'SESSION_NOT_FOUND');
  const late = harness.open(early);
  await late.closing();
  t.same(late.messages, []);
  t.equal((await join(session.inviteCode)).status, 201);
});

t.test('a removed guest is out, a banned one does not come back as another from there', async (t) => {
  const session = await open();
  const [gus, pia] = [await guestOf(session), await guestOf(session, 'Pia')];
  const [first, second] = [
    await harness.connect(session, gus),
    await harness.connect(session, pia, { at: there }),
  ];
  for (const client of [first, second]) await client.snapshot();
  const { owner } = harness;
  t.equal((await call(owner, session, 'DELETE', `/members/${gus.id}`)).status, 204);
  t.match(await first.closing(), { code: 4008 });
  t.equal(await codeOf(await call(gus, session, 'GET')), 'SESSION_NOT_FOUND');
  t.equal((await call(owner, session, 'PUT', `/bans/${pia.id}`)).status, 204);
  t.match(await second.closing(), { code: 4009 });
  const { items } = await json<{ items: object[] }>(await call(owner, session, 'GET', '/bans'), 200);
  t.match(items, [{ userId: pia.id, displayName: 'Pia' }]);
  t.equal(await codeOf(await join(session.inviteCode)), 'BANNED');
  t.equal((await harness.guest(session)).name, 'Bea', 'an account from there still joins');
  t.equal((await call(owner, session, 'DELETE', `/bans/${pia.id}`)).status, 204);
  t.equal((await join(session.inviteCode)).status, 201);
  const stored = await sessionsInDatabase().findOne({ _id: session.id });
  t.notMatch(JSON.stringify(stored), '127.0.0.1', 'no address is stored');
});

t.test('a ban of a guest removes all guests of the same network, on every instance', async (t) => {
  const session = await open();
  const { owner } = harness;
  const [gus, pia, bea] = [
    await guestOf(session),
    await guestOf(session, 'Pia'),
    await harness.guest(session),
  ];
  const clients = [
    await harness.connect(session, gus),
    await harness.connect(session, pia, { at: there }),
    await harness.connect(session, bea, { at: there }),
  ] as const;
  for (const client of clients) await client.snapshot();
  const early = await ticketFor(harness.music, session.id, pia, 'tablet');
  t.equal((await call(owner, session, 'PUT', `/bans/${gus.id}`)).status, 204);
  t.match(await clients[0].closing(), { code: 4009 });
  t.match(await clients[1].closing(), { code: 4009 });
  t.equal(clients[2].closed, undefined, 'an account from there stays');
  t.equal(await codeOf(await call(pia, session, 'GET')), 'SESSION_NOT_FOUND');
  const late = harness.open(early);
  await late.closing();
  t.same(late.messages, []);
  t.equal(await codeOf(await call(bea, session, 'GET')), 200);
});

t.test('a ban removes more guests than are remembered of other changes', async (t) => {
  const session = await open();
  const clients = [];
  for (let index = 0; index <= limits.guestRemovals; index += 1) {
    const guest = await guestOf(session, `Gus ${index}`);
    const client = await harness.connect(session, guest);
    await client.snapshot();
    clients.push({ guest, client });
  }
  t.equal((await call(harness.owner, session, 'PUT', `/bans/${clients[5]!.guest.id}`)).status, 204);
  for (const { client } of clients) t.match(await client.closing(), { code: 4009 });
});

t.test('a guest who has left or was removed can be banned still; an unknown one cannot', async (t) => {
  const { owner } = harness;
  for (const by of ['guest', 'owner'] as const) {
    const session = await open();
    const gus = await guestOf(session);
    const actor = by === 'guest' ? gus : owner;
    t.equal((await call(actor, session, 'DELETE', `/members/${gus.id}`)).status, 204);
    t.equal((await call(owner, session, 'PUT', `/bans/${gus.id}`)).status, 204);
    t.equal(await codeOf(await join(session.inviteCode)), 'BANNED');
  }
  const session = await open();
  const unknown = '019a0f3e-7c1b-8e55-9d0e-000000000000';
  t.equal(await codeOf(await call(owner, session, 'PUT', `/bans/${unknown}`)), 'MEMBER_NOT_FOUND');
});

t.test('what is stored of an address differs from session to session', (t) => {
  const hash = createNetworkHash('a secret');
  t.equal(hash('one', '192.0.2.1'), hash('one', '192.0.2.1'));
  t.equal(hash('one', '2001:db8::1'), hash('one', '2001:db8::2'), 'one network');
  t.not(hash('one', '192.0.2.1'), hash('two', '192.0.2.1'));
  t.not(hash('one', '192.0.2.1'), createNetworkHash('another')('one', '192.0.2.1'));
  t.end();
});

t.test('a guest leaves for good, and the end of the session ends all guests', async (t) => {
  const session = await open();
  const [gus, pia] = [await guestOf(session), await guestOf(session, 'Pia')];
  t.equal((await call(gus, session, 'DELETE', `/members/${gus.id}`)).status, 204);
  t.equal(await codeOf(await call(gus, session, 'GET')), 'SESSION_NOT_FOUND');
  const client = await harness.connect(session, pia);
  await client.snapshot();
  const { streamUrl } = await json<Track>(
    await there.get(`/api/music/tracks/${harness.trackIds[0]}`, pia),
    200,
  );
  t.equal((await call(harness.owner, session, 'DELETE')).status, 204);
  t.match(await client.closing(), { code: 4004 });
  t.equal(await codeOf(await call(pia, session, 'GET')), 'SESSION_NOT_FOUND');
  t.equal(await codeOf(await call(pia, session, 'POST', '/tickets', { deviceId: 'a' })), 'SESSION_NOT_FOUND');
  await waitFor('the signed URL to end', async () => (await fetch(there.baseUrl + streamUrl)).status === 404);
  t.equal(await codeOf(await join(session.inviteCode)), 'INVITE_INVALID');
});

t.test('an expired token is worth nothing, and its socket is closed', async (t) => {
  const session = await open();
  const gus = await guestOf(session);
  const claims = { sub: gus.id, sid: gus.id, role: 'guest', name: 'Gus', email_verified: false, jti: gus.id };
  const { jwt } = harness.music.app;
  const expired = { ...gus, authorization: `Bearer ${jwt.sign(claims, { expiresIn: -1 })}` };
  t.equal(await codeOf(await call(expired, session, 'GET')), 'TOKEN_EXPIRED');
  const short = { ...gus, authorization: `Bearer ${jwt.sign(claims, { expiresIn: 2 })}` };
  const client = await harness.connect(session, short);
  await client.snapshot();
  t.same(await client.closing(), ENDED);
});

t.test(
  'a session has so many guests; those who went away make room, those who are here do not',
  async (t) => {
    const session = await open();
    const here = await guestOf(session, 'Here');
    await (await harness.connect(session, here)).snapshot();
    const row = await sessionsInDatabase().findOne({ _id: session.id });
    const { members } = row as unknown as { members: { userId: string }[] };
    const guest = members.at(-1)!;
    const many = Array.from({ length: limits.guestsPerSession - 1 }, (_unused, index) => ({
      ...guest,
      userId: `019a0f3e-7c1b-8e55-9d0e-${String(index).padStart(12, '0')}`,
    }));
    await sessionsInDatabase().updateOne(
      { _id: session.id },
      { $push: { members: { $each: many } } as never },
    );
    t.equal(await codeOf(await join(session.inviteCode)), 'SESSION_FULL');
    t.equal((await harness.guest(session)).name, 'Bea', 'an account still joins');
    const longAgo = new Date(Date.now() - limits.guestAwayMs - 1000);
    await sessionsInDatabase().updateOne(
      { _id: session.id },
      { $set: { 'members.$[guest].joinedAt': longAgo } as never },
      { arrayFilters: [{ 'guest.guestUntil': { $exists: true } }] },
    );
    t.equal((await join(session.inviteCode)).status, 201);
    t.equal(await codeOf(await call(here, session, 'GET')), 200, 'who is connected stays');
  },
);

t.test('wrong codes and guests of one address are limited', async (t) => {
  const limited = await harness.instance({
    env: { STORAGE_DIR: harness.music.storageDir, GUESTS_PER_MINUTE: '2' },
    redisKeyPrefix: 'guests-limited:',
  });
  const codes: unknown[] = [];
  while (codes.length < 3) codes.push(await codeOf(await join('AAAAAAAA', 'Gus', limited)));
  t.same(codes, ['INVITE_INVALID', 'INVITE_INVALID', 'RATE_LIMITED']);
});
