// Commands to a room with the test as its server: answered, refused, sent again, or never answered.
import t from 'tap';
import { createHarness, failure, settled } from './kit/fake-room.ts';

t.test('sends a command with its revision, and resolves it by the new timeline', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  const playing = harness.room.play({ positionMs: 1000 });
  const commandId = 'command-1';
  t.same(harness.socket.commands, [{ type: 'play', positionMs: 1000, commandId, revision: 4 }]);
  const timeline = harness.timeline({ revision: 5, state: 'playing', anchorPositionMs: 1000 });
  harness.socket.deliver({ type: 'timeline', commandId, timeline, leadTimeMs: 150, by: 'ada:laptop' });
  await playing;
  t.same(harness.room.state.timeline, timeline);
  await harness.pass(2000);
  t.ok(Math.abs(harness.heard()! - 3000) < 1, `${harness.heard()} ms`);
});

t.test('rejects a refused command with its code, and reports a problem without a command', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const pausing = failure(harness.room.pause());
  harness.socket.deliver({
    type: 'problem',
    code: 'FORBIDDEN',
    title: 'No',
    detail: 'not you',
    commandId: 'command-1',
    errors: [{ field: 'revision', message: 'must be an integer' }],
  });
  const refused = await pausing;
  t.match(refused, { name: 'DownbeatError', code: 'FORBIDDEN', message: 'No: not you' });
  t.equal(
    (refused as { messageOf(field: string): string | null }).messageOf('revision'),
    'must be an integer',
  );
  t.same(harness.problems, []);
  harness.socket.deliver({
    type: 'problem',
    code: 'TRACK_NOT_FOUND',
    title: 'There is no such track for you',
  });
  t.match(harness.problems, [{ code: 'TRACK_NOT_FOUND', message: 'There is no such track for you' }]);
});

t.test('sends unanswered commands again over the next socket, under the same id', async (t) => {
  const harness = createHarness(t);
  await harness.open({ revision: 4 });
  const pausing = harness.room.pause();
  const seeking = harness.room.seek(9000);
  t.equal(harness.socket.commands.length, 1, 'one command at a time');
  harness.socket.deliver({ type: 'ack', commandId: 'command-1', revision: 5 });
  await pausing;
  await settled();
  harness.socket.closeByServer(1006);
  await harness.pass(5);
  const third = harness.room.seek(12_000);
  t.equal(harness.sockets.length, 2);
  t.same(harness.socket.commands, [], 'nothing before the snapshot');
  await harness.admit({ revision: 5 });
  const [resent] = harness.socket.commands;
  t.same(resent, { type: 'seek', positionMs: 9000, commandId: 'command-2', revision: 4 });
  harness.socket.deliver({ type: 'ack', commandId: 'command-2', revision: 6 });
  harness.socket.deliver({ type: 'ack', commandId: 'command-2', revision: 6 });
  await seeking;
  await settled();
  t.same(harness.socket.commands, [
    resent,
    { type: 'seek', positionMs: 12_000, commandId: 'command-3', revision: 5 },
  ]);
  harness.socket.deliver({ type: 'ack', commandId: 'command-3', revision: 7 });
  await Promise.all([seeking, third]);
  harness.socket.closeByServer(1012);
  await harness.pass(1000);
  await harness.admit({ revision: 7 });
  t.same(harness.socket.commands, [], 'an answered command is not sent again');
});

t.test('rejects a command that is never answered', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const pausing = failure(harness.room.pause());
  await harness.pass(10_000);
  t.match(await pausing, { code: 'TIMEOUT' });
});

t.test('rejects waiting and later commands when the session ends', async (t) => {
  const harness = createHarness(t);
  await harness.open();
  const waiting = failure(harness.room.pause());
  harness.socket.closeByServer(4004);
  t.match(harness.room.state, { status: 'closed', reason: 'the session ended' });
  t.match(await waiting, { code: 'ROOM_CLOSED', message: 'the session ended' });
  t.match(await failure(harness.room.play()), { code: 'ROOM_CLOSED', message: 'the session ended' });
  const { probes } = harness.socket;
  await harness.pass(30_000);
  t.equal(harness.sockets.length, 1);
  t.equal(harness.socket.probes, probes, 'its timers are ended');
});
