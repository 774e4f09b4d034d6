// While the owner is away for long another member stands in; and what is kept of roles when the live state is lost.
import { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import { createPresenceStore } from '../../src/listening/store/presence-store.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import type { Music } from '../kit/music.ts';
import { createCast } from './kit/cast.ts';
import { commandId, createHarness, json, play, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t);
  there = await harness.instance();
});

/** What instances do every 10 s, and the owner's absence, which takes 15 minutes. */
function openPresence(t: Test, sessionId: string) {
  const { redisUrl, redisKeyPrefix } = harness.backends;
  const redis = withListeningCommands(new Redis(redisUrl, { keyPrefix: redisKeyPrefix }));
  t.teardown(() => redis.quit());
  const keys = new ListeningKeys(redisKeyPrefix);
  const presence = createPresenceStore(redis, keys);
  return {
    redis,
    keys,
    refresh: () => presence.refresh(sessionId, []),
    letTimePass: () => redis.hset(keys.state(sessionId), 'ownerAwaySince', 1),
    remembersAbsence: () => redis.hexists(keys.state(sessionId), 'ownerAwaySince'),
  };
}

t.test('the member of the highest role who is here longest stands in, until the owner is back', async (t) => {
  const { session, people, call } = await createCast(harness, {
    settings: { permissions: { playback: 'owner' } },
  });
  const { owner, coHost, dj, listener } = people;
  const { refresh, letTimePass, remembersAbsence } = openPresence(t, session.id);
  const ada = await harness.connect(session, owner);
  await ada.snapshot();
  const lea = await harness.connect(session, listener, { at: there });
  await lea.snapshot();
  const dan = await harness.connect(session, dj);
  await dan.snapshot();
  const tablet = await harness.connect(session, dj, { deviceId: 'tablet' });
  await tablet.snapshot();

  await refresh();
  t.equal(await remembersAbsence(), 0, 'the owner is here');
  ada.close();
  await lea.next('memberLeft');
  await refresh();
  t.equal(await remembersAbsence(), 1);
  dan.send({ type: 'play', commandId: commandId(), revision: 0 });
  t.match(await dan.next('problem'), { code: 'FORBIDDEN' }, 'not yet');

  await letTimePass();
  await refresh();
  const standsIn = { type: 'hostChanged', ownerId: owner.id, actingHostId: dj.id };
  for (const client of [lea, dan, tablet]) t.same(await client.next('hostChanged'), standsIn);
  t.match(await play(tablet), { revision: 1 }, 'has the permissions of the owner');
  t.match(await json<ListeningSession>(await call(dj, 'GET', ''), 200), { actingHostId: dj.id, role: 'dj' });
  t.equal((await call(dj, 'PUT', `/members/${listener.id}/role`, { role: 'dj' })).status, 204, 'and manages');
  const denied = await call(dj, 'PUT', `/members/${coHost.id}/role`, { role: 'listener' });
  t.match(await denied.json(), { code: 'FORBIDDEN', detail: 'Only the owner may do this to a co-host' });
  t.match(await (await call(dj, 'PUT', `/bans/${owner.id}`)).json(), { code: 'FORBIDDEN' });
  t.match(await (await call(dj, 'PUT', '/owner', { userId: dj.id })).json(), { code: 'FORBIDDEN' });

  const cora = await harness.connect(session, coHost);
  t.match(await cora.snapshot(), { actingHostId: dj.id, ownerId: owner.id });
  await refresh();
  dan.close();
  tablet.close();
  await cora.next('memberLeft');
  await cora.next('memberLeft');
  await refresh();
  t.match(await cora.next('hostChanged'), { actingHostId: coHost.id }, 'another one when that one leaves');

  const back = await harness.connect(session, owner);
  t.match(await back.snapshot(), { actingHostId: coHost.id });
  await refresh();
  t.match(await cora.next('hostChanged'), { ownerId: owner.id, actingHostId: null });
  cora.send({ type: 'pause', commandId: commandId(), revision: 1 });
  t.match(await cora.next('problem'), { code: 'FORBIDDEN' });
});

t.test('a new owner is not away', async (t) => {
  const { session, people, call } = await createCast(harness);
  const { refresh, letTimePass, remembersAbsence } = openPresence(t, session.id);
  const lea = await harness.connect(session, people.listener);
  await lea.snapshot();
  await refresh();
  await letTimePass();
  await refresh();
  t.match(await lea.next('hostChanged'), { actingHostId: people.listener.id });
  t.equal((await call(people.owner, 'PUT', '/owner', { userId: people.listener.id })).status, 204);
  t.match(await lea.next('hostChanged'), { ownerId: people.listener.id, actingHostId: null });
  t.equal(await remembersAbsence(), 0);
});

t.test('roles, settings and removals survive the loss of the live state', async (t) => {
  const { session, people, call } = await createCast(harness, { settings: { preset: 'class' } });
  const { redis, keys } = openPresence(t, session.id);
  const dan = await harness.connect(session, people.dj, { at: there });
  await dan.snapshot();
  await call(people.owner, 'PUT', `/bans/${people.listener.id}`);
  await redis.del(...keys.all(session.id));
  const again = await dan.snapshot();
  t.match(again, { settings: { preset: 'class' }, members: [{ userId: people.dj.id, role: 'dj' }] });
  t.ok(again.timeline.epoch > session.timeline.epoch, 'a new epoch');
  t.match(await json<ListeningSession>(await call(people.coHost, 'GET', ''), 200), { role: 'coHost' });
});

t.test('a session of a version before roles has the roles that its switch meant', async (t) => {
  const { session, people, call } = await createCast(harness);
  const { redis, keys } = openPresence(t, session.id);
  const sessions = harness.music.app.mongo.db.collection<{ _id: string }>('listeningSessions');
  await sessions.updateOne(
    { _id: session.id },
    { $set: { playbackControl: 'everyone' }, $unset: { access: '', 'members.$[].displayName': '' } },
  );
  const room = JSON.parse((await redis.hget(keys.state(session.id), 'room'))!) as object;
  const earlier = { ...room, ownerId: people.owner.id, playbackControl: 'everyone' };
  await redis.hset(keys.state(session.id), 'room', JSON.stringify(earlier));
  await redis.hdel(keys.state(session.id), 'access', 'accessVersion');
  const lea = await harness.connect(session, people.listener);
  t.match(await lea.snapshot(), { playbackControl: 'everyone', settings: { preset: 'party' } });
  await play(lea);
  t.equal(
    (await call(people.owner, 'PUT', `/members/${people.listener.id}/role`, { role: 'dj' })).status,
    204,
  );
  t.same(await lea.next('roleChanged'), { type: 'roleChanged', userId: people.listener.id, role: 'dj' });
  t.equal((await call(people.owner, 'PUT', `/bans/${people.dj.id}`)).status, 204);
  t.match(await json(await call(people.owner, 'GET', '/bans'), 200), { items: [{ displayName: null }] });
});

t.test('a change that Redis did not take is made up for', async (t) => {
  const { session, people, call } = await createCast(harness);
  const { redis, keys } = openPresence(t, session.id);
  const lea = await harness.connect(session, people.listener);
  await lea.snapshot();
  const sessions = harness.music.app.mongo.db.collection<{ _id: string }>('listeningSessions');
  // As an instance leaves it that stops between the two writes.
  await sessions.updateOne(
    { _id: session.id },
    { $inc: { 'access.version': 1 }, $set: { [`access.roles.${people.listener.id}`]: 'coHost' } },
  );
  await json(await call(people.owner, 'GET', ''), 200);
  t.match(await lea.next('roleChanged'), { userId: people.listener.id, role: 'coHost' });
  t.equal(await redis.hget(keys.state(session.id), 'accessVersion'), '3');
});
