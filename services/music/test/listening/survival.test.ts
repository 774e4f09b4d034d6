import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { LiveSnapshot } from '../../src/listening/sessions/session.ts';
import { FakeReference } from './kit/fake-reference.ts';
import { commandId, json, stage, type Stage } from './kit/instances.ts';
import type { TestClient } from './kit/client.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';

async function play(client: TestClient, revision = 0) {
  client.send({ type: 'play', commandId: commandId(), revision });
  return (await client.next('timeline')).timeline;
}

/** What a FLUSHALL does, to this test's keys only. */
async function flushRedis({ backends }: Stage, pattern = '*'): Promise<void> {
  const redis = new Redis(backends.redisUrl);
  for await (const keys of redis.scanStream({ match: `${backends.redisKeyPrefix}${pattern}`, count: 1000 })) {
    if ((keys as string[]).length > 0) await redis.del(keys as string[]);
  }
  await redis.quit();
}

async function storedLive({ backends }: Stage, sessionId: string): Promise<LiveSnapshot> {
  const client = await new MongoClient(backends.mongoUri).connect();
  const row = await client
    .db()
    .collection<{ _id: string; live: LiveSnapshot }>('listeningSessions')
    .findOne({ _id: sessionId });
  await client.close();
  return row!.live;
}

t.test('Redis flushed while people listen: a new epoch, and the music goes on', async (t) => {
  const here = await stage(t);
  const there = await here.instance();
  const session = await here.session();
  const bea = await here.guest(session);
  const ada = await here.connect(session, here.owner);
  await ada.snapshot();
  const guest = await here.connect(session, bea, { at: there });
  await guest.snapshot();
  const playing = await play(ada);

  await flushRedis(here, 'listening:{*');
  const [again, toBea] = await Promise.all([ada.snapshot(), guest.snapshot()]);
  t.same(again.timeline, { ...playing, epoch: 2, revision: 0 }, 'the anchor stays where it was');
  t.same(toBea.timeline, again.timeline);
  t.same(again.queue, session.queue);
  await waitFor('both seats to be taken again', async () => {
    const shown = await json<ListeningSession>(
      await there.get(`/api/music/sessions/${session.id}`, bea),
      200,
    );
    return shown.members.length === 2;
  });
  ada.send({ type: 'pause', commandId: commandId(), revision: 0 });
  t.match((await guest.next('timeline')).timeline, { epoch: 2, revision: 1, state: 'paused' });
});

t.test(
  'a snapshot reaches MongoDB within a second, and a fresh instance restores the room from it',
  async (t) => {
    const here = await stage(t);
    const session = await here.session();
    const ada = await here.connect(session, here.owner);
    await ada.snapshot();
    await play(ada);
    ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 42_000 });
    const { timeline } = await ada.next('timeline');
    const writtenAfter = performance.now();
    const live = await waitFor('the snapshot', async () => {
      const found = await storedLive(here, session.id);
      return found.timeline.revision === 2 && found;
    });
    t.ok(performance.now() - writtenAfter < 1000);
    t.same(live.timeline, timeline);

    ada.close();
    await here.music.close();
    await flushRedis(here);
    const fresh = await here.instance();
    const shown = await json<ListeningSession>(
      await fresh.get(`/api/music/sessions/${session.id}`, here.owner),
      200,
    );
    t.same(shown.timeline, { ...timeline, epoch: 2, revision: 0 });
    await flushRedis(here);
    const once = await json<ListeningSession>(
      await fresh.get(`/api/music/sessions/${session.id}`, here.owner),
      200,
    );
    t.equal(once.timeline.epoch, 3, 'an epoch is used once');
  },
);

t.test('the reference clock steps: a new epoch, and playback goes on where it is', async (t) => {
  const reference = new FakeReference();
  const here = await stage(t, { reference });
  const session = await here.session();
  const ada = await here.connect(session, here.owner);
  await ada.snapshot();
  const playing = await play(ada);
  reference.step(30_000_000);
  const moved = await ada.snapshot();
  t.equal(moved.timeline.epoch, 2);
  t.equal(moved.timeline.state, 'playing');
  const shiftUs = moved.timeline.anchorServerTimeUs - playing.anchorServerTimeUs;
  t.ok(Math.abs(shiftUs - 30_000_000) < 5_000, `the anchor moved along by ${shiftUs} us`);
  ada.send({ type: 'probe', probeId: 1, clientSendTimeUs: 5 });
  t.match(await ada.next('probeReply'), { epoch: 2, probeId: 1, clientSendTimeUs: 5 });
  ada.send({ type: 'pause', commandId: commandId(), revision: 0 });
  t.match(await ada.next('timeline'), { timeline: { epoch: 2, revision: 1 } });
});

t.test('another reference that nobody lived through: the room rests, nothing is guessed', async (t) => {
  const reference = new FakeReference();
  const here = await stage(t, { reference });
  const session = await here.session();
  const ada = await here.connect(session, here.owner);
  await ada.snapshot();
  await play(ada);
  ada.close();
  await here.music.close();
  const other = new FakeReference();
  other.runId = 'run-of-another-server';
  const fresh = await here.instance({ reference: other });
  const back = await here.connect(session, here.owner, { at: fresh });
  t.match(await back.snapshot(), {
    timeline: { epoch: 2, revision: 0, state: 'paused', anchorPositionMs: 0 },
  });
});

t.test(
  'an instance that stops sends its members away with 1012; they sit down elsewhere unnoticed',
  async (t) => {
    const here = await stage(t);
    const there = await here.instance();
    const session = await here.session();
    const bea = await here.guest(session);
    const guest = await here.connect(session, bea);
    await guest.snapshot();
    const ada = await here.connect(session, here.owner, { at: there });
    await ada.snapshot();
    const playing = await play(ada);
    const before = ada.messages.length;
    await here.music.close();
    t.same(await guest.closing(), { code: 1012, reason: 'The instance restarts; connect again' });
    const again = await here.connect(session, bea, { at: there });
    t.same((await again.snapshot()).timeline, playing);
    ada.send({ type: 'pause', commandId: commandId(), revision: 1 });
    await again.next('timeline');
    await ada.next('timeline');
    t.same(
      ada.messages.slice(before).map(({ type }) => type),
      ['timeline'],
      'nobody left, nobody joined',
    );
  },
);

t.test('the same device twice: the newer socket takes the seat (known failure 11)', async (t) => {
  const here = await stage(t);
  const there = await here.instance();
  const session = await here.session();
  const first = await here.connect(session, here.owner);
  await first.snapshot();
  const second = await here.connect(session, here.owner, { at: there });
  t.equal((await second.snapshot()).members.length, 1);
  t.same(await first.closing(), { code: 4005, reason: 'The same device has connected again' });
  const tab = await here.connect(session, here.owner, { deviceId: 'second-tab' });
  t.equal((await tab.snapshot()).members.length, 2, 'two tabs are two devices');
  t.match(await second.next('memberJoined'), { member: { deviceId: 'second-tab' } });
  t.equal(
    second.messages.some(({ type }) => type === 'memberLeft'),
    false,
  );
  tab.close();
  t.match(await second.next('memberLeft'), { memberId: `${here.owner.id}:second-tab` });
});

t.test('the sign-in ends: the socket is closed within 5 s', async (t) => {
  const here = await stage(t);
  const session = await here.session();
  const ada = await here.connect(session, here.owner);
  await ada.snapshot();
  const redis = new Redis(here.backends.redisUrl, { keyPrefix: here.backends.redisKeyPrefix });
  t.teardown(() => redis.quit());
  const revokedAt = performance.now();
  await redis.set(`revoked:${here.owner.sessionId}`, '1', 'EX', 60);
  t.same(await ada.closing(), { code: 4001, reason: 'The sign-in has ended' });
  const tookMs = performance.now() - revokedAt;
  t.ok(tookMs < 5_000, `${tookMs.toFixed(0)} ms`);
});

t.test('the session ends: everyone is told by the close code, and it is gone', async (t) => {
  const here = await stage(t);
  const there = await here.instance();
  const session = await here.session();
  const bea = await here.guest(session);
  const guest = await here.connect(session, bea, { at: there });
  await guest.snapshot();
  const path = `/api/music/sessions/${session.id}`;
  const forbidden = await here.music.send('DELETE', path, bea);
  t.equal(forbidden.status, 403);
  t.match(await forbidden.json(), { code: 'FORBIDDEN', detail: 'Only the owner may end the session' });
  t.equal((await here.music.send('DELETE', path, here.owner)).status, 204);
  t.same(await guest.closing(), { code: 4004, reason: 'The session has ended' });
  t.equal((await here.music.get(path, here.owner)).status, 404);
});

t.test('a track that one may not hear is refused by name, to that member only', async (t) => {
  const here = await stage(t);
  const session = await here.session();
  const ada = await here.connect(session, here.owner);
  await ada.snapshot();
  t.equal(
    (await here.music.send('DELETE', `/api/music/tracks/${here.trackIds[0]!}`, here.owner)).status,
    204,
  );
  const refused = { type: 'problem', code: 'TRACK_NOT_FOUND', title: 'There is no such track for you' };
  const id = commandId();
  ada.send({ type: 'play', commandId: id, revision: 0 });
  t.same(await ada.next('problem'), { ...refused, detail: '"Silence 1"', commandId: id });
  const bea = await here.connect(session, await here.guest(session));
  await bea.snapshot();
  t.same(await bea.next('problem'), { ...refused, detail: 'The queue has moved to "Silence 1"' });
  ada.send({ type: 'play', commandId: commandId(), revision: 0, queueItemId: session.queue[1]!.id });
  t.match(await bea.next('timeline'), { timeline: { queueItemId: session.queue[1]!.id } });
});

t.test(
  'an instance dies: its seats are freed by the others, and nobody else is reaped (known failure 16)',
  async (t) => {
    const here = await stage(t);
    const session = await here.session();
    const bea = await here.guest(session);
    const ada = await here.connect(session, here.owner);
    await ada.snapshot();
    const guest = await here.connect(session, bea);
    await guest.snapshot();
    const { SeatStore } = await import('../../src/listening/state/seat-store.ts');
    const { ListeningKeys } = await import('../../src/listening/state/keys.ts');
    const redis = new Redis(here.backends.redisUrl, { keyPrefix: here.backends.redisKeyPrefix });
    t.teardown(() => redis.quit());
    const keys = new ListeningKeys(here.backends.redisKeyPrefix);
    const seats = new SeatStore(redis, keys);
    const memberIds = [`${here.owner.id}:laptop`, `${bea.id}:laptop`];
    await redis.zadd(keys.presence(session.id), 1, memberIds[0]!, 1, memberIds[1]!);
    await seats.beat(session.id, [memberIds[0]!]);
    t.same(await ada.next('memberLeft'), { type: 'memberLeft', memberId: memberIds[1]! });
    const { members } = await json<ListeningSession>(
      await here.music.get(`/api/music/sessions/${session.id}`, here.owner),
      200,
    );
    t.same(
      members.map(({ memberId }) => memberId),
      [memberIds[0]],
    );
  },
);
