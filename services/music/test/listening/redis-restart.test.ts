import { startRedisServer, testBackends, waitFor, type RedisServer } from '@downbeat/shared/test-kit';
import { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import { redisReference } from '../../src/listening/store/reference-clock.ts';
import { withListeningCommands } from '../../src/listening/store/redis.ts';
import { commandId, createHarness, play, type Harness } from './kit/harness.ts';
import type { TestClient } from './kit/client.ts';

const TOLERANCE_MS = 5;

/** A room that plays, with one member on each of two instances whose Redis the test can kill. */
async function playingRoom(t: Test) {
  const [backends, redis] = [await testBackends(t), await startRedisServer(t)];
  const harness = await createHarness(t, { backends: { ...backends, redisUrl: redis.url } });
  const there = await harness.instance();
  const session = await harness.session({ playbackControl: 'everyone' });
  const cleo = await harness.guest(session, 'Cleo');
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  const bea = await harness.connect(session, await harness.guest(session), { at: there });
  await bea.snapshot();
  const timeline = await play(ada);
  await Promise.all([ada.synchronise(), bea.synchronise(), bea.next('timeline')]);
  await waitFor('the track to play', () => ada.positionNow(timeline) > 100);
  return { harness, there, session, cleo, redis, ada, bea, timeline };
}

/** Resolves when the first of the instances has noticed that the server process is another one. */
async function noticed({ url }: RedisServer, { backends }: Harness): Promise<void> {
  const redis = new Redis(url);
  const { runId } = await redisReference(withListeningCommands(redis)).serverProcess();
  const key = `${backends.redisKeyPrefix}listening:timebase:reference`;
  await waitFor('the first instance', async () => (await redis.hget(key, 'run')) === runId);
  await redis.quit();
}

/** The newest timeline that a client was sent. */
function newestOf(client: TestClient) {
  const found = client.messages.findLast(({ type }) => type === 'snapshot' || type === 'timeline');
  if (found?.type !== 'snapshot' && found?.type !== 'timeline') throw new Error('no timeline');
  return found.timeline;
}

t.test('goes on playing when a member joins at either instance after a restart of Redis', async (t) => {
  const { harness, there, session, cleo, redis, ada, bea, timeline } = await playingRoom(t);
  await redis.restart();
  await noticed(redis, harness);
  for (const at of [harness.music, there]) {
    const late = await harness.connect(session, cleo, { at, deviceId: at.baseUrl.slice(-4) });
    t.same((await late.snapshot()).timeline, timeline, 'the same server shows the same time');
    await late.synchronise();
    const [heardMs, expectedMs] = [late.positionNow(timeline), ada.positionNow(timeline)];
    t.ok(Math.abs(heardMs - expectedMs) < TOLERANCE_MS, `${heardMs} instead of ${expectedMs} ms`);
  }
  for (const client of [ada, bea]) t.same(newestOf(client), timeline);
});

t.test('goes on playing when commands come at both instances after a restart of Redis', async (t) => {
  const { harness, redis, ada, bea } = await playingRoom(t);
  await redis.restart();
  await noticed(redis, harness);
  for (const [index, client] of [ada, bea].entries()) {
    const positionMs = 30_000 + index;
    client.send({ type: 'seek', commandId: commandId(), revision: index + 1, positionMs });
    const both = await Promise.all([ada.next('timeline'), bea.next('timeline')]);
    for (const { timeline } of both) {
      t.match(timeline, { epoch: 1, revision: index + 2, state: 'playing', anchorPositionMs: positionMs });
    }
  }
});

t.test('keeps a command that Redis has lost with its last writes', async (t) => {
  const { harness, session, redis, ada, bea, timeline } = await playingRoom(t);
  const client = new Redis(redis.url);
  const keys = ['state', 'deltas'].map(
    (part) => `${harness.backends.redisKeyPrefix}listening:{${session.id}}:${part}`,
  );
  const before = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
  ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 60_000 });
  const [{ timeline: sought }] = await Promise.all([ada.next('timeline'), bea.next('timeline')]);
  for (const [index, key] of keys.entries()) await client.restore(key, 0, before[index]!, 'REPLACE');
  await client.quit();
  const shown = [await ada.snapshot(), await bea.snapshot()];
  for (const { timeline: found } of shown) t.same(found, { ...sought, epoch: 2, revision: 0 });
  t.equal(timeline.epoch, 1);
  bea.send({ type: 'seek', commandId: commandId(), revision: 0, positionMs: 90_000 });
  t.match((await ada.next('timeline')).timeline, { epoch: 2, revision: 1, anchorPositionMs: 90_000 });
});
