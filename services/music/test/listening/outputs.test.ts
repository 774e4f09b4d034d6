// Which devices sound: who chooses them, when it takes effect, what members see, and what follows when they leave.
import { testBackends, waitFor } from '@downbeat/shared/test-kit';
import { Redis } from 'ioredis';
import t, { type Test } from 'tap';
import type { Outputs } from '../../src/generated/listening.schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import type { Music } from '../kit/music.ts';
import type { TestClient } from './kit/client.ts';
import { commandId, createHarness, edit, json, refusal, type Harness } from './kit/harness.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t);
  there = await harness.instance();
});

const idOf = (device: string, who = harness.owner) => `${who.id}:${device}`;

async function play(client: TestClient, revision: number) {
  const id = commandId();
  client.send({ type: 'play', commandId: id, revision });
  const answer = await client.answerTo(id);
  if (answer.type !== 'timeline') throw new Error(`expected the timeline, got ${JSON.stringify(answer)}`);
  return answer.timeline;
}

/** Chooses outputs, and returns the message that every member receives. */
async function choose(client: TestClient, revision: number, memberIds: string[] | null) {
  const id = commandId();
  client.send({ type: 'outputs', commandId: id, revision, memberIds });
  const answer = await client.answerTo(id);
  if (answer.type !== 'timeline') throw new Error(`expected the outputs, got ${JSON.stringify(answer)}`);
  return answer;
}

/** The ids of the outputs that a client was told last, by a snapshot or a change; null for all. */
function outputsOf({ messages }: TestClient): string[] | null | undefined {
  const told = messages.flatMap((message): Outputs[] => {
    if (message.type === 'snapshot') return [message.outputs];
    return message.type === 'timeline' && message.outputs ? [message.outputs] : [];
  });
  return told.at(-1)?.devices?.map(({ memberId }) => memberId) ?? (told.length > 0 ? null : undefined);
}

async function laptopAndPhone(t: Test) {
  const session = await harness.session();
  const laptop = await harness.connect(session, harness.owner, {
    deviceId: 'laptop',
    deviceName: 'Lena’s laptop',
  });
  const first = await laptop.snapshot();
  const phone = await harness.connect(session, harness.owner, {
    at: there,
    deviceId: 'phone',
    deviceName: 'Phone',
  });
  const second = await phone.snapshot();
  // A user may have five sockets.
  t.teardown(() => [laptop, phone].forEach((client) => client.close()));
  return { session, laptop, phone, first, second };
}

t.test('shows members what devices are called, and that all of them sound at first', async (t) => {
  const { session, laptop, first, second } = await laptopAndPhone(t);
  t.same(first.outputs, { devices: null, fromServerTimeUs: 0 });
  t.same(
    second.members.map(({ deviceName }) => deviceName),
    ['Lena’s laptop', 'Phone'],
  );
  t.match(await laptop.next('memberJoined'), { member: { deviceId: 'phone', deviceName: 'Phone' } });
  const path = `/api/music/sessions/${session.id}/members`;
  t.match(await json(await harness.music.get(path, harness.owner), 200), {
    items: [{ deviceName: 'Lena’s laptop' }, { deviceName: 'Phone' }],
  });
  const renamed = await harness.connect(session, harness.owner, { deviceId: 'phone', deviceName: 'Kitchen' });
  await renamed.snapshot();
  t.teardown(() => renamed.close());
  await waitFor('the new name', () =>
    laptop.messages.some((one) => one.type === 'memberJoined' && one.member.deviceName === 'Kitchen'),
  );
  t.match(laptop.messages.at(-1), { memberCount: 2 }, 'it is still the same member');
});

t.test('hands over to the device that asks at once, and gives others time to load', async (t) => {
  const { laptop, phone } = await laptopAndPhone(t);
  const alone = await choose(laptop, 0, [idOf('laptop')]);
  t.equal(alone.timeline.revision, 1);
  const playing = await play(laptop, 1);
  const handed = await choose(phone, 2, [idOf('phone')]);
  t.same(handed.timeline, { ...playing, revision: 3 }, 'playback is as before');
  t.equal(handed.leadTimeMs, 150, 'it has loaded the track before');
  t.match(handed, {
    by: idOf('phone'),
    outputs: { devices: [{ memberId: idOf('phone'), deviceName: 'Phone', displayName: 'Ada' }] },
  });
  t.ok((handed.outputs?.fromServerTimeUs ?? 0) > playing.anchorServerTimeUs, 'it begins in the near future');
  await waitFor('the change on the other instance', () => outputsOf(laptop)?.[0] === idOf('phone'));
  const back = await choose(phone, 3, [idOf('laptop')]);
  t.equal(back.leadTimeMs, limits.outputLeadMs, 'the laptop did not ask, so it gets time');
  const more = await choose(phone, 4, [idOf('laptop'), idOf('phone')]);
  t.equal(more.leadTimeMs, 150);
  const all = await choose(phone, 5, null);
  t.equal(all.outputs?.devices, null);
  t.equal(all.leadTimeMs, limits.outputLeadMs);
});

t.test('keeps to what a change of the outputs depends on', async (t) => {
  const { laptop, phone } = await laptopAndPhone(t);
  await choose(laptop, 0, [idOf('laptop')]);
  const playing = await play(phone, 0);
  t.equal(playing.revision, 2, 'a command of playback is not stale because other devices sound');
  await choose(phone, 1, [idOf('phone')]);
  const command = { type: 'outputs', revision: 2, memberIds: [idOf('laptop')] };
  t.same(await refusal(laptop, command), { code: 'STALE_REVISION', revision: 3 });
  const edited = await edit(laptop, 3, { op: 'shuffle' });
  t.equal(edited.timeline.revision, 4);
  await choose(laptop, 3, null);
  const id = commandId();
  const repeated = { type: 'outputs', commandId: id, revision: 5, memberIds: [idOf('phone')] };
  laptop.send(repeated);
  await laptop.answerTo(id);
  laptop.send(repeated);
  t.match(await laptop.next('ack'), { commandId: id, revision: 6 });
});

t.test('refuses who may not, devices that are not there, and too many', async (t) => {
  const session = await harness.session();
  const guest = await harness.guest(session);
  const laptop = await harness.connect(session, harness.owner);
  await laptop.snapshot();
  t.teardown(() => laptop.close());
  const bea = await harness.connect(session, guest, { at: there });
  await bea.snapshot();
  const own = { type: 'outputs', revision: 0, memberIds: [idOf('laptop', guest)] };
  t.match(await refusal(bea, own), { code: 'FORBIDDEN', detail: /control playback/ });
  const unknown = { ...own, memberIds: [idOf('laptop'), idOf('kitchen'), harness.owner.id] };
  t.match(await refusal(laptop, unknown), {
    code: 'DEVICE_NOT_FOUND',
    errors: [{ field: 'memberIds.1' }, { field: 'memberIds.2' }],
  });
  const many = Array.from({ length: 11 }, (_, index) => idOf(`device-${index}`));
  for (const memberIds of [many, [], [idOf('laptop'), idOf('laptop')], 'all', undefined])
    t.match(await refusal(laptop, { ...own, memberIds }), { code: 'VALIDATION_FAILED' });
  await choose(laptop, 0, [idOf('laptop', guest)]);
  const path = `/api/music/sessions/${session.id}/tickets`;
  const device = { deviceId: 'laptop', deviceName: 'a'.repeat(41) };
  const refused = await harness.music.send('POST', path, harness.owner, device);
  t.match(await json(refused, 400), { code: 'VALIDATION_FAILED', errors: [{ field: 'deviceName' }] });
});

t.test('keeps the outputs when the live state is lost, and knows a state without them', async (t) => {
  const backends = await testBackends(t);
  const own = await createHarness(t, { backends });
  const session = await own.session();
  const laptop = await own.connect(session, own.owner);
  await laptop.snapshot();
  await choose(laptop, 0, [idOf('laptop', own.owner)]);
  await edit(laptop, 1, { op: 'shuffle' });
  t.same(outputsOf(laptop), [idOf('laptop', own.owner)], 'an edit of the queue leaves them');
  const redis = new Redis(backends.redisUrl, { keyPrefix: backends.redisKeyPrefix });
  t.teardown(() => redis.quit());
  const state = new ListeningKeys(backends.redisKeyPrefix).state(session.id);
  await redis.del(state);
  const restored = await laptop.snapshot();
  t.equal(restored.timeline.epoch, 2);
  t.match(restored.outputs, { devices: [{ memberId: idOf('laptop', own.owner) }], fromServerTimeUs: 0 });
  await redis.hdel(state, 'outputs');
  const late = await own.connect(session, own.owner, { deviceId: 'phone' });
  t.same((await late.snapshot()).outputs, { devices: null, fromServerTimeUs: 0 });
});

t.test('shows a chosen output also when many joined before it', async (t) => {
  const session = await harness.session();
  const laptop = await harness.connect(session, harness.owner);
  await laptop.snapshot();
  t.teardown(() => laptop.close());
  const kitchen = await harness.connect(session, harness.owner, { deviceId: 'kitchen' });
  await kitchen.snapshot();
  await choose(laptop, 0, [idOf('kitchen')]);
  for (let guests = 0; guests < 5; guests += 1) {
    const guest = await harness.guest(session);
    for (const deviceId of ['a', 'b', 'c', 'd', 'e'])
      await (await harness.connect(session, guest, { deviceId })).snapshot();
  }
  kitchen.close();
  await waitFor('its departure', () =>
    laptop.messages.some((one) => one.type === 'memberLeft' && one.memberId === idOf('kitchen')),
  );
  const joined = () =>
    laptop.messages.filter((one) => one.type === 'memberJoined' && one.member.memberId === idOf('kitchen'));
  t.equal(joined().length, 1);
  const again = await harness.connect(session, harness.owner, { at: there, deviceId: 'kitchen' });
  const { members, memberCount } = await again.snapshot();
  t.equal(memberCount, 27);
  t.equal(members.length, 21);
  t.match(members.at(-1), { memberId: idOf('kitchen') });
  await waitFor('its return', () => joined().length === 2);
  again.close();
  await waitFor(
    'its departure',
    () =>
      laptop.messages.filter((one) => one.type === 'memberLeft' && one.memberId === idOf('kitchen'))
        .length === 2,
  );
});

t.test('pauses where the last output left, unless it comes back in time', async (t) => {
  const { session, laptop, phone } = await laptopAndPhone(t);
  await choose(laptop, 0, [idOf('laptop')]);
  const playing = await play(phone, 1);
  await phone.synchronise();
  laptop.close();
  await waitFor('its departure', () => phone.messages.some(({ type }) => type === 'memberLeft'));
  const again = await harness.connect(session, harness.owner, { deviceId: 'laptop' });
  await again.snapshot();
  const leftMs = phone.positionNow(playing);
  again.close();
  const isPaused = () =>
    phone.messages.find((one) => one.type === 'timeline' && one.timeline.state === 'paused');
  await waitFor('the pause', () => isPaused() !== undefined, { timeoutMs: 2 * limits.outputsAwayMs });
  const paused = isPaused();
  if (paused?.type !== 'timeline') throw new Error('not paused');
  t.equal(paused.by, null);
  t.ok(
    Math.abs(paused.timeline.anchorPositionMs - leftMs) < 1000,
    `at ${paused.timeline.anchorPositionMs} ms`,
  );
  t.ok(phone.positionNow(playing) - leftMs >= limits.outputsAwayMs, 'and not before its time');
  t.same(outputsOf(phone), [idOf('laptop')], 'the device stays chosen');
  const kept = await choose(phone, paused.timeline.revision, [idOf('laptop')]);
  t.match(kept.outputs, { devices: [{ deviceName: 'Lena’s laptop' }] }, 'also by the next command');
  const resumed = await play(phone, kept.timeline.revision);
  t.equal(resumed.anchorPositionMs, paused.timeline.anchorPositionMs);
  const pauses = () =>
    phone.messages.filter((one) => one.type === 'timeline' && one.timeline.state === 'paused').length;
  await waitFor('the pause of what plays for nobody', () => pauses() === 2, {
    timeoutMs: 2 * limits.outputsAwayMs,
  });
});
