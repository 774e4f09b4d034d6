// Members who are removed or banned, and users who ask to join: what ends at once, and how one may come back.
import t from 'tap';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import type { Music } from '../kit/music.ts';
import { createCast } from './kit/cast.ts';
import { createHarness, json, ticketFor, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t);
  there = await harness.instance();
});

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;

t.test('a removed member is out at once on every instance, also with a ticket of before', async (t) => {
  const { session, people, call, join } = await createCast(harness);
  const { owner, listener } = people;
  const [phone, laptop, ada] = [
    await harness.connect(session, listener, { deviceId: 'phone', at: there }),
    await harness.connect(session, listener),
    await harness.connect(session, owner),
  ];
  for (const client of [phone, laptop, ada]) await client.snapshot();
  const early = await ticketFor(harness.music, session.id, listener, 'tablet');
  t.equal((await call(owner, 'DELETE', `/members/${listener.id}`)).status, 204);
  const closed = { code: 4008, reason: 'No longer a member of the session' };
  t.same([await phone.closing(), await laptop.closing()], [closed, closed]);
  t.same(await harness.open(early, { at: there }).closing(), closed, 'a ticket of before is worth nothing');
  for (const at of [harness.music, there]) {
    t.equal(await codeOf(await call(listener, 'GET', '', undefined, at)), 'SESSION_NOT_FOUND');
    t.equal(await codeOf(await call(listener, 'GET', '/members', undefined, at)), 'SESSION_NOT_FOUND');
    const ticket = await call(listener, 'POST', '/tickets', { deviceId: 'phone' }, at);
    t.equal(await codeOf(ticket), 'SESSION_NOT_FOUND');
  }
  const left = [await ada.next('memberLeft'), await ada.next('memberLeft')];
  t.same(left.map(({ memberId }) => memberId).sort(), [`${listener.id}:laptop`, `${listener.id}:phone`]);

  t.equal(await codeOf(await join(listener)), 'INVITATION_WITHDRAWN');
  const rotated = await json<{ inviteCode: string }>(await call(owner, 'POST', '/invite-code'), 200);
  t.not(rotated.inviteCode, session.inviteCode);
  t.equal(await codeOf(await join(people.stranger)), 'INVITE_INVALID', 'the former code leads nowhere');
  t.equal(await codeOf(await join(listener, rotated.inviteCode)), 200);
  const back = await harness.connect(session, listener, { at: there });
  t.match(await back.snapshot(), { memberCount: 2 });
});

t.test('a new invite code is told to those who may see it, on every instance, and to no other', async (t) => {
  const { session, people, call } = await createCast(harness);
  const { owner, coHost, listener } = people;
  await call(owner, 'PATCH', '/settings', { permissions: { invite: 'coHost' } });
  const [here, far, other] = [
    await harness.connect(session, owner),
    await harness.connect(session, coHost, { at: there }),
    await harness.connect(session, listener, { at: there }),
  ];
  for (const client of [here, far, other]) await client.snapshot();
  const { inviteCode } = await json<ListeningSession>(await call(coHost, 'POST', '/invite-code'), 200);
  for (const client of [here, far]) t.equal((await client.next('inviteCodeChanged')).inviteCode, inviteCode);
  const deltas = await harness.music.app.redis.xrange(`listening:{${session.id}}:deltas`, '-', '+');
  t.notMatch(JSON.stringify(deltas), inviteCode, 'Redis does not have it');
  await call(owner, 'PATCH', '/settings', { permissions: { invite: 'listener' } });
  await other.next('settingsChanged');
  t.notOk(other.messages.some(({ type }) => type === 'inviteCodeChanged'));
  await call(owner, 'POST', '/invite-code');
  await other.next('inviteCodeChanged');
});

t.test('a removed member loses the role', async (t) => {
  const { session, people, call, join } = await createCast(harness);
  const { owner, dj } = people;
  await call(owner, 'DELETE', `/members/${dj.id}`);
  const { inviteCode } = await json<ListeningSession>(await call(owner, 'POST', '/invite-code'), 200);
  t.match(await json(await join(dj, inviteCode), 200), { id: session.id, role: 'listener' });
});

t.test('a member who leaves for good may come back with the same code; the owner cannot leave', async (t) => {
  const { session, people, call, join } = await createCast(harness);
  const { owner, listener } = people;
  const client = await harness.connect(session, listener);
  await client.snapshot();
  t.equal((await call(listener, 'DELETE', `/members/${listener.id}`)).status, 204);
  t.match(await client.closing(), { code: 4008 });
  t.equal(await codeOf(await call(listener, 'GET', '')), 'SESSION_NOT_FOUND');
  t.equal(await codeOf(await join(listener)), 200);
  await (await harness.connect(session, listener)).snapshot();
  t.equal(await codeOf(await call(owner, 'DELETE', `/members/${owner.id}`)), 'OWNER_CANNOT_LEAVE');
});

t.test('a banned user is out and stays out, until the ban is lifted', async (t) => {
  const { session, people, call, join } = await createCast(harness);
  const { owner, listener, stranger } = people;
  const client = await harness.connect(session, listener, { at: there });
  await client.snapshot();
  t.equal((await call(owner, 'PUT', `/bans/${listener.id}`)).status, 204);
  t.same(await client.closing(), { code: 4009, reason: 'Banned from the session' });
  t.equal((await call(owner, 'PUT', `/bans/${stranger.id}`)).status, 204, 'a user who was never a member');
  t.equal((await call(owner, 'PUT', `/bans/${listener.id}`)).status, 204, 'again');
  const { inviteCode } = await json<ListeningSession>(await call(owner, 'POST', '/invite-code'), 200);
  t.equal(await codeOf(await join(listener, inviteCode)), 'BANNED');
  t.equal(await codeOf(await join(stranger, inviteCode)), 'BANNED');
  t.match(await json(await call(owner, 'GET', '/bans'), 200), {
    items: [
      { userId: listener.id, displayName: 'Lea' },
      { userId: stranger.id, displayName: null },
    ],
  });
  t.equal((await call(owner, 'DELETE', `/bans/${listener.id}`)).status, 204);
  t.equal(await codeOf(await join(listener, inviteCode)), 200);
  await (await harness.connect(session, listener)).snapshot();
});

t.test('no new member joins a locked session, and its members stay', async (t) => {
  const { people, call, join } = await createCast(harness);
  t.match(await json(await call(people.coHost, 'PATCH', '/settings', { isLocked: true }), 200), {
    isLocked: true,
    preset: 'radio',
  });
  t.equal(await codeOf(await join(people.stranger)), 'SESSION_LOCKED');
  t.equal(await codeOf(await join(people.listener)), 200, 'a member');
  await call(people.owner, 'PATCH', '/settings', { isLocked: false });
  t.equal(await codeOf(await join(people.stranger)), 200);
});

t.test('tells those who decide about a request, and lets in whom they approve', async (t) => {
  const { session, people, call, join } = await createCast(harness);
  const { owner, coHost, listener, stranger } = people;
  await call(owner, 'PATCH', '/settings', { requiresApproval: true });
  const [ada, cora, lea] = [
    await harness.connect(session, owner),
    await harness.connect(session, coHost, { at: there }),
    await harness.connect(session, listener),
  ];
  t.same((await ada.snapshot()).requests, []);
  await cora.snapshot();
  t.equal((await lea.snapshot()).requests, undefined, 'not for a listener');

  const pending = await join(stranger);
  t.equal(pending.headers.get('retry-after'), String(limits.joinRetrySeconds));
  t.equal(await codeOf(pending), 'JOIN_PENDING');
  t.equal(await codeOf(await join(stranger)), 'JOIN_PENDING', 'asks again, which is the same request');
  for (const client of [ada, cora])
    t.match(await client.next('joinRequested'), { request: { userId: stranger.id, displayName: 'Sid' } });
  t.match(await json(await call(coHost, 'GET', '/requests'), 200), { items: [{ userId: stranger.id }] });
  const late = await harness.connect(session, owner, { deviceId: 'phone', at: there });
  t.match((await late.snapshot()).requests, [{ userId: stranger.id, displayName: 'Sid' }]);
  t.equal(await codeOf(await call(stranger, 'GET', '')), 'SESSION_NOT_FOUND', 'sees nothing before');

  t.equal((await call(coHost, 'PUT', `/requests/${stranger.id}`, { decision: 'approve' })).status, 204);
  for (const client of [ada, cora])
    t.same(await client.next('joinRequestEnded'), { type: 'joinRequestEnded', userId: stranger.id });
  t.match(await json(await join(stranger), 200), { id: session.id, role: 'listener' });
  t.same(
    lea.messages.filter(({ type }) => type.startsWith('joinRequest')),
    [],
  );

  const second = harness.music.person('listener', 'Tom');
  t.equal(await codeOf(await join(second)), 'JOIN_PENDING');
  t.equal((await call(owner, 'PUT', `/requests/${second.id}`, { decision: 'refuse' })).status, 204);
  t.equal(await codeOf(await join(second)), 'JOIN_REFUSED');
  const { inviteCode } = await json<ListeningSession>(await call(owner, 'POST', '/invite-code'), 200);
  t.equal(await codeOf(await join(second, inviteCode)), 'JOIN_PENDING', 'a new invitation');
  await call(owner, 'PATCH', '/settings', { requiresApproval: false });
  t.equal(await codeOf(await join(second, inviteCode)), 200, 'no decision is needed any more');
  t.same(await json(await call(owner, 'GET', '/requests'), 200), { items: [] });
});

t.test('limits the requests that wait, and forgets old ones', async (t) => {
  const { session, people, call, join } = await createCast(harness);
  await call(people.owner, 'PATCH', '/settings', { requiresApproval: true });
  const sessions = harness.music.app.mongo.db.collection<{ _id: string }>('listeningSessions');
  const waiting = (requestedAt: string) =>
    Array.from({ length: limits.joinRequests }, () => ({
      userId: harness.music.person().id,
      displayName: 'Bea',
      requestedAt,
    }));
  const setRequests = (requestedAt: string) =>
    sessions.updateOne({ _id: session.id }, { $set: { 'access.requests': waiting(requestedAt) } });
  await setRequests(new Date().toISOString());
  t.equal(await codeOf(await join(people.stranger)), 'SESSION_LIST_FULL');
  await setRequests(new Date(Date.now() - limits.joinRequestMs).toISOString());
  t.equal(await codeOf(await join(people.stranger)), 'JOIN_PENDING');
  t.match(await json(await call(people.owner, 'GET', '/requests'), 200), {
    items: [{ userId: people.stranger.id }],
  });
});
