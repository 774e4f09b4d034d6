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
  other.runId = 'run-of-another-server';
  const fresh = await harness.instance({ reference: other });
  const back = await harness.connect(session, harness.owner, { at: fresh });
  t.match(await back.snapshot(), {
    timeline: { epoch: 2, revision: 0, state: 'paused', anchorPositionMs: 0 },
  });
});
