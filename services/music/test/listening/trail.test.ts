// The trail of a room on real servers: complete, once, in order, bounded, and never lost with an instance or with Redis.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { newId } from '@downbeat/shared/ids';
import { startRedisServer, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import t, { type Test } from 'tap';
import type { ChatMessage } from '../../src/generated/listening.schemas.gen.ts';
import type { EndedSessionPage, TrailPage } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { parseRoomState, type DeltaPosition } from '../../src/listening/model/room-state.ts';
import { recordedPart, replay, type TrailEntry } from '../../src/listening/model/trail.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { createTrailLog } from '../../src/listening/store/trail-log.ts';
import { TrailRepository } from '../../src/listening/store/trail-repository.ts';
import type { Person } from '../kit/music.ts';
import { createCast } from './kit/cast.ts';
import type { TestClient } from './kit/client.ts';
import { commandId, createHarness, edit, json, play, ticketFor, type Harness } from './kit/harness.ts';

/** What is stored and live, read by connections of the test's own. */
async function observer(t: Test, { backends }: Harness) {
  const client = await new MongoClient(backends.mongoUri).connect();
  const redis = new Redis(backends.redisUrl, { keyPrefix: backends.redisKeyPrefix });
  redis.on('error', () => undefined);
  t.teardown(async () => {
    redis.disconnect();
    await client.close();
  });
  const rows = new TrailRepository(client.db(), 30);
  const trailOf = async (sessionId: string): Promise<TrailEntry[]> => {
    const entries: TrailEntry[] = [];
    for (let after: DeltaPosition | undefined; ; after = entries.at(-1)) {
      const page = await rows.page(sessionId, after, 100);
      entries.push(...page);
      if (page.length < 100) return entries;
    }
  };
  const liveOf = async (sessionId: string) => {
    const state = parseRoomState(await redis.hgetall(`listening:{${sessionId}}:state`));
    if (state === null) throw new Error('there is no live state');
    return recordedPart(state);
  };
  const followed = (sessionId: string) =>
    waitFor('the trail to tell the live state', async () =>
      isDeepStrictEqual(replay(await trailOf(sessionId)), await liveOf(sessionId)),
    );
  return { db: client.db(), redis, rows, trailOf, liveOf, followed };
}

/** Sends seeks one after the other, each when the one before was acknowledged; returns their revisions. */
async function seekOften(client: TestClient, count: number, first = 1): Promise<number[]> {
  const revisions: number[] = [];
  for (let index = 0; index < count; index += 1) {
    client.send({ type: 'seek', commandId: commandId(), revision: first + index, positionMs: index * 100 });
    revisions.push((await client.next('timeline')).timeline.revision);
  }
  return revisions;
}

t.test('tells commands of two instances, chat and reactions, each once and in order', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const { db, trailOf, followed } = await observer(t, harness);
  const session = await harness.session({ playbackControl: 'everyone' });
  const bea = await harness.guest(session);
  const [ada, far] = [
    await harness.connect(session, harness.owner),
    await harness.connect(session, bea, { at: there }),
  ];
  for (const client of [ada, far]) await client.snapshot();
  await play(ada);
  await far.next('timeline');
  const path = `/api/music/sessions/${session.id}`;
  const say = async (text: string, who: Person) =>
    json<ChatMessage>(await there.send('POST', `${path}/chat`, who, { text }), 201);
  const [kept, deleted] = [await say('This drop!', bea), await say('oops', bea)];
  await there.send('DELETE', `${path}/chat/${deleted.id}`, bea);
  await there.send('POST', `${path}/reactions`, bea, { reaction: 'heart' });
  await ada.next('reactions');
  await edit(ada, 1, { op: 'add', trackIds: harness.trackIds }, { op: 'shuffle' });
  await far.next('queueChanged');
  ada.send({ type: 'outputs', commandId: commandId(), revision: 2, memberIds: [`${bea.id}:laptop`] });
  await far.next('timeline');
  await edit(ada, 3, { op: 'clear' });
  await followed(session.id);

  const trail = await trailOf(session.id);
  t.same(
    trail.map(({ body }) => (JSON.parse(body) as { type?: string }).type),
    [undefined, 'timeline', 'chatPosted', 'reactions', 'queueChanged', 'timeline', 'queueChanged'],
  );
  t.match(JSON.parse(trail[2]?.body ?? ''), { message: kept });
  t.equal(
    await db.collection('trailEntries').countDocuments({ body: /oops/ }),
    0,
    'deleted text is not kept',
  );
  const told = ada.messages.filter(({ type }) => type === 'timeline' || type === 'queueChanged');
  const changes = trail.filter(({ kind }) => kind === 'timeline');
  t.same(
    changes.map(({ body }) => JSON.parse(body) as unknown),
    told,
    'what the members were told',
  );
  const times = trail.map(({ atUs }) => atUs);
  t.ok(
    times.every((at) => Math.abs(at / 1000 - Date.now()) < 60_000),
    'in the time of the session',
  );
  const atFirst = replay(trail, times[1]);
  t.match(atFirst, { revision: 1, room: { queue: session.queue } }, 'and the state of any earlier moment');

  await harness.music.send('DELETE', path, harness.owner);
  await waitFor('the end', async () => (await trailOf(session.id)).at(-1)?.kind === 'ended');
  t.equal((await trailOf(session.id)).length, trail.length + 1);
});

t.test('is read by pages by members, and after the end by those who were members then', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const { liveOf } = await observer(t, harness);
  const { session, people, call } = await createCast(harness, { settings: { allowsGuests: true } });
  const { owner, listener, dj, coHost, stranger } = people;
  const ada = await harness.connect(session, owner);
  await ada.snapshot();
  await play(ada);
  await seekOften(ada, 4);
  await call(listener, 'POST', '/chat', { text: 'This drop!' });
  const live = await liveOf(session.id);
  const codeOf = async (who: Person, at = harness.music, query = '') => {
    const response = await at.get(`/api/music/sessions/${session.id}/trail${query}`, who);
    return response.status === 200 ? 200 : ((await response.json()) as { code: string }).code;
  };
  const pageOf = async (who: Person, query: string, at = there) =>
    json<TrailPage>(await at.get(`/api/music/sessions/${session.id}/trail?${query}`, who), 200);
  const items: TrailPage['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: TrailPage = await pageOf(listener, `limit=2${cursor && `&cursor=${cursor}`}`);
    t.ok(page.items.length <= 2);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  t.equal(
    items.length,
    7,
    'the beginning, five changes and the message, also before they were written by themselves',
  );
  t.match(items[0], { epoch: 1, revision: 0, state: { name: session.name, queue: session.queue } });
  t.match(items.at(-2), { message: { type: 'timeline', timeline: live.timeline } });
  t.match(items.at(-1), { message: { type: 'chatPosted', message: { text: 'This drop!' } } });
  // As an end leaves it that fails at its last step.
  const { db } = await observer(t, harness);
  const memberIds = [owner, listener, dj, coHost].map(({ id }) => id);
  await db
    .collection<{ _id: string; memberIds: string[] }>('endedSessions')
    .insertOne({ _id: session.id, memberIds });
  const other = await createCast(harness);
  const [{ nextCursor }] = [await pageOf(owner, 'limit=2')];
  const path = `/api/music/sessions/${other.session.id}/trail?cursor=${nextCursor}`;
  t.match(await (await there.get(path, owner)).json(), { code: 'MALFORMED_CURSOR' });

  const body = { inviteCode: session.inviteCode, displayName: 'Gus' };
  const guest = await json<{ accessToken: string }>(
    await fetch(`${there.baseUrl}/api/music/sessions/guests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    201,
  );
  const gus = { ...stranger, authorization: `Bearer ${guest.accessToken}` };
  t.equal(await codeOf(gus), 'FORBIDDEN', 'guests read none');
  t.equal(await codeOf(stranger), 'SESSION_NOT_FOUND');
  await call(owner, 'PUT', `/bans/${coHost.id}`);
  await call(dj, 'DELETE', `/members/${dj.id}`);
  for (const who of [coHost, dj])
    t.equal(
      await codeOf(who),
      'SESSION_NOT_FOUND',
      'also while the session goes on after an end that failed',
    );
  await call(owner, 'DELETE', '');
  for (const who of [owner, listener]) t.equal((await pageOf(who, 'limit=100')).items.length, 8);
  for (const who of [coHost, dj, stranger]) t.equal(await codeOf(who, there), 'SESSION_NOT_FOUND');
  const ended = await json<EndedSessionPage>(await there.get('/api/music/trails', listener), 200);
  t.match(ended, {
    items: [{ sessionId: session.id, name: session.name, ownerId: owner.id, memberCount: 2 }],
    nextCursor: null,
  });
  t.same(await json(await there.get('/api/music/trails', dj), 200), { items: [], nextCursor: null });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

t.test('another instance writes what a killed one has acknowledged', async (t) => {
  const [shared, redis] = [await testBackends(t), await startRedisServer(t)];
  const backends = { ...shared, redisUrl: redis.url, redisKeyPrefix: 'downbeat:' };
  const harness = await createHarness(t, { backends });
  const { trailOf, followed } = await observer(t, harness);
  const port = await freePort();
  const env = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'test', HTTP_HOST: '127.0.0.1', LOG_LEVEL: 'fatal' },
    ...{ MONGO_URI: backends.mongoUri, REDIS_URL: backends.redisUrl, AMQP_URL: backends.amqpUrl },
    ...{ JWT_SECRET: 'a secret that only the tests of this service know', PORT: String(port) },
    ...{ STORAGE_DIR: harness.music.storageDir, ANALYSES_AT_ONCE: '0' },
  };
  const script = join(import.meta.dirname, '../../src/server.ts');
  const killed = spawn(process.execPath, [script], { env, stdio: 'ignore' });
  t.teardown(() => void killed.kill('SIGKILL'));
  const at = { ...harness.music, baseUrl: `http://127.0.0.1:${port}` };
  await waitFor('the instance', async () => (await fetch(`${at.baseUrl}/readyz`)).ok, { timeoutMs: 60_000 });
  const session = await harness.session();
  const ticket = await ticketFor(harness.music, session.id, harness.owner);
  const ada = harness.open(ticket, { at });
  await ada.snapshot();
  await play(ada);
  const revisions = await seekOften(ada, 15);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  await followed(session.id);
  const trail = await trailOf(session.id);
  t.same(
    trail.filter(({ kind }) => kind === 'timeline').map(({ revision }) => revision),
    [1, ...revisions],
  );
});

t.test('has what was acknowledged also after Redis has lost it', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const { db, redis, trailOf, followed } = await observer(t, harness);
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  const bea = await harness.connect(session, await harness.guest(session), { at: there });
  for (const client of [ada, bea]) await client.snapshot();
  await play(ada);
  await bea.next('timeline');
  const keys = ['state', 'deltas'].map((part) => `listening:{${session.id}}:${part}`);
  const before = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  const [lost] = await seekOften(ada, 1);
  await bea.next('timeline');
  await followed(session.id);
  // As if it had not been written yet when Redis lost it.
  await db.collection('trailEntries').deleteMany({ sessionId: session.id, revision: lost });
  for (const [index, key] of keys.entries()) await redis.restore(key, 0, before[index]!, 'REPLACE');
  for (const client of [ada, bea]) t.match((await client.snapshot()).timeline, { epoch: 2, revision: 0 });
  await followed(session.id);
  await waitFor('the lost entry', async () =>
    (await trailOf(session.id)).some(({ epoch, revision }) => epoch === 1 && revision === lost),
  );
  const trail = await trailOf(session.id);
  t.equal(trail.filter(({ kind }) => kind === 'timeline').length, 2, 'each once');
});

t.test('begins with a whole state after changes by an instance of an earlier version', async (t) => {
  const harness = await createHarness(t);
  const { redis, trailOf, followed } = await observer(t, harness);
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await play(ada);
  await redis.hset(`listening:{${session.id}}:state`, 'trailRevision', '1 0');
  await seekOften(ada, 1);
  await followed(session.id);
  t.same(
    (await trailOf(session.id)).map(({ state }) => state !== undefined),
    [true, false, true],
  );
});

t.test('removes the oldest entries above the limit, up to one with the whole state', async (t) => {
  const harness = await createHarness(t);
  const { rows, trailOf, db } = await observer(t, harness);
  const sessionId = newId();
  const state = JSON.stringify({ room: { name: 'Friday', queue: [] } });
  const segments = limits.trailEntries / limits.trailSegment + 3;
  const entries = Array.from({ length: segments * limits.trailSegment }, (_, sequence): TrailEntry => {
    const common = { epoch: 1, sequence, revision: sequence, kind: 'timeline', body: '{}' } as const;
    return {
      ...common,
      atUs: sequence,
      changedAt: '',
      ...(sequence % limits.trailSegment === 0 && { state }),
    };
  });
  await rows.write(sessionId, entries);
  const kept = await trailOf(sessionId);
  t.equal(kept.length, limits.trailEntries);
  t.match(kept[0], { state, sequence: 3 * limits.trailSegment });
  const large = newId();
  const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  for (let sequence = 0; sequence < 20; sequence += 1) {
    const common = { epoch: 1, sequence, revision: sequence, kind: 'timeline', body } as const;
    await rows.write(large, [{ ...common, atUs: sequence, changedAt: '', state }]);
  }
  t.equal(await db.collection('trailEntries').countDocuments({ sessionId: large }), 15, 'in bytes too');
});

t.test('does not bring back a deleted message that another instance writes late', async (t) => {
  const harness = await createHarness(t);
  const { rows, trailOf, db } = await observer(t, harness);
  const sessionId = newId();
  const common = { epoch: 1, revision: 0, kind: 'access', atUs: 0, changedAt: '' } as const;
  const state = JSON.stringify({ room: { name: 'Friday', queue: [] } });
  const messageIds = [newId(), newId()];
  const entries: TrailEntry[] = [
    { ...common, kind: 'rebased', sequence: 1, body: '{}', state },
    ...messageIds.map((id, index): TrailEntry => {
      const body = JSON.stringify({ type: 'chatPosted', message: { id, text: 'oops' } });
      return { ...common, sequence: index + 2, body, ...(index === 1 && { state }) };
    }),
  ];
  const deletions = messageIds.map((messageId, index): TrailEntry => {
    return { ...common, sequence: index + 4, body: JSON.stringify({ type: 'chatDeleted', messageId }) };
  });
  await rows.write(sessionId, [...entries, deletions[0]!]);
  await rows.write(sessionId, [deletions[1]!]);
  for (const onlyMissing of [true, false]) await rows.write(sessionId, entries, onlyMissing);
  t.equal(await db.collection('trailEntries').countDocuments({ body: /oops/ }), 0);
  t.match(
    await trailOf(sessionId),
    [{ sequence: 1 }, { sequence: 3, body: '', state }],
    'an entry with the whole state stays',
  );
});

t.test('counts the bytes that wait, not those that were written', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t);
  const redis = new Redis(redisUrl, { keyPrefix: redisKeyPrefix });
  t.teardown(() => redis.quit());
  const [keys, sessionId] = [new ListeningKeys(redisKeyPrefix), newId()];
  const log = createTrailLog(withListeningCommands(redis), keys);
  const overhead = 64;
  await redis.hset(keys.state(sessionId), 'trailBytes', 3 * overhead + 14);
  for (const fields of [
    ['body', 'first'],
    ['body', 'more', 'state', 'ab'],
    ['body', 'üx', 'at', '12345'],
  ])
    await redis.xadd(keys.trail(sessionId), '*', ...fields);
  const waitingBytes = async () => Number(await redis.hget(keys.state(sessionId), 'trailBytes'));
  const waiting = await log.read(sessionId);
  await log.forget(sessionId, waiting.slice(0, 2));
  t.equal(await waitingBytes(), overhead + 3);
  await log.forget(sessionId, waiting.slice(0, 2));
  t.equal(await waitingBytes(), overhead + 3, 'not twice when two instances have written them');
  await log.forget(sessionId, waiting);
  t.equal(await waitingBytes(), 0);
  t.equal(await redis.exists(keys.trail(sessionId)), 0);
});

t.test('keeps no trail when its retention is 0', async (t) => {
  const harness = await createHarness(t, { env: { TRAIL_RETENTION_DAYS: '0' } });
  const { redis, trailOf, db } = await observer(t, harness);
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await play(ada);
  t.equal(await redis.exists(`listening:{${session.id}}:trail`), 0);
  // In a new epoch, whose whole state an instance has read.
  await redis.del(`listening:{${session.id}}:state`);
  t.match((await ada.snapshot()).timeline, { epoch: 2 });
  ada.close();
  await harness.music.close();
  t.equal(await db.collection('trailEntries').countDocuments(), 0);
  t.same(await trailOf(session.id), []);
});
