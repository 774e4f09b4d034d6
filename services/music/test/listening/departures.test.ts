import { Redis } from 'ioredis';
import t from 'tap';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { createPresenceStore } from '../../src/listening/store/presence-store.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';
import type { Music } from '../kit/music.ts';
import { commandId, json, play, createHarness, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t);
  there = await harness.instance();
});

t.test(
  'closes the sockets of a stopping instance with 1012, and lets the members reconnect elsewhere without a delta',
  async (t) => {
    const stopping = await harness.instance();
    const session = await harness.session();
    const bea = await harness.guest(session);
    const guest = await harness.connect(session, bea, { at: stopping });
    await guest.snapshot();
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    const playing = await play(ada);
    const before = ada.messages.length;
    await stopping.close();
    t.same(await guest.closing(), { code: 1012, reason: 'The instance restarts; connect again' });
    const again = await harness.connect(session, bea, { at: there });
    t.same((await again.snapshot()).timeline, playing);
    ada.send({ type: 'pause', commandId: commandId(), revision: 1 });
    await again.next('timeline');
    await ada.next('timeline');
    t.same(
      ada.messages.slice(before).map(({ type }) => type),
      ['timeline'],
      'no member left or joined',
    );
  },
);

t.test('gives the seat of a device to its newer socket, and closes the older one', async (t) => {
  const session = await harness.session();
  const first = await harness.connect(session, harness.owner);
  await first.snapshot();
  const second = await harness.connect(session, harness.owner, { at: there });
  t.equal((await second.snapshot()).members.length, 1);
  t.same(await first.closing(), { code: 4005, reason: 'The same device has connected again' });
  const tab = await harness.connect(session, harness.owner, { deviceId: 'second-tab' });
  t.equal((await tab.snapshot()).members.length, 2, 'two tabs are two devices');
  t.match(await second.next('memberJoined'), { member: { deviceId: 'second-tab' } });
  t.equal(
    second.messages.some(({ type }) => type === 'memberLeft'),
    false,
  );
  tab.close();
  t.match(await second.next('memberLeft'), { memberId: `${harness.owner.id}:second-tab` });
});

t.test('closes a socket within 5 s after its sign-in is revoked', async (t) => {
  const session = await harness.session();
  const bea = await harness.guest(session);
  const guest = await harness.connect(session, bea);
  await guest.snapshot();
  const redis = new Redis(harness.backends.redisUrl, { keyPrefix: harness.backends.redisKeyPrefix });
  t.teardown(() => redis.quit());
  const revokedAt = performance.now();
  await redis.set(`revoked:${bea.authSessionId}`, '1', 'EX', 60);
  t.same(await guest.closing(), { code: 4001, reason: 'The sign-in has ended' });
  const tookMs = performance.now() - revokedAt;
  t.ok(tookMs < 5_000, `${tookMs.toFixed(0)} ms`);
});

t.test('closes every socket with 4004 when the session ends, and removes the session', async (t) => {
  const session = await harness.session();
  const bea = await harness.guest(session);
  const guest = await harness.connect(session, bea, { at: there });
  await guest.snapshot();
  const path = `/api/music/sessions/${session.id}`;
  const forbidden = await harness.music.send('DELETE', path, bea);
  t.equal(forbidden.status, 403);
  t.match(await forbidden.json(), { code: 'FORBIDDEN', detail: 'Only the owner may end the session' });
  t.equal((await harness.music.send('DELETE', path, harness.owner)).status, 204);
  t.same(await guest.closing(), { code: 4004, reason: 'The session has ended' });
  t.equal((await harness.music.get(path, harness.owner)).status, 404);
});

t.test('leaves no key of a session without an expiry when it is not ended', async (t) => {
  const prefix = `${harness.backends.redisKeyPrefix}short:`;
  const short = await harness.instance({ redisKeyPrefix: prefix });
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner, { at: short });
  await ada.snapshot();
  ada.send({ type: 'report', roundTripP95Ms: 20, outputDelayMs: 10 });
  await play(ada);
  ada.close();
  await short.close();
  const redis = new Redis(harness.backends.redisUrl);
  t.teardown(() => redis.quit());
  const found = await redis.keys(`${prefix}*`);
  const keys = new ListeningKeys(prefix);
  t.ok(found.includes(prefix + keys.commands(session.id)), 'a command was saved');
  const persistent = await Promise.all(
    found.map(async (key) => ((await redis.ttl(key)) === -1 ? [key] : [])),
  );
  const ofAllSessions = [keys.reference(), keys.trails()].map((key) => prefix + key);
  const left = persistent.flat().filter((key) => !ofAllSessions.includes(key));
  t.same(left, [], 'keys of all sessions together alone, of which one lists what is still to be stored');
});

t.test('frees the seats of a dead instance, and keeps those of connected members', async (t) => {
  const session = await harness.session();
  const bea = await harness.guest(session);
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  const redis = withListeningCommands(
    new Redis(harness.backends.redisUrl, { keyPrefix: harness.backends.redisKeyPrefix }),
  );
  t.teardown(() => redis.quit());
  const keys = new ListeningKeys(harness.backends.redisKeyPrefix);
  const presence = createPresenceStore(redis, keys);
  const memberIds = [`${harness.owner.id}:laptop`, `${bea.id}:laptop`];
  // A member without a socket, as an instance that died leaves it.
  await presence.enter(
    { sessionId: session.id, memberId: memberIds[1]!, ticket: 1 },
    { memberId: memberIds[1]!, userId: bea.id, deviceId: 'laptop', displayName: 'Bea', role: 'listener' },
  );
  await redis.zadd(keys.presence(session.id), 1, memberIds[0]!, 1, memberIds[1]!);
  await presence.refresh(session.id, [memberIds[0]!]);
  t.same(await ada.next('memberLeft'), {
    type: 'memberLeft',
    memberId: memberIds[1]!,
    memberCount: 1,
  });
  const { members } = await json<ListeningSession>(
    await harness.music.get(`/api/music/sessions/${session.id}`, harness.owner),
    200,
  );
  t.same(
    members.map(({ memberId }) => memberId),
    [memberIds[0]],
  );
});

t.test(
  'refuses to play a deleted track, and tells a member who joins that the current track is missing',
  async (t) => {
    const session = await harness.session();
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    t.equal(
      (await harness.music.send('DELETE', `/api/music/tracks/${harness.trackIds[0]!}`, harness.owner)).status,
      204,
    );
    const refused = { type: 'problem', code: 'TRACK_NOT_FOUND', title: 'There is no such track for you' };
    const id = commandId();
    ada.send({ type: 'play', commandId: id, revision: 0 });
    t.same(await ada.next('problem'), { ...refused, detail: '"Silence 1"', commandId: id });
    const bea = await harness.connect(session, await harness.guest(session));
    await bea.snapshot();
    t.same(await bea.next('problem'), { ...refused, detail: 'The queue has moved to "Silence 1"' });
    ada.send({ type: 'play', commandId: commandId(), revision: 0, queueItemId: session.queue[1]!.id });
    t.match(await bea.next('timeline'), { timeline: { queueItemId: session.queue[1]!.id } });
  },
);
