import t from 'tap';
import { ClientMessageByType } from '../../src/generated/listening.schemas.gen.ts';
import type { TestClient } from './kit/client.ts';
import { commandId, createHarness, type Harness } from './kit/harness.ts';
import type { ListeningSession } from '../../src/generated/schemas.gen.ts';

let harness: Harness;
let session: ListeningSession;
let ada: TestClient;
let bea: TestClient;

t.before(async () => {
  harness = await createHarness(t);
});

t.beforeEach(async (t) => {
  session = await harness.session();
  const guest = await harness.guest(session);
  ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  bea = await harness.connect(session, guest);
  await bea.snapshot();
  t.teardown(() => {
    ada.close();
    bea.close();
  });
});

const problems = {
  FORBIDDEN: 'Your role does not allow this here',
  STALE_REVISION: 'The session has changed since the revision that this command was based on',
  QUEUE_ITEM_NOT_FOUND: 'There is no such item in the queue',
  NOT_PLAYING: 'Nothing is playing',
  POSITION_BEYOND_END: 'The track ends before this position',
  MALFORMED_MESSAGE: 'This is not a JSON message with a type',
  UNKNOWN_MESSAGE: 'There is no message of this type',
  VALIDATION_FAILED: 'The message does not match the contract',
};

function problem(code: keyof typeof problems, rest: object = {}): object {
  return { type: 'problem', code, title: problems[code], ...rest };
}

t.test('refuses a command of a listener when only the owner controls playback', async (t) => {
  const id = commandId();
  bea.send({ type: 'pause', commandId: id, revision: 0 });
  t.same(
    await bea.next('problem'),
    problem('FORBIDDEN', {
      detail: 'In this session only the owner and co-hosts may control playback',
      commandId: id,
    }),
  );
});

t.test('refuses a stale command, with the current revision', async (t) => {
  ada.send({ type: 'play', commandId: commandId(), revision: 0 });
  await ada.next('timeline');
  const late = commandId();
  ada.send({ type: 'seek', commandId: late, revision: 0, positionMs: 10 });
  t.same(await ada.next('problem'), problem('STALE_REVISION', { commandId: late, revision: 1 }));
});

t.test('applies one of many commands that are based on the same revision', async (t) => {
  const tries = 10;
  for (let index = 0; index < tries; index += 1)
    ada.send({ type: 'play', commandId: commandId(), revision: 0 });
  for (let index = 1; index < tries; index += 1)
    t.match(await ada.next('problem'), { code: 'STALE_REVISION', revision: 1 });
  t.equal(ada.messages.filter(({ type }) => type === 'timeline').length, 1);
  t.match(await bea.next('timeline'), { timeline: { revision: 1 } });
});

t.test('acknowledges a repeated command, and applies it once', async (t) => {
  const id = commandId();
  const play = { type: 'play', commandId: id, revision: 0 };
  ada.send(play);
  await ada.next('timeline');
  ada.send(play);
  t.same(await ada.next('ack'), { type: 'ack', commandId: id, revision: 1 });
  ada.send({ type: 'pause', commandId: commandId(), revision: 1 });
  await ada.next('timeline');
  ada.send(play);
  t.same(await ada.next('ack'), { type: 'ack', commandId: id, revision: 1 }, 'also after another command');
  t.equal(bea.messages.filter(({ type }) => type === 'timeline').length, 2);
});

t.test('refuses commands that the queue or the state does not allow', async (t) => {
  const unknown = '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';
  const id = commandId();
  ada.send({ type: 'play', commandId: id, revision: 0, queueItemId: unknown });
  t.same(await ada.next('problem'), problem('QUEUE_ITEM_NOT_FOUND', { commandId: id }));
  ada.send({ type: 'pause', commandId: id, revision: 0 });
  t.same(await ada.next('problem'), problem('NOT_PLAYING', { commandId: id }));
  const { durationMs } = session.queue[0]!;
  const detail = `The track is ${durationMs} ms long`;
  ada.send({ type: 'seek', commandId: id, revision: 0, positionMs: durationMs + 1 });
  t.same(await ada.next('problem'), problem('POSITION_BEYOND_END', { commandId: id, detail }));
  ada.send({ type: 'play', commandId: id, revision: 0, positionMs: durationMs + 1 });
  t.same(await ada.next('problem'), problem('POSITION_BEYOND_END', { commandId: id, detail }));
});

t.test('answers malformed messages with a problem, and keeps the socket open', async (t) => {
  for (const text of ['', 'play', '[]', 'null', '{}', '{"type":7}']) {
    ada.socket.send(text);
    t.same(await ada.next('problem'), problem('MALFORMED_MESSAGE'), text);
  }
  ada.socket.send(Buffer.from('{"type":"play"}'), { binary: true });
  t.same(await ada.next('problem'), problem('MALFORMED_MESSAGE'), 'binary');
  ada.send({ type: '__proto__' });
  t.same(
    await ada.next('problem'),
    problem('UNKNOWN_MESSAGE', { detail: `Known are ${Object.keys(ClientMessageByType).join(', ')}` }),
  );
  ada.send({ type: 'seek', commandId: 'short', revision: -1, role: 'owner' });
  const { errors, ...rest } = await ada.next('problem');
  t.same(rest, problem('VALIDATION_FAILED', { commandId: 'short' }));
  t.same(errors?.map(({ field }) => field).sort(), ['commandId', 'positionMs', 'revision'], 'not role');
  await ada.synchronise();
  t.equal(ada.closed, undefined);
});

t.test('sends the whole timeline after play, seek and pause, and shows it over HTTP', async (t) => {
  const id = commandId();
  ada.send({
    type: 'play',
    commandId: id,
    revision: 0,
    queueItemId: session.queue[1]!.id,
    positionMs: 1500.5,
  });
  const played = await bea.next('timeline');
  const { anchorServerTimeUs } = played.timeline;
  const timeline = {
    epoch: 1,
    revision: 1,
    queueItemId: session.queue[1]!.id,
    anchorServerTimeUs,
    anchorPositionMs: 1500.5,
    rate: 1,
    state: 'playing',
  };
  t.same(played, {
    type: 'timeline',
    commandId: id,
    timeline,
    leadTimeMs: 150,
    by: `${harness.owner.id}:laptop`,
  });
  ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 60_000 });
  const sought = await bea.next('timeline');
  t.match(sought.timeline, { revision: 2, anchorPositionMs: 60_000, state: 'playing' });
  ada.send({ type: 'pause', commandId: commandId(), revision: 2 });
  const paused = await bea.next('timeline');
  t.match(paused.timeline, { revision: 3, state: 'paused' });
  const elapsedMs = (paused.timeline.anchorServerTimeUs - sought.timeline.anchorServerTimeUs) / 1000;
  t.ok(Math.abs(paused.timeline.anchorPositionMs - 60_000 - Math.max(elapsedMs, 0)) < 0.01);
  const shown = (await (
    await harness.music.get(`/api/music/sessions/${session.id}`, harness.owner)
  ).json()) as ListeningSession;
  t.same(shown.timeline, paused.timeline);
});

t.test('derives the lead time from the slowest report with its output delay, up to a limit', async (t) => {
  bea.send({ type: 'report', roundTripP95Ms: 400, outputDelayMs: 180 });
  ada.send({ type: 'report', roundTripP95Ms: 20, outputDelayMs: 10 });
  // Messages are handled in order, so the answer to a command shows that the report before it was saved.
  bea.send({ type: 'pause', commandId: commandId(), revision: 0 });
  await bea.next('problem');
  ada.send({ type: 'play', commandId: commandId(), revision: 0 });
  t.equal((await ada.next('timeline')).leadTimeMs, 630);
  bea.send({ type: 'report', roundTripP95Ms: 60_000, outputDelayMs: 0 });
  bea.send({ type: 'pause', commandId: commandId(), revision: 0 });
  await bea.next('problem');
  ada.send({ type: 'pause', commandId: commandId(), revision: 1 });
  t.equal((await ada.next('timeline')).leadTimeMs, 3000);
  bea.close();
  await ada.next('memberLeft');
  ada.send({ type: 'play', commandId: commandId(), revision: 2 });
  t.equal((await ada.next('timeline')).leadTimeMs, 150, 'a member who left is not counted');
});

t.test('refuses a revision beyond the safe integers', async (t) => {
  ada.send({ type: 'resume', epoch: 1e300, revision: 1e300 });
  const { errors, ...rest } = await ada.next('problem');
  t.same(rest, problem('VALIDATION_FAILED'));
  t.same(errors?.map(({ field }) => field).sort(), ['epoch', 'revision']);
});

t.test('answers resume with the missed timelines, or with a snapshot', async (t) => {
  ada.send({ type: 'play', commandId: commandId(), revision: 0 });
  await ada.next('timeline');
  ada.send({ type: 'seek', commandId: commandId(), revision: 1, positionMs: 5000 });
  await ada.next('timeline');
  const told = ada.messages.filter(({ type }) => type === 'timeline');
  const before = ada.messages.length;
  ada.send({ type: 'resume', epoch: 1, revision: 0 });
  await ada.next('timeline');
  await ada.next('timeline');
  t.same(ada.messages.slice(before), told, 'both, unchanged');
  ada.send({ type: 'resume', epoch: 1, revision: 2 });
  t.match(await ada.snapshot(), { timeline: { revision: 2 } }, 'no timeline was missed');
  ada.send({ type: 'resume', epoch: 0, revision: 1 });
  t.match(await ada.snapshot(), { timeline: { epoch: 1, revision: 2 } }, 'another epoch');
});
