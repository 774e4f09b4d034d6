import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { commandId, json, play, createHarness } from './kit/harness.ts';
import type { ListeningSession, Readiness } from '../../src/generated/schemas.gen.ts';

t.test(
  'refuses commands while Redis is away, answers probes, and applies commands again afterwards',
  async (t) => {
    const backends = await testBackends(t);
    const proxy = await startFaultProxy(t, backends.redisUrl);
    const harness = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
    const session = await harness.session();
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    const playing = await play(ada);

    await proxy.down();
    const id = commandId();
    ada.send({ type: 'pause', commandId: id, revision: 1 });
    t.same(await ada.next('problem'), {
      type: 'problem',
      code: 'UNAVAILABLE',
      title: 'The session cannot be changed at the moment; try again',
      commandId: id,
    });
    await ada.synchronise();
    t.ok(ada.positionNow(playing) >= 0, 'probes are answered');
    const shown = await harness.music.get(`/api/music/sessions/${session.id}`, harness.owner);
    t.equal(shown.status, 503);
    t.match(await shown.json(), { code: 'UNAVAILABLE', detail: 'Listening sessions cannot be reached' });

    await proxy.up();
    const paused = await waitFor('the command to be applied', async () => {
      ada.send({ type: 'pause', commandId: id, revision: 1 });
      await Promise.race([ada.next('timeline'), ada.next('ack'), ada.next('problem')]);
      return ada.messages.find((message) => message.type === 'timeline' && message.commandId === id);
    });
    t.match(paused, { timeline: { epoch: 1, revision: 2, state: 'paused' } }, 'the same command, once');
    t.equal(ada.closed, undefined, 'the socket stayed open');
  },
);

t.test(
  'keeps no session that could not be created while Redis is away, and ends a session once Redis is back',
  async (t) => {
    const backends = await testBackends(t);
    const proxy = await startFaultProxy(t, backends.redisUrl);
    const harness = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
    const session = await harness.session();
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    const sessions = harness.music.app.mongo.db.collection('listeningSessions');
    const end = () => harness.music.send('DELETE', `/api/music/sessions/${session.id}`, harness.owner);
    const open = () =>
      harness.music.send('POST', '/api/music/sessions', harness.owner, { trackIds: harness.trackIds });

    await proxy.down();
    for (const refused of [await open(), await end()]) {
      t.equal(refused.status, 503);
      t.match(await refused.json(), { code: 'UNAVAILABLE', detail: 'Listening sessions cannot be reached' });
    }
    t.strictSame(await sessions.distinct('_id'), [session.id], 'only the old session is stored');
    t.equal(ada.closed, undefined);

    await proxy.up();
    await waitFor('the session to end', async () => (await end()).status === 204);
    t.match(await waitFor('the socket to close', () => ada.closed), { code: 4004 });
    t.strictSame(await sessions.distinct('_id'), []);
  },
);

t.test('delivers a delta whose wake-up was lost', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const session = await harness.session();
  const guest = await harness.connect(session, await harness.guest(session), { at: there });
  await guest.snapshot();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await guest.next('memberJoined');
  const { Redis } = await import('ioredis');
  const redis = new Redis(harness.backends.redisUrl);
  t.teardown(() => redis.quit());
  // Both instances lose their subscription, and miss what is published until they subscribe again.
  const clients = String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n');
  const ours = clients.filter((line) =>
    line.includes(`name=${harness.backends.redisKeyPrefix}listening-wake`),
  );
  t.equal(ours.length, 2);
  await Promise.all(ours.map((line) => redis.call('CLIENT', 'KILL', 'ID', /id=(\d+)/.exec(line)![1]!)));
  await play(ada);
  t.match(await guest.next('timeline'), { timeline: { revision: 1, state: 'playing' } });
});

t.test('sends a new snapshot when deltas were removed before the instance read them', async (t) => {
  const harness = await createHarness(t);
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  const playing = await play(ada);
  const { redis } = harness.music.app;
  const stateKey = `listening:{${session.id}}:state`;
  const sequence = await redis.hincrby(stateKey, 'sequence', 5);
  const left = JSON.stringify({ type: 'memberLeft', memberId: 'unknown:phone' });
  const fields = ['kind', 'memberLeft', 'revision', '1', 'body', left];
  await redis.xadd(`listening:{${session.id}}:deltas`, `1-${sequence}`, ...fields);
  t.same((await ada.snapshot()).timeline, playing);
  ada.send({ type: 'pause', commandId: commandId(), revision: 1 });
  t.match((await ada.next('timeline')).timeline, { epoch: 1, revision: 2, state: 'paused' });
  t.notOk(
    ada.messages.some(({ type }) => type === 'memberLeft'),
    'the snapshot includes it',
  );
});

t.test('refuses to create a session before the time is known', async (t) => {
  const { FakeReference } = await import('./kit/clocks.ts');
  const reference = new FakeReference();
  reference.fails = true;
  const harness = await createHarness(t, { reference });
  const refused = await harness.music.send('POST', '/api/music/sessions', harness.owner, {
    trackIds: harness.trackIds,
  });
  t.equal(refused.status, 503);
  t.match(await refused.json(), { code: 'UNAVAILABLE', detail: 'The timebase is not known yet' });
  reference.fails = false;
  const session = await waitFor('the timebase', async () => {
    const response = await harness.music.send('POST', '/api/music/sessions', harness.owner, {
      trackIds: harness.trackIds,
    });
    return response.status === 201 && json<ListeningSession>(response, 201);
  });
  t.equal(session.timeline.state, 'stopped');
});

t.test(
  'opens rooms and delivers deltas while its subscription is silent, and subscribes again',
  async (t) => {
    const backends = await testBackends(t);
    const proxy = await startFaultProxy(t, backends.redisUrl);
    const harness = await createHarness(t, { backends });
    const env = { REDIS_URL: proxy.url, STORAGE_DIR: harness.music.storageDir };
    const there = await harness.instance({ env });
    const isReady = (wanted: string) => async () => {
      const { status, dependencies } = (await (await there.get('/readyz')).json()) as Readiness;
      return `${status} ${dependencies['redis-subscription']?.state}` === wanted;
    };
    const session = await harness.session();
    const bea = await harness.guest(session);
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    const guest = await harness.connect(session, bea, { at: there });
    await guest.snapshot();
    await waitFor('readiness', isReady('ok up'));

    proxy.silence('subscribe');
    await waitFor('readiness to tell it', isReady('degraded down'), { timeoutMs: 10_000 });
    await play(ada);
    t.match(await guest.next('timeline'), { timeline: { revision: 1 } }, 'found by comparing with Redis');
    const phone = await harness.connect(session, harness.owner, { at: there, deviceId: 'phone' });
    await phone.snapshot();
    const pause = { type: 'pause', commandId: commandId(), revision: 1 };
    phone.send(pause);
    phone.send(pause);
    await phone.next('ack');
    const [change, ack] = phone.messages.filter(({ type }) => type === 'timeline' || type === 'ack');
    t.match(change, { timeline: { revision: 2 } }, 'the change comes before the answer to its repetition');
    t.equal(ack?.type, 'ack');
    const second = await harness.session();
    const other = await harness.connect(second, harness.owner, { at: there, deviceId: 'tablet' });
    await other.snapshot();

    proxy.endSilence();
    await waitFor('readiness', isReady('ok up'), { timeoutMs: 10_000 });
    const channels = [session.id, second.id].map((id) => `${backends.redisKeyPrefix}listening:wake:${id}`);
    await waitFor('both subscriptions', async () => {
      const listed = (await there.app.redis.call('PUBSUB', 'NUMSUB', ...channels)) as unknown[];
      // Redis keeps the silent connection, so the first room is counted once more.
      return listed[1] === 3 && listed[3] === 1;
    });
    t.equal(guest.closed, undefined);
  },
);
