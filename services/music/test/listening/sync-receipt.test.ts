// What the members of a session report of how they keep step: who sees it, the spread, the causes, and the summary at the end.
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { SyncReceipt } from '../../src/generated/schemas.gen.ts';
import { percentileOfClasses } from '../../src/listening/model/sync-receipt.ts';
import type { Music, Person } from '../kit/music.ts';
import type { TestClient } from './kit/client.ts';
import { createHarness, json, type Harness } from './kit/harness.ts';

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t);
});

type Session = Awaited<ReturnType<Harness['session']>>;

const pathOf = ({ id }: Pick<Session, 'id'>) => `/api/music/sessions/${id}/sync`;
const receiptOf = async (session: Session, who: Person, at: Music = harness.music) =>
  json<SyncReceipt>(await at.get(pathOf(session), who), 200);

/** Sends a report of a member that keeps step, but for what is given. */
const report = (client: TestClient, change: object = {}) =>
  client.send({
    ...{ type: 'report', roundTripP95Ms: 20, outputDelayMs: 30, offsetErrorMs: 0.5, driftPpm: 4 },
    ...{ playbackErrorMs: 0.4, stalledMs: 0, silentMs: 0, timerDelayMs: 3, correction: 'none', resyncs: 0 },
    ...change,
  });

const reported = (session: Session, count: number) =>
  waitFor(`${count} reports`, async () => (await receiptOf(session, harness.owner)).reporting === count);

const shortOf = ({ members }: SyncReceipt): string[] =>
  members.map(({ deviceId, errorMs, cause }) => `${deviceId} ${errorMs} ${cause}`);

t.test('shows the owner every member on all instances, and others their own devices only', async (t) => {
  const there = await harness.instance();
  const session = await harness.session();
  const [bea, cleo] = [await harness.guest(session, 'Bea'), await harness.guest(session, 'Cleo')];
  const members: [TestClient, object][] = [
    [await harness.connect(session, harness.owner, { deviceId: 'desk' }), { playbackErrorMs: -3 }],
    [
      await harness.connect(session, bea, { at: there, deviceId: 'phone' }),
      { playbackErrorMs: -140.256, timerDelayMs: 750, resyncs: 2, correction: 'resync' },
    ],
    [await harness.connect(session, bea, { at: there, deviceId: 'tablet' }), { offsetErrorMs: 25 }],
    [await harness.connect(session, cleo, { deviceId: 'hall' }), { playbackErrorMs: 44 }],
    [
      await harness.connect(session, cleo, { deviceId: 'kitchen' }),
      { stalledMs: 4000, playbackErrorMs: undefined },
    ],
  ];
  for (const [client, change] of members) {
    await client.snapshot();
    report(client, change);
  }
  await reported(session, members.length);

  const all = await receiptOf(session, harness.owner, there);
  t.same(shortOf(all), [
    'phone -140.26 throttled',
    'hall 44 output',
    'tablet 0.4 clock',
    'kitchen null stall',
    'desk -3 null',
  ]);
  t.same(all.spread, { p50Ms: 3, p95Ms: 140.26, maxMs: 140.26 });
  t.equal(all.unheard, 1);
  const { ageMs, ...worst } = all.members[0]!;
  t.ok(ageMs < 15_000);
  t.match(worst, {
    ...{ userId: bea.id, displayName: 'Bea', clockErrorMs: 0.5, driftPpm: 4, roundTripP95Ms: 20 },
    ...{ outputDelayMs: 30, resyncs: 2, correction: 'resync' },
  });
  t.match(all.summary, {
    ...{ endedAt: null, members: 5, reports: 5 },
    causes: { clock: 1, output: 1, stall: 1, throttled: 1 },
  });

  const own = await receiptOf(session, bea);
  t.same(shortOf(own), ['phone -140.26 throttled', 'tablet 0.4 clock']);
  t.same(own.spread, all.spread, 'the spread is for everyone');
  const role = await harness.music.send(
    'PUT',
    `/api/music/sessions/${session.id}/members/${bea.id}/role`,
    harness.owner,
    { role: 'coHost' },
  );
  t.equal(role.status, 204);
  t.equal((await receiptOf(session, bea)).members.length, 5, 'a co-host sees all');

  const stranger = await harness.music.get(pathOf(session), harness.music.person());
  t.match(await json(stranger, 404), { code: 'SESSION_NOT_FOUND' });
  t.equal((await harness.music.get(pathOf(session))).status, 401);
});

t.test('leaves out who has left, and takes the last report of who comes back', async () => {
  const session = await harness.session();
  const bea = await harness.guest(session);
  const desk = await harness.connect(session, harness.owner, { deviceId: 'desk' });
  const phone = await harness.connect(session, bea, { deviceId: 'phone' });
  for (const client of [desk, phone]) {
    await client.snapshot();
    report(client);
  }
  await reported(session, 2);
  phone.close();
  await waitFor(
    'the phone to be gone',
    async () => shortOf(await receiptOf(session, harness.owner)).length === 1,
  );
  const again = await harness.connect(session, bea, { deviceId: 'phone' });
  await again.snapshot();
  report(again, { playbackErrorMs: 12 });
  await waitFor('the new report', async () =>
    shortOf(await receiptOf(session, harness.owner)).includes('phone 12 null'),
  );
});

t.test('judges a client that reports only what it must by that, and refuses what is no report', async (t) => {
  const session = await harness.session();
  const desk = await harness.connect(session, harness.owner, { deviceId: 'desk' });
  await desk.snapshot();
  t.same(await receiptOf(session, harness.owner), {
    ...{ reporting: 0, unheard: 0, spread: null },
    ...{ members: [], summary: null },
  });
  desk.send({ type: 'report', roundTripP95Ms: 20, outputDelayMs: 170 });
  await reported(session, 1);
  const receipt = await receiptOf(session, harness.owner);
  t.match(receipt, {
    spread: null,
    summary: null,
    members: [{ errorMs: null, clockErrorMs: null, driftPpm: null, cause: null, correction: 'none' }],
  });
  for (const change of [
    { stalledMs: -1 },
    { timerDelayMs: '3' },
    { correction: 'prayer' },
    { resyncs: 0.5 },
  ]) {
    report(desk, change);
    const problem = await desk.next('problem');
    t.match(problem, { code: 'VALIDATION_FAILED', errors: [{ field: Object.keys(change)[0] }] });
  }
});

t.test('keeps the summary of an ended session for its owner alone', async (t) => {
  const session = await harness.session();
  const bea = await harness.guest(session);
  const desk = await harness.connect(session, harness.owner, { deviceId: 'desk' });
  await desk.snapshot();
  for (const playbackErrorMs of [0.5, 0.5, 0.5, 4, 30]) report(desk, { playbackErrorMs });
  await waitFor('five reports', async () => (await receiptOf(session, harness.owner)).summary?.reports === 5);
  const ended = await harness.music.send('DELETE', `/api/music/sessions/${session.id}`, harness.owner);
  t.equal(ended.status, 204);
  const receipt = await receiptOf(session, harness.owner);
  t.match(receipt, {
    ...{ reporting: 0, spread: null, members: [] },
    summary: { members: 1, reports: 5, causes: { output: 1 } },
  });
  t.ok(receipt.summary!.p50Ms <= 1 && receipt.summary!.p95Ms > 20 && receipt.summary!.p95Ms <= 50);
  t.ok(Date.parse(receipt.summary!.since) <= Date.parse(receipt.summary!.endedAt!));
  t.match(await json(await harness.music.get(pathOf(session), bea), 404), { code: 'SESSION_NOT_FOUND' });
});

t.test('says so while Redis is away', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.redisUrl);
  const own = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
  const { music, owner } = own;
  const { id } = await own.session();
  await proxy.down();
  t.match(await json(await music.get(pathOf({ id }), owner), 503), { code: 'UNAVAILABLE' });
  await proxy.up();
  await waitFor('the receipt', async () => (await music.get(pathOf({ id }), owner)).status === 200);
});

t.test('counts errors and causes for the operator', async (t) => {
  const session = await harness.session();
  const desk = await harness.connect(session, harness.owner, { deviceId: 'desk' });
  await desk.snapshot();
  report(desk, { playbackErrorMs: -70 });
  await reported(session, 1);
  const text = await (await harness.music.get('/metrics')).text();
  t.match(text, /^downbeat_listening_playback_error_seconds_bucket\{le="0\.1"[^}]*\} [1-9]/m);
  t.match(text, /^downbeat_listening_out_of_step_total\{cause="output"[^}]*\} [1-9]/m);
});

t.test('estimates percentiles from classes', async (t) => {
  t.equal(percentileOfClasses([0, 0, 0], 0.5), null);
  t.equal(percentileOfClasses([10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0.5), 0.5);
  t.equal(percentileOfClasses([5, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0], 0.75), 3.5, 'within the class from 2 to 5');
  t.equal(percentileOfClasses([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], 0.95), 1000, 'the last class has no end');
});
