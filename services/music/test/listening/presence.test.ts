// What members say of their presence: who sees it, how it is counted and batched, when it ends, and how often one may say it.
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { MemberPage } from '../../src/generated/schemas.gen.ts';
import type { Presence } from '../../src/generated/listening.schemas.gen.ts';
import type { TestClient } from './kit/client.ts';
import { createHarness, json, type Harness } from './kit/harness.ts';

let harness: Harness;

t.before(async () => {
  harness = await createHarness(t);
});

const say = (client: TestClient, presence: Presence) => client.send({ type: 'presence', presence });

/** The newest presence that a client was told, as text. */
function toldTo({ messages }: TestClient): string | undefined {
  const told = messages.findLast((message) => message.type === 'presenceChanged');
  if (told?.type !== 'presenceChanged') return undefined;
  const others = told.members.map(({ memberId, presence }) => `${memberId.split(':')[1]} ${presence}`);
  return `${told.counts.away}/${told.counts.buffering} ${others.join()}`.trim();
}
const waitForPresence = (client: TestClient, expected: string) =>
  waitFor(`the presence ${expected}`, () => toldTo(client) === expected);

t.test('tells the members on all instances who is away and who is buffering', async (t) => {
  const there = await harness.instance();
  const session = await harness.session();
  const guest = await harness.guest(session);
  const ada = await harness.connect(session, harness.owner, { deviceId: 'ada' });
  t.same((await ada.snapshot()).presence, { away: 0, buffering: 0 });
  const bea = await harness.connect(session, guest, { at: there, deviceId: 'bea' });
  const phone = await harness.connect(session, guest, { at: there, deviceId: 'phone' });
  for (const client of [bea, phone]) await client.snapshot();
  say(bea, 'buffering');
  say(phone, 'away');
  for (const client of [ada, bea]) await waitForPresence(client, '1/1 bea buffering,phone away');
  const late = await harness.connect(session, harness.owner, { at: there, deviceId: 'late' });
  const snapshot = await late.snapshot();
  t.same(snapshot.presence, { away: 1, buffering: 1 });
  const presences = snapshot.members.map(({ deviceId, presence = 'listening' }) => `${deviceId} ${presence}`);
  t.same(presences, ['ada listening', 'bea buffering', 'phone away', 'late listening']);
  const path = `/api/music/sessions/${session.id}/members`;
  const { items } = await json<MemberPage>(await harness.music.get(path, guest), 200);
  t.match(items[1], { deviceId: 'bea', presence: 'buffering' });
  say(bea, 'listening');
  await waitForPresence(ada, '1/0 phone away');
  const count = ada.messages.length;
  const again = await harness.connect(session, guest, { deviceId: 'phone' });
  await again.snapshot();
  await waitForPresence(ada, '0/0');
  say(again, 'away');
  await waitForPresence(ada, '1/0 phone away');
  again.close();
  await waitForPresence(ada, '0/0');
  t.ok(ada.messages.length > count);
});

t.test('tells many changes by one message, and refuses those that come too often', async (t) => {
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner, { deviceId: 'ada' });
  await ada.snapshot();
  for (const presence of ['away', 'buffering', 'away', 'listening', 'away', 'buffering'] as const)
    say(ada, presence);
  await waitFor('the refusal', () =>
    ada.messages.some((message) => message.type === 'problem' && message.code === 'RATE_LIMITED'),
  );
  await waitForPresence(ada, '1/0 ada away');
  const told = ada.messages.filter(({ type }) => type === 'presenceChanged');
  t.equal(told.length, 1, 'the last that was taken, once');
  ada.send({ type: 'presence', presence: 'asleep' });
  await waitFor('the refusal', () =>
    ada.messages.some((message) => message.type === 'problem' && message.code === 'VALIDATION_FAILED'),
  );
});

t.test('tells what was said while Redis was away once it is back', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.redisUrl);
  const fragile = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
  const session = await fragile.session();
  const ada = await fragile.connect(session, fragile.owner, { deviceId: 'ada' });
  await ada.snapshot();
  await proxy.down();
  say(ada, 'away');
  await waitFor(
    'the failure',
    () => fragile.music.log.withMessage('the presence of members could not be told').length > 0,
  );
  await proxy.up();
  await waitForPresence(ada, '1/0 ada away');
  t.equal(ada.messages.filter(({ type }) => type === 'problem').length, 0, 'it is not refused');
});
