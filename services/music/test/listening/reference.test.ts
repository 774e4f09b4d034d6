import t from 'tap';
import { FakeReference } from './kit/clocks.ts';
import { commandId, play, createHarness } from './kit/harness.ts';

t.test('begins a new epoch and keeps the position when the reference clock steps', async (t) => {
  const reference = new FakeReference();
  const harness = await createHarness(t, { reference });
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  const playing = await play(ada);
  reference.step(30_000_000);
  const moved = await ada.snapshot();
  t.equal(moved.timeline.epoch, 2);
  t.equal(moved.timeline.state, 'playing');
  const shiftUs = moved.timeline.anchorServerTimeUs - playing.anchorServerTimeUs;
  t.ok(Math.abs(shiftUs - 30_000_000) < 5_000, `the anchor moved along by ${shiftUs} us`);
  ada.send({ type: 'probe', probeId: 1, clientSendTimeUs: 5 });
  t.match(await ada.next('probeReply'), { epoch: 2, probeId: 1, clientSendTimeUs: 5 });
  ada.send({ type: 'pause', commandId: commandId(), revision: 0 });
  t.match(await ada.next('timeline'), { timeline: { epoch: 2, revision: 1 } });
});

t.test('pauses the room when no instance was running during the change of reference', async (t) => {
  const reference = new FakeReference();
  const harness = await createHarness(t, { reference });
  const session = await harness.session();
  const ada = await harness.connect(session, harness.owner);
  await ada.snapshot();
  await play(ada);
  ada.close();
  await harness.music.close();
  const other = new FakeReference();
  other.run = 'run-of-another-server';
  const fresh = await harness.instance({ reference: other });
  const back = await harness.connect(session, harness.owner, { at: fresh });
  t.match(await back.snapshot(), {
    timeline: { epoch: 2, revision: 0, state: 'paused', anchorPositionMs: 0 },
  });
});

t.test(
  'plays on when a member joins, and one seeks, at an instance that has not noticed the change',
  async (t) => {
    const reference = new FakeReference();
    const late = new FakeReference();
    late.readUs = async () => {
      if (late.fails) throw new Error('the reference is away');
      return reference.readUs();
    };
    const harness = await createHarness(t, { reference });
    const there = await harness.instance({ reference: late });
    const session = await harness.session({ playbackControl: 'everyone' });
    const cleo = await harness.guest(session, 'Cleo');
    const ada = await harness.connect(session, harness.owner);
    await ada.snapshot();
    const bea = await harness.connect(session, await harness.guest(session), { at: there });
    await bea.snapshot();
    const playing = await play(ada);
    late.fails = true;
    reference.step(30_000_000);
    const { timeline: moved } = await ada.snapshot();
    t.match(moved, { epoch: 2, state: 'playing' });

    late.fails = false;
    const joined = await harness.connect(session, cleo, { at: there });
    t.same((await joined.snapshot()).timeline, moved);
    t.same((await bea.snapshot()).timeline, moved);
    await Promise.all([ada.synchronise(), joined.synchronise()]);
    const apartMs = joined.positionNow(moved) - ada.positionNow(moved);
    t.ok(Math.abs(apartMs) < 5, `${apartMs} ms apart`);
    const elapsedUs = reference.nowUs() - 30_000_000 - playing.anchorServerTimeUs;
    const jumpMs = joined.positionNow(moved) - elapsedUs / 1000;
    t.ok(Math.abs(jumpMs) < 5, `a jump of ${jumpMs} ms`);
    bea.send({ type: 'seek', commandId: commandId(), revision: 0, positionMs: 60_000 });
    t.match((await ada.next('timeline')).timeline, { epoch: 2, revision: 1, state: 'playing' });
  },
);
