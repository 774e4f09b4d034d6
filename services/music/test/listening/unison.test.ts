import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { skewedClock } from './kit/clocks.ts';
import { commandId, createHarness } from './kit/harness.ts';

t.test(
  'starts the members of two instances together whose clocks are 5 s apart and drift by 50 ppm',
  async (t) => {
    const harness = await createHarness(t, { clock: skewedClock(0, -25) });
    const there = await harness.instance({ clock: skewedClock(5_000, 25) });
    const session = await harness.session({ playbackControl: 'everyone' });
    const bea = await harness.guest(session);

    const ada = await harness.connect(session, harness.owner, { clock: skewedClock(40_000) });
    const first = await ada.snapshot();
    t.equal(first.timeline.state, 'stopped');
    const guest = await harness.connect(session, bea, { at: there, clock: skewedClock(90_000) });
    const second = await guest.snapshot();
    t.same(second.timeline, session.timeline);
    t.same(second.members.map(({ role, displayName }) => [role, displayName]).sort(), [
      ['listener', 'Bea'],
      ['owner', 'Ada'],
    ]);
    const joined = await ada.next('memberJoined');
    t.equal(joined.member.displayName, 'Bea');

    await Promise.all([ada.synchronise(), guest.synchronise()]);
    // A slow connection: the start is told more than a second ahead, also on a slow machine.
    guest.send({ type: 'report', roundTripP95Ms: 1_000, outputDelayMs: 0 });
    const id = commandId();
    guest.send({ type: 'play', commandId: id, revision: 0 });
    const [toAda, toBea] = await Promise.all([ada.next('timeline'), guest.next('timeline')]);
    t.same(toAda, toBea, 'the same bytes to both');
    t.match(toAda, {
      commandId: id,
      by: `${bea.id}:laptop`,
      timeline: { revision: 1, epoch: 1, state: 'playing' },
    });

    const starts = [
      ada.trueMsOf(toAda.timeline.anchorServerTimeUs, 40_000, 0),
      guest.trueMsOf(toBea.timeline.anchorServerTimeUs, 90_000, 0),
    ];
    const apart = Math.abs(starts[0]! - starts[1]!);
    t.ok(apart < 20, `${apart.toFixed(3)} ms apart`);
    t.ok(starts[0]! > performance.now(), 'the start lies in the future');

    await t.test(
      'gives a late joiner the right position, and sends the others nothing but memberJoined',
      async (t) => {
        await waitFor('the track to play', () => ada.positionNow(toAda.timeline) > 300);
        const before = ada.messages.length;
        const cleo = await harness.guest(session, 'Cleo');
        const late = await harness.connect(session, cleo, { at: there });
        const { timeline } = await late.snapshot();
        t.same(timeline, toAda.timeline, 'the timeline is unchanged');
        await late.synchronise();
        const gap = Math.abs(late.positionNow(timeline) - ada.positionNow(toAda.timeline));
        t.ok(gap < 20, `${gap.toFixed(3)} ms apart`);
        t.ok(late.positionNow(timeline) > 250);
        await ada.next('memberJoined');
        t.same(
          ada.messages.slice(before).map(({ type }) => type),
          ['memberJoined'],
        );
      },
    );
  },
);
