// What members write to one another, and how they react: who sees it, where, in which order, and what happens without Redis.
import { newId } from '@downbeat/shared/ids';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { ChatMessage } from '../../src/generated/listening.schemas.gen.ts';
import type { ChatMessagePage } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import type { Music, Person } from '../kit/music.ts';
import { createCast, type Cast } from './kit/cast.ts';
import { createHarness, json, play, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t, { env: { CHATS_PER_MINUTE: '1000' } });
  there = await harness.instance();
});

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;

const post = async ({ call }: Cast, who: Person, text: string, at?: Music) =>
  json<ChatMessage>(await call(who, 'POST', '/chat', { text }, at), 201);

const list = async ({ call }: Cast, who: Person, query = '') =>
  json<ChatMessagePage>(await call(who, 'GET', `/chat${query}`), 200);

t.test('a message reaches every member on every instance, with the place in the track', async (t) => {
  const cast = await createCast(harness);
  const { session, people } = cast;
  const here = await harness.connect(session, people.owner);
  const far = await harness.connect(session, people.listener, { at: there });
  for (const client of [here, far]) await client.snapshot();
  const { queueItemId } = await play(here);
  await far.next('timeline');
  const message = await post(cast, people.listener, 'This drop! 👏🏽', there);
  t.match(message, { number: 1, userId: people.listener.id, displayName: 'Lea', text: 'This drop! 👏🏽' });
  t.match(message.at, { queueItemId, trackId: harness.trackIds[0], title: 'Silence 1' });
  for (const client of [here, far]) t.same((await client.next('chatPosted')).message, message);
  t.same(await list(cast, people.owner), { items: [message], nextCursor: null });
});

t.test('messages are numbered in their order on all instances, and listed by pages', async (t) => {
  const cast = await createCast(harness);
  const { owner, listener } = cast.people;
  const posted = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      post(cast, index % 2 === 0 ? owner : listener, `${index}`, index % 3 === 0 ? there : harness.music),
    ),
  );
  const newestFirst = posted.toSorted((one, other) => other.number - one.number);
  t.equal(new Set(posted.map(({ number }) => number)).size, 12, 'each has a number of its own');
  const first = await list(cast, listener, '?limit=5');
  const second = await list(cast, listener, `?limit=10&cursor=${first.nextCursor}`);
  t.same([...first.items, ...second.items], newestFirst);
  t.equal(second.nextCursor, null);
  const other = await createCast(harness);
  const foreign = await other.call(other.people.owner, 'GET', `/chat?cursor=${first.nextCursor}`);
  t.equal(await codeOf(foreign), 'MALFORMED_CURSOR', 'the cursor of another session');
});

t.test('only members read and write, and the permission decides who writes', async (t) => {
  const { people, call } = await createCast(harness);
  const { owner, listener, dj, stranger } = people;
  t.equal(await codeOf(await call(stranger, 'GET', '/chat')), 'SESSION_NOT_FOUND');
  t.equal(await codeOf(await call(stranger, 'POST', '/chat', { text: 'hello' })), 'SESSION_NOT_FOUND');
  t.equal(
    await codeOf(await call(stranger, 'POST', '/reactions', { reaction: 'heart' })),
    'SESSION_NOT_FOUND',
  );
  await call(owner, 'PATCH', '/settings', { permissions: { chat: 'dj' } });
  const refused = await call(listener, 'POST', '/chat', { text: 'hello' }, there);
  t.match(await refused.json(), {
    code: 'FORBIDDEN',
    detail: 'In this session only the owner, co-hosts and DJs may write and react',
  });
  t.equal(await codeOf(await call(listener, 'POST', '/reactions', { reaction: 'heart' })), 'FORBIDDEN');
  t.equal(await codeOf(await call(dj, 'POST', '/chat', { text: 'hello' })), 201);
  t.equal(await codeOf(await call(listener, 'GET', '/chat')), 200, 'all members read');
  t.equal(await codeOf(await call(listener, 'PATCH', '/settings', { permissions: {} })), 'FORBIDDEN');
});

t.test('a text that cannot be shown in a line is refused, and says why', async (t) => {
  const { people, call } = await createCast(harness);
  for (const text of ['', ' \u200b ', 'two\nlines', 'turned \u202e round', 'x'.repeat(501)]) {
    const response = await call(people.listener, 'POST', '/chat', { text });
    t.match(
      await response.json(),
      { code: 'VALIDATION_FAILED', errors: [{ field: 'text' }] },
      text.slice(0, 20),
    );
  }
  const unknown = await call(people.listener, 'POST', '/reactions', { reaction: 'thumb' });
  t.match(await unknown.json(), { code: 'VALIDATION_FAILED', errors: [{ field: 'reaction' }] });
});

t.test('its author and those who manage the session delete a message, for every member', async (t) => {
  const cast = await createCast(harness);
  const { session, people, call } = cast;
  const { owner, coHost, listener, dj } = people;
  const client = await harness.connect(session, owner, { at: there });
  await client.snapshot();
  const [first, second, third] = [
    await post(cast, listener, 'one'),
    await post(cast, listener, 'two'),
    await post(cast, owner, 'three'),
  ];
  t.equal(await codeOf(await call(dj, 'DELETE', `/chat/${first.id}`)), 'FORBIDDEN');
  t.equal(await codeOf(await call(listener, 'DELETE', `/chat/${third.id}`)), 'FORBIDDEN');
  t.equal(await codeOf(await call(listener, 'DELETE', `/chat/${first.id}`)), 204);
  t.equal(await codeOf(await call(coHost, 'DELETE', `/chat/${second.id}`)), 204);
  t.equal(await codeOf(await call(coHost, 'DELETE', `/chat/${second.id}`)), 204, 'again');
  t.equal((await client.next('chatDeleted')).messageId, first.id);
  t.equal((await client.next('chatDeleted')).messageId, second.id);
  t.same((await list(cast, listener)).items, [third]);
  const other = await createCast(harness);
  await other.call(other.people.owner, 'DELETE', `/chat/${third.id}`);
  t.same((await list(cast, listener)).items, [third], 'the owner of another session cannot delete it');
});

t.test('the same request, sent again, is one message', async (t) => {
  const cast = await createCast(harness);
  const { session, people } = cast;
  const send = (text: string) =>
    harness.music.send('POST', `/api/music/sessions/${session.id}/chat`, people.listener, { text }, headers);
  const headers = { 'idempotency-key': newId() };
  const message = await json<ChatMessage>(await send('once'), 201);
  t.same(await json(await send('once'), 201), message);
  t.equal(await codeOf(await send('twice')), 'IDEMPOTENCY_KEY_REUSED');
  t.same((await list(cast, people.owner)).items, [message]);
});

t.test('reactions of a moment come as one message with their counts', async (t) => {
  const { session, people, call } = await createCast(harness);
  const { owner, listener, dj } = people;
  const client = await harness.connect(session, owner, { at: there });
  await client.snapshot();
  const given = [
    [listener, 'heart'],
    [dj, 'heart'],
    [dj, 'fire'],
  ] as const;
  for (const [who, reaction] of given)
    t.equal((await call(who, 'POST', '/reactions', { reaction })).status, 204);
  const counts = new Map<string, number>();
  await waitFor('all reactions', async () => {
    const { counts: told, at } = await client.next('reactions');
    t.match(at, { title: 'Silence 1', positionMs: 0 });
    for (const { reaction, count } of told) counts.set(reaction, (counts.get(reaction) ?? 0) + count);
    return counts.get('fire');
  });
  t.same(
    [...counts],
    [
      ['heart', 2],
      ['fire', 1],
    ],
  );
});

t.test('the oldest messages are removed, and all of them with the session', async (t) => {
  const cast = await createCast(harness);
  const { session, people, call } = cast;
  const rows = harness.music.app.mongo.db.collection<{ _id: string; number: number }>('chatMessages');
  const message = await post(cast, people.owner, 'first');
  const sessions = harness.music.app.mongo.db.collection<{ _id: string }>('listeningSessions');
  await sessions.updateOne({ _id: session.id }, { $set: { chatCount: limits.chatMessages + 99 } });
  await post(cast, people.owner, 'the one that removes the first');
  t.equal(await rows.findOne({ _id: message.id }), null);
  t.equal((await list(cast, people.owner)).items.length, 1);
  t.equal((await call(people.owner, 'DELETE', '')).status, 204);
  t.equal(await rows.countDocuments({ sessionId: session.id }), 0);
  t.equal(await codeOf(await call(people.owner, 'POST', '/chat', { text: 'late' })), 'SESSION_NOT_FOUND');
});

t.test('all members of a session together write at most so much', async (t) => {
  const { session, people, call } = await createCast(harness);
  await harness.music.app.redis.set(`listening:chat:${session.id}`, limits.chatPerMinute - 1, 'EX', 60);
  t.equal(await codeOf(await call(people.owner, 'POST', '/chat', { text: 'the last one' })), 201);
  const refused = await call(people.listener, 'POST', '/chat', { text: 'me too' });
  t.match(await refused.json(), { code: 'RATE_LIMITED', detail: /at most 300 messages a minute/ });
  t.ok(Number(refused.headers.get('retry-after')) > 0);
});

t.test('a message that could not be told is told by a further try of the same request', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.redisUrl);
  const fragile = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
  const session = await fragile.session();
  const client = await fragile.connect(session, fragile.owner);
  await client.snapshot();
  const headers = { 'idempotency-key': newId() };
  const path = `/api/music/sessions/${session.id}/chat`;
  const send = () => fragile.music.send('POST', path, fragile.owner, { text: 'hello' }, headers);
  await proxy.down();
  t.equal((await send()).status, 503);
  await proxy.up();
  const message = await waitFor('the message', async () => {
    const response = await send();
    return response.status === 201 ? ((await response.json()) as ChatMessage) : undefined;
  });
  t.same((await client.next('chatPosted')).message, message);
  t.match(await json(await fragile.music.send('GET', path, fragile.owner), 200), { items: [message] });
});

t.test('what versions before the chat have stored lets all members write', async (t) => {
  const cast = await createCast(harness, { settings: { preset: 'class' } });
  const { session, people } = cast;
  const sessions = harness.music.app.mongo.db.collection<{ _id: string }>('listeningSessions');
  await sessions.updateOne({ _id: session.id }, { $unset: { 'access.permissions.chat': '' } });
  const shown = await json(await cast.call(people.owner, 'PATCH', '/settings', { isLocked: true }), 200);
  t.match(shown, { permissions: { chat: 'listener' } });
  t.match(await post(cast, people.listener, 'hello'), { text: 'hello' });
});
