// A seat in a session, with the test as its server: what is lost, refused, doubled, late or silent.
import t, { type Test } from 'tap';
import type { RoomState } from '../src/index.ts';
import { FakeSocket, item, RoomWorld, settled } from './kit/fake-room.ts';

function world(t: Test): RoomWorld {
  const here = new RoomWorld();
  t.teardown(() => here.end());
  return here;
}

/** The error of a promise that fails, caught before anything can call it unhandled. */
function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
}

t.test('a clock that is not learnt in time fails the opening', async (t) => {
  const here = world(t);
  const opening = failure(here.room.open());
  await settled();
  here.socket.answersProbes = false;
  here.socket.open();
  await here.pass(15_000);
  t.match(await opening, { name: 'DownbeatError', code: 'TIMEOUT' });
});

t.test('closed while it opens, it fails at once', async (t) => {
  const here = world(t);
  const opening = failure(here.room.open());
  await settled();
  here.socket.answersProbes = false;
  here.socket.open();
  await settled();
  here.room.close();
  t.match(await opening, { code: 'NETWORK_ERROR', message: 'closed by us' });
});

t.test('it is open when the snapshot is there and the clock known', async (t) => {
  const here = world(t);
  await here.open({ revision: 4 });
  t.same(here.room.state, {
    status: 'open',
    reason: null,
    memberId: 'ada:laptop',
    timeline: here.room.state.timeline,
    queue: [item],
    members: [],
    playbackControl: 'owner',
  });
  t.match(here.room.quality, { synchronised: true, playbackErrorMs: null, resyncs: 0 });
  t.match(here.socket.sent.at(-1), { type: 'report', roundTripP95Ms: 0 });
});

t.test('a command is sent with the revision that it is based on, and answered by its effect', async (t) => {
  const here = world(t);
  await here.open({ revision: 4 });
  const playing = here.room.play({ positionMs: 1000 });
  const commandId = 'command-1';
  t.same(here.socket.commands, [{ type: 'play', positionMs: 1000, commandId, revision: 4 }]);
  const timeline = here.timeline({ revision: 5, state: 'playing', anchorPositionMs: 1000 });
  here.socket.say({ type: 'timeline', commandId, timeline, leadTimeMs: 150, by: 'ada:laptop' });
  await playing;
  t.same(here.room.state.timeline, timeline);
  await here.pass(2000);
  t.ok(Math.abs(here.heard()! - 3000) < 1, `${here.heard()} ms`);
});

t.test('a refusal has the code of the server, and an unasked one goes to those who listen', async (t) => {
  const here = world(t);
  await here.open();
  const pausing = failure(here.room.pause());
  here.socket.say({
    type: 'problem',
    code: 'FORBIDDEN',
    title: 'No',
    detail: 'not you',
    commandId: 'command-1',
  });
  t.match(await pausing, { name: 'DownbeatError', code: 'FORBIDDEN', message: 'No: not you' });
  t.same(here.problems, []);
  here.socket.say({ type: 'problem', code: 'TRACK_NOT_FOUND', title: 'There is no such track for you' });
  t.match(here.problems, [{ code: 'TRACK_NOT_FOUND', message: 'There is no such track for you' }]);
});

t.test('what a lost socket left unanswered is sent once more on the next, under the same id', async (t) => {
  const here = world(t);
  await here.open({ revision: 4 });
  const pausing = here.room.pause();
  const seeking = here.room.seek(9000);
  t.equal(here.socket.commands.length, 1, 'one at a time');
  here.socket.say({ type: 'ack', commandId: 'command-1', revision: 5 });
  await pausing;
  await settled();
  here.socket.end(1006);
  await here.pass(5);
  const meanwhile = here.room.seek(12_000);
  t.equal(here.sockets.length, 2);
  t.same(here.socket.commands, [], 'not before the snapshot');
  await here.admit({ revision: 5 });
  const [resent] = here.socket.commands;
  t.same(resent, { type: 'seek', positionMs: 9000, commandId: 'command-2', revision: 4 });
  here.socket.say({ type: 'ack', commandId: 'command-2', revision: 6 });
  here.socket.say({ type: 'ack', commandId: 'command-2', revision: 6 });
  await seeking;
  await settled();
  t.same(here.socket.commands, [
    resent,
    { type: 'seek', positionMs: 12_000, commandId: 'command-3', revision: 5 },
  ]);
  here.socket.say({ type: 'ack', commandId: 'command-3', revision: 7 });
  await Promise.all([seeking, meanwhile]);
  here.socket.end(1012);
  await here.pass(1000);
  await here.admit({ revision: 7 });
  t.same(here.socket.commands, [], 'what was answered is not sent again');
});

t.test('a command that is never answered fails in the end', async (t) => {
  const here = world(t);
  await here.open();
  const pausing = failure(here.room.pause());
  await here.pass(10_000);
  t.match(await pausing, { code: 'TIMEOUT' });
});

t.test('the end of the room is the end of what waits, and of what comes after', async (t) => {
  const here = world(t);
  await here.open();
  const waiting = failure(here.room.pause());
  here.socket.end(4004);
  t.match(here.room.state, { status: 'closed', reason: 'the session ended' });
  t.match(await waiting, { code: 'NETWORK_ERROR', message: 'the session ended' });
  t.match(await failure(here.room.play()), { code: 'NETWORK_ERROR', message: 'the session ended' });
  const { probes } = here.socket;
  await here.pass(30_000);
  t.equal(here.sockets.length, 1);
  t.equal(here.socket.probes, probes, 'and of all timers');
});

t.test('a revision that was missed is asked for, once', async (t) => {
  const here = world(t);
  await here.open({ revision: 4 });
  const changed = (revision: number): Parameters<FakeSocket['say']>[0] => ({
    type: 'timeline',
    commandId: `theirs-${revision}`,
    timeline: here.timeline({ revision }),
    leadTimeMs: 150,
    by: 'bea:phone',
  });
  here.socket.say(changed(6));
  t.same(here.socket.commands, [{ type: 'resume', epoch: 1, revision: 4 }]);
  here.socket.say(changed(5));
  here.socket.say(changed(6));
  t.equal(here.socket.commands.length, 1);
  t.equal(here.room.state.timeline?.revision, 6, 'older news change nothing');
});

t.test('members come, change and go', async (t) => {
  const here = world(t);
  await here.open();
  const bea = {
    memberId: 'bea:phone',
    userId: 'bea',
    deviceId: 'phone',
    displayName: 'Bea',
    role: 'listener',
  } as const;
  const seen: RoomState[] = [];
  const unsubscribe = here.room.onChange((state) => seen.push(state));
  here.socket.say({ type: 'memberJoined', member: bea });
  here.socket.say({ type: 'memberJoined', member: { ...bea, displayName: 'Beatrix' } });
  here.socket.say({ type: 'memberLeft', memberId: 'bea:phone' });
  unsubscribe();
  here.socket.say({ type: 'memberJoined', member: bea });
  t.same(
    seen.map(({ members }) => members.map(({ displayName }) => displayName)),
    [['Bea'], ['Beatrix'], []],
  );
});

t.test('a server that stops answering is left for another, and that is told', async (t) => {
  const here = world(t);
  await here.open({ state: 'playing' });
  await here.pass(3000);
  const seen: (readonly [string, string | null])[] = [];
  here.room.onChange(({ status, reason }) => seen.push([status, reason]));
  here.socket.answersProbes = false;
  for (let ms = 0; ms < 30_000 && seen.length === 0; ms += 100) await here.pass(100);
  await here.pass(5);
  t.same(seen.slice(0, 2), [
    ['waiting', 'the server does not answer'],
    ['connecting', null],
  ]);
  t.equal(here.sockets[0]?.readyState, 3);
  t.equal(here.sockets.length, 2);
  const before = here.player.starts.length;
  await here.admit({ state: 'playing', anchorServerTimeUs: here.room.state.timeline!.anchorServerTimeUs });
  t.equal(here.room.state.status, 'open');
  t.equal(here.player.starts.length, before, 'the music went on meanwhile');
});

t.test('a new epoch: its clock is learnt anew', async (t) => {
  const here = world(t);
  await here.open({ revision: 9 });
  here.epoch = 2;
  here.socket.say(here.snapshot({ revision: 0 }));
  t.match(here.room.state.timeline, { epoch: 2, revision: 0 });
  t.equal(here.room.quality.synchronised, false);
  await here.pass(200);
  t.equal(here.room.quality.synchronised, true);
});

t.test('the position to show moves on from the anchor, and rests at the end of the track', async (t) => {
  const here = world(t);
  await here.open({ state: 'playing', anchorPositionMs: 598_000 });
  const shown = here.room.positionMs();
  await here.pass(1000);
  t.ok(Math.abs(here.room.positionMs() - shown - 1000) < 1);
  await here.pass(1000);
  t.equal(here.room.positionMs(), 600_000);
});

t.test('it rests at the anchor while paused, and while the clock is not known', async (t) => {
  const here = world(t);
  t.equal(here.room.positionMs(), 0, 'nor is there one before the snapshot');
  await here.open({ revision: 9, anchorPositionMs: 5000 });
  await here.pass(1000);
  t.equal(here.room.positionMs(), 5000);
  here.epoch = 2;
  here.socket.say(here.snapshot({ state: 'playing', anchorPositionMs: 7000 }));
  t.equal(here.room.positionMs(), 7000);
});

t.test('a message of a newer server, or none at all, is left out', async (t) => {
  const here = world(t);
  await here.open();
  const before = here.room.state;
  for (const data of ['{"type":"fireworks"}', '{"type":7}', 'null', '{', ''])
    here.socket.onmessage?.({ data });
  t.equal(here.room.state, before);
  t.same(here.problems, []);
});
