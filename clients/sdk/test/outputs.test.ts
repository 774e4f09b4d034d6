// Which devices sound: a remote plays nothing, the sound moves at one moment, and what a room tells of its devices.
import { mock } from 'node:test';
import t from 'tap';
import { MockDownbeat } from '../src/mock.ts';
import { microseconds, SimulatedPlayer } from '../src/listening.ts';
import type { Member, Outputs, ServerMessage, Snapshot } from '../src/listening/messages.ts';
import { reportRoomPlays } from '../src/listening/room-plays.ts';
import { RoomHarness } from './kit/fake-room.ts';
import { item, PlaybackHarness, settled } from './kit/playback-harness.ts';

t.afterEach(() => mock.timers.reset());

const member = (memberId: string, deviceName?: string): Member => {
  const [userId = '', deviceId = ''] = memberId.split(':');
  const named = deviceName === undefined ? {} : { deviceName };
  return { memberId, userId, deviceId, displayName: userId, role: 'owner', ...named };
};

const chosen = (fromServerTimeUs: number, ...memberIds: string[]): Outputs => ({
  devices: memberIds.map((memberId) => ({ memberId, displayName: 'ada' })),
  fromServerTimeUs,
});

/** A harness whose item plays, and which sounds. */
async function sounding(): Promise<PlaybackHarness> {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const harness = new PlaybackHarness();
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'));
  await harness.pass(5000);
  return harness;
}

/** Lets a harness sound, or not, so much later. */
function change(harness: PlaybackHarness, isOpen: boolean, inMs: number): void {
  harness.schedule.outputs.change(isOpen, harness.sessionUs + inMs * 1000);
  harness.controller.scheduleChanged();
}

await t.test('falls silent at the moment, keeps the track, and comes back at the right sample', async (t) => {
  const harness = await sounding();
  change(harness, false, 300);
  await harness.pass(250);
  t.ok(Math.abs(harness.heard()! - 5250) < 0.01, 'until then it goes on');
  await harness.pass(50);
  t.equal(harness.heard(), null);
  await harness.pass(20_000);
  t.equal(harness.heard(), null, 'it is not restarted');
  t.equal(harness.controller.resyncs, 0);
  t.equal(harness.controller.errorMs, null);
  t.notOk(harness.controller.isBuffering);
  t.equal(harness.player.loaded.length, 1);
  change(harness, true, 150);
  await harness.pass(100);
  t.equal(harness.heard(), null);
  await harness.pass(100);
  t.ok(Math.abs(harness.heard()! - 25_500) < 0.01);
  t.equal(harness.located.length, 1, 'the track was loaded once');
  await harness.pass(3000);
  t.equal(harness.controller.resyncs, 0);
});

await t.test('a remote loads nothing, unless it prepares, and follows what plays', async (t) => {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  const harness = new PlaybackHarness();
  harness.schedule.outputs.begin(false, 0);
  harness.synchronise();
  harness.follow(harness.playing(1, 'a'), item('a'), item('b'));
  await harness.pass(3000);
  t.same(harness.located, []);
  t.notOk(harness.controller.isBuffering);
  harness.controller.reanchor();
  await harness.controller.prepare();
  t.same(harness.located, ['a']);
  harness.follow({ ...harness.playing(2, 'a'), state: 'paused', anchorPositionMs: 4000 }, item('a'));
  await harness.pass(100);
  t.equal(harness.player.loaded.length, 1, 'what was prepared stays for as long as it is current');
  harness.follow(harness.playing(3, 'b'), item('b'));
  await harness.pass(100);
  t.same(harness.player.loaded, []);
  change(harness, true, 150);
  await harness.pass(200);
  t.ok(Math.abs(harness.heard()! - 300) < 0.01);
  change(harness, false, 150);
  harness.follow({ ...harness.playing(4, 'b'), state: 'paused' }, item('b'));
  await harness.pass(50);
  t.equal(harness.heard(), null, 'a pause comes before the change');
});

await t.test('two devices change over at one moment, without a gap', async (t) => {
  const [one, other] = [await sounding(), new PlaybackHarness()];
  other.localUs = one.localUs;
  other.schedule.outputs.begin(false, 0);
  other.synchronise();
  other.follow({ ...one.schedule.newest!.timeline }, item('a'));
  await other.controller.prepare();
  change(one, false, 200);
  change(other, true, 200);
  await settled();
  for (let ms = 0; ms < 400; ms += 10) {
    const at = microseconds(one.localUs + ms * 1000);
    const heard = [one, other].map(({ player }) => player.heardPositionMs(at));
    t.equal(heard.filter((position) => position !== null).length, 1, `at ${ms} ms one of them sounds`);
    t.ok(Math.abs((heard[0] ?? heard[1] ?? 0) - 5000 - ms) < 0.01);
  }
});

/** A room in which ada's laptop and phone are; the client is the laptop. */
async function openRoom(
  outputs?: Outputs,
  others: Member[] = [member('ada:phone', 'Phone')],
  isRemote = false,
) {
  const harness = new RoomHarness(undefined, { isRemote });
  const opening = harness.room.open();
  const snapshot = harness.snapshot.bind(harness);
  harness.snapshot = (of) => ({
    ...snapshot(of),
    members: [member('ada:laptop', 'Laptop'), ...others],
    memberCount: others.length + 1,
    ...(outputs && { outputs }),
  });
  await harness.admit({ state: 'playing' });
  await opening;
  return harness;
}

/** The server's message about other outputs; playback goes on. */
function told(harness: RoomHarness, outputs: Outputs, revision = 1): ServerMessage {
  const { timeline } = harness.room.state;
  const same = { ...timeline!, revision };
  return {
    type: 'timeline',
    commandId: `other-${revision}`,
    timeline: same,
    leadTimeMs: 150,
    outputs,
    by: 'ada:phone',
  };
}

await t.test('tells the devices, which of them sound, and which are not there', async (t) => {
  const harness = await openRoom();
  const { room, socket } = harness;
  const shown = () =>
    room.devices.map((one) => [one.name, one.isThis, one.isOwn, one.isOutput, one.isConnected]);
  t.same(shown(), [
    ['Laptop', true, true, true, true],
    ['Phone', false, true, true, true],
  ]);
  socket.deliver(told(harness, chosen(harness.sessionUs, 'ada:phone', 'lea:kitchen')));
  t.same(shown(), [
    ['Laptop', true, true, false, true],
    ['Phone', false, true, true, true],
    ['ada', false, false, true, true],
  ]);
  t.notOk(room.state.isOutput);
  socket.deliver({ type: 'memberLeft', memberId: 'ada:phone', memberCount: 2 });
  t.match(room.state.outputs, [{ isConnected: false }, { isConnected: true }]);
  t.same(shown()[1], ['ada', false, true, true, false]);
  socket.deliver({ type: 'memberJoined', member: member('ada:phone', 'Kitchen'), memberCount: 3 });
  t.same(shown()[1], ['Kitchen', false, true, true, true]);
});

await t.test(
  'stays quiet when the choice ends, for as long as another device of its user sounds',
  async (t) => {
    const harness = await openRoom();
    const { room, socket } = harness;
    await harness.pass(1000);
    t.ok(harness.heard() !== null);
    socket.deliver(told(harness, chosen(harness.sessionUs, 'ada:phone')));
    await harness.pass(200);
    t.equal(harness.heard(), null);
    socket.deliver(told(harness, { devices: null, fromServerTimeUs: harness.sessionUs }, 2));
    await harness.pass(200);
    t.equal(harness.heard(), null);
    t.notOk(room.state.isOutput);
    socket.deliver(told(harness, chosen(harness.sessionUs, 'lea:kitchen'), 1));
    t.equal(room.state.outputs, null, 'an older message is not taken');
    socket.deliver({ type: 'memberLeft', memberId: 'ada:phone', memberCount: 1 });
    t.ok(room.state.isOutput, 'it is the only one now');
    await harness.pass(200);
    t.ok(harness.heard() !== null);
  },
);

await t.test(
  'sounds when the choice ends after its user’s other device has left, unless it is a remote',
  async (t) => {
    for (const isRemote of [false, true]) {
      const harness = await openRoom(undefined, undefined, isRemote);
      const { room, socket } = harness;
      socket.deliver(told(harness, chosen(harness.sessionUs, 'ada:phone')));
      socket.deliver({ type: 'memberLeft', memberId: 'ada:phone', memberCount: 1 });
      t.notOk(room.state.isOutput);
      socket.deliver(told(harness, { devices: null, fromServerTimeUs: harness.sessionUs }, 2));
      await harness.pass(200);
      t.equal(harness.heard() !== null, !isRemote);
      harness.end();
    }
  },
);

await t.test('sounds with all others after it has let all sound', async (t) => {
  for (const outputs of [undefined, chosen(0, 'ada:phone')]) {
    const harness = await openRoom(outputs, undefined, true);
    const { room, socket } = harness;
    await harness.pass(200);
    t.equal(harness.heard(), null);
    const answered = room.setOutputs(null);
    await settled();
    const [command] = socket.commands;
    const all = { devices: null, fromServerTimeUs: harness.sessionUs };
    if (command && 'commandId' in command)
      socket.deliver({ ...told(harness, all), commandId: command.commandId } as ServerMessage);
    await answered;
    await harness.pass(500);
    t.ok(room.state.isOutput);
    t.ok(harness.heard() !== null);
    harness.end();
  }
});

await t.test('a remote reports no plays', async (t) => {
  let nowMs = 0;
  t.intercept(Date, 'now', { value: () => nowMs });
  for (const isRemote of [false, true]) {
    const downbeat = new MockDownbeat();
    await downbeat.auth.login({ email: 'ada@example.org', password: 'a long walk at dusk' });
    const harness = await openRoom(undefined, undefined, isRemote);
    reportRoomPlays(harness.room, downbeat);
    for (let minutes = 0; minutes < 6; minutes += 1) {
      nowMs += 60_000;
      await harness.pass(5000);
    }
    t.equal(downbeat.server.callsOf('reportPlays').length, isRemote ? 0 : 1);
    harness.end();
  }
});

await t.test('comes as a remote, and moves the sound here', async (t) => {
  for (const [others, outputs, expected] of [
    [[member('ada:phone')], undefined, ['ada:laptop']],
    [[member('ada:phone'), member('lea:tv')], chosen(0, 'ada:phone', 'lea:tv'), ['lea:tv', 'ada:laptop']],
    [[member('lea:tv')], undefined, undefined],
  ] as const) {
    const harness = await openRoom(outputs, [...others]);
    const { room, socket } = harness;
    const moved = room.playHere();
    await settled();
    const [command] = socket.commands;
    t.same(command && 'memberIds' in command ? command.memberIds : undefined, expected);
    if (command && 'commandId' in command)
      socket.deliver({
        ...told(harness, chosen(harness.sessionUs, 'ada:laptop')),
        commandId: command.commandId,
      } as ServerMessage);
    await moved;
    await harness.pass(500);
    t.ok(room.state.isOutput);
    t.ok(harness.heard() !== null);
    mock.timers.reset();
  }
});

await t.test('asks a server of an earlier version for nothing that it does not know', async (t) => {
  const harness = await openRoom();
  const earlier: Partial<Snapshot> = harness.snapshot({ state: 'playing', revision: 1 });
  delete earlier.outputs;
  harness.socket.deliver(earlier as ServerMessage);
  t.equal(harness.room.state.outputs, null);
  await t.rejects(harness.room.setOutputs(null), { code: 'UNKNOWN_MESSAGE' });
  t.same(harness.socket.commands, []);
  harness.end();
  const remote = await openRoom(undefined, undefined, true);
  remote.socket.deliver({
    ...earlier,
    timeline: remote.timeline({ state: 'playing', revision: 1 }),
  } as ServerMessage);
  await remote.pass(200);
  t.equal(remote.heard(), null);
  await remote.room.playHere();
  await remote.pass(500);
  t.ok(remote.heard() !== null, 'a remote can sound there too');
  t.same(remote.socket.commands, []);
  remote.end();
});

await t.test(
  'names its device, also to a service that takes no names, and a mock room knows outputs',
  async (t) => {
    const downbeat = new MockDownbeat();
    const enter = (deviceId: string, more = {}) => {
      const player = new SimulatedPlayer({ clock: { nowUs: () => microseconds(performance.now() * 1000) } });
      return downbeat.listen('s1', { player, deviceId, ...more });
    };
    const laptop = await enter('laptop', { deviceName: 'Lena’s laptop' });
    const phone = await enter('phone', { isRemote: true });
    t.notOk(phone.state.isOutput);
    t.same(
      phone.devices.map(({ name, isOutput }) => [name, isOutput]),
      [
        ['Lena’s laptop', true],
        [phone.state.members[1]?.displayName, false],
      ],
    );
    await phone.playHere();
    t.same([laptop.state.isOutput, phone.state.isOutput], [false, true]);
    await t.rejects(laptop.setOutputs(['nobody:tv']), { code: 'DEVICE_NOT_FOUND' });
    await phone.rename('Phone');
    await settled();
    t.same(
      laptop.devices.map(({ name }) => name),
      ['Lena’s laptop', 'Phone'],
    );
    const kitchen = downbeat.room.addMember('Ada', undefined, 'Kitchen');
    downbeat.room.setOutputs([kitchen.memberId]);
    await settled();
    t.match(laptop.state.outputs, [{ deviceName: 'Kitchen', isConnected: true }]);
    laptop.close();
    downbeat.server.fail('createTicket', 'VALIDATION_FAILED', { times: 1 });
    const again = await enter('tablet', { deviceName: 'Tablet' });
    t.same(downbeat.server.callsOf('createTicket').at(-1)?.input, { sessionId: 's1', deviceId: 'tablet' });
    again.close();
    phone.close();
  },
);
