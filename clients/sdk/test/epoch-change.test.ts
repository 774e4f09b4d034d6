// A change of the epoch while a track plays is not heard, with any player: another reference clock, the same position.
import { mock } from 'node:test';
import t, { type Test } from 'tap';
import type { Player, Timeline } from '../src/index.ts';
import { AudioElementPlayer, WebAudioPlayer } from '../src/listening.ts';
import { FakeAudio, installFakeAudio } from './kit/fake-audio.ts';
import { FakeElement } from './kit/fake-element.ts';
import { item, RoomHarness } from './kit/fake-room.ts';

const MAX_SILENCE_MS = 20;
const MAX_JUMP_MS = 20;
/** The new reference clock minus the old one. */
const SHIFT_US = 5_000_000;
const HAVE_CURRENT_DATA = 2;

installFakeAudio();
Object.assign(globalThis, { HTMLMediaElement: { HAVE_CURRENT_DATA } });

/** A room whose player is followed by a simulated ear, at each step of 5 ms. */
interface Listener {
  harness: RoomHarness<Player>;
  /** How often the player was told to start, stop or seek. */
  readonly interruptions: () => number;
}

function simulated(): Listener {
  const harness = new RoomHarness();
  return { harness, interruptions: () => harness.player.starts.length };
}

function webAudio(): Listener {
  const audio = new FakeAudio();
  audio.decode = async () => ({ duration: 600 }) as AudioBuffer;
  const harness = new RoomHarness<Player>(() => new WebAudioPlayer(audio.asContext()));
  mock.method(globalThis, 'fetch', async () => new Response('encoded'));
  harness.onPass = (ms) => {
    audio.currentTime += ms / 1000;
    audio.output = {
      contextTime: audio.currentTime,
      performanceTime: harness.localUs / 1000,
    };
  };
  return { harness, interruptions: () => audio.sources.length };
}

function audioElement(): Listener {
  const element = new FakeElement();
  element.durationSeconds = 600;
  const harness = new RoomHarness<Player>(() => new AudioElementPlayer(element.asElement()));
  mock.method(performance, 'now', () => harness.localUs / 1000);
  harness.onPass = (ms) => {
    for (const deck of [element, ...element.clones]) {
      if (deck.src !== '') deck.dispatchEvent(new Event('canplay'));
      deck.pass(ms);
    }
  };
  const calls = (): number => [element, ...element.clones].reduce((sum, deck) => sum + deck.calls.length, 0);
  return { harness, interruptions: calls };
}

/** Follows what is heard. */
class Ear {
  longestSilenceMs = 0;
  longestJumpMs = 0;
  readonly #harness: RoomHarness<Player>;
  #heardMs: number | null = null;
  #silentMs = 0;

  constructor(harness: RoomHarness<Player>) {
    this.#harness = harness;
    const { onPass } = harness;
    harness.onPass = (ms) => {
      onPass(ms);
      this.#listen(ms);
    };
  }

  #listen(ms: number): void {
    const heardMs = this.#harness.heard();
    this.#silentMs = heardMs === null ? this.#silentMs + ms : 0;
    this.longestSilenceMs = Math.max(this.longestSilenceMs, this.#silentMs);
    if (heardMs !== null && this.#heardMs !== null) {
      this.longestJumpMs = Math.max(this.longestJumpMs, Math.abs(heardMs - this.#heardMs - ms));
    }
    this.#heardMs = heardMs ?? this.#heardMs;
  }
}

/** A room that has played for 10 s. */
async function playing(t: Test, create: () => Listener, change: Partial<Timeline> = {}) {
  const listener = create();
  const { harness } = listener;
  t.teardown(() => {
    harness.end();
    mock.restoreAll();
  });
  await harness.open({ revision: 4, state: 'playing', ...change });
  await harness.pass(10_000);
  return {
    ...listener,
    ear: new Ear(harness),
    before: listener.interruptions(),
  };
}

/** The same timeline in a new epoch, whose clock is ahead by `shiftUs`. */
function rebased(harness: RoomHarness<Player>, meansUs = SHIFT_US): Timeline {
  const known = harness.room.state.timeline!;
  harness.epoch += 1;
  harness.offsetUs += SHIFT_US;
  return {
    ...known,
    epoch: harness.epoch,
    revision: 0,
    anchorServerTimeUs: known.anchorServerTimeUs + meansUs,
  };
}

function requireUnheard(t: Test, { longestSilenceMs, longestJumpMs }: Ear): void {
  t.comment(`longest silence ${longestSilenceMs} ms, longest jump ${longestJumpMs.toFixed(3)} ms`);
  t.ok(longestSilenceMs <= MAX_SILENCE_MS, `silence of ${longestSilenceMs} ms`);
  t.ok(longestJumpMs <= MAX_JUMP_MS, `jump of ${longestJumpMs} ms`);
}

for (const create of [simulated, webAudio, audioElement]) {
  await t.test(`${create.name}: plays on in a new epoch that a snapshot or a delta begins`, async (t) => {
    const { harness, ear, interruptions, before } = await playing(t, create);
    harness.socket.deliver(harness.snapshot(rebased(harness)));
    const shownMs = harness.room.positionMs();
    t.ok(Math.abs(shownMs - 10_195) < 50, `shows ${shownMs} ms at once`);
    await harness.pass(10_000);
    const timeline = rebased(harness);
    harness.socket.deliver({
      type: 'timeline',
      commandId: 'theirs-1',
      timeline,
      leadTimeMs: 150,
      by: null,
    });
    await harness.pass(10_000);
    requireUnheard(t, ear);
    t.equal(interruptions(), before, 'the player was not touched');
    t.equal(harness.room.quality.resyncs, 0);
    t.ok(Math.abs(harness.heard()! - 30_195) < 50, `${harness.heard()} ms`);
  });

  await t.test(`${create.name}: plays on while the new reference is not known yet`, async (t) => {
    const { harness, ear, interruptions, before } = await playing(t, create);
    harness.socket.answersProbes = false;
    harness.socket.deliver(harness.snapshot(rebased(harness)));
    await harness.pass(5_000);
    harness.socket.answersProbes = true;
    await harness.pass(10_000);
    requireUnheard(t, ear);
    t.equal(interruptions(), before);
  });

  await t.test(`${create.name}: plays on when its timeline was written with another anchor`, async (t) => {
    const { harness, ear, interruptions, before } = await playing(t, create);
    const timeline = rebased(harness);
    timeline.anchorPositionMs += 7000;
    timeline.anchorServerTimeUs += 7_000_000;
    harness.socket.deliver(harness.snapshot(timeline));
    await harness.pass(10_000);
    requireUnheard(t, ear);
    t.equal(interruptions(), before);
  });

  await t.test(
    `${create.name}: plays the present item to its end when the epoch changes before`,
    async (t) => {
      const next = { ...item, id: 'item-2', trackId: 'track-2' };
      const { harness, ear } = await playing(
        t,
        () => {
          const listener = create();
          listener.harness.queue = [item, next];
          return listener;
        },
        { anchorPositionMs: 587_000 },
      );
      const anchorServerTimeUs = harness.room.state.timeline!.anchorServerTimeUs + 13_000_000;
      const advanced = {
        revision: 5,
        queueItemId: next.id,
        state: 'playing',
        anchorServerTimeUs,
      } as const;
      harness.socket.deliver({
        type: 'timeline',
        commandId: 'advance-1-4',
        timeline: harness.timeline(advanced),
        leadTimeMs: 2000,
        by: null,
      });
      await harness.pass(500);
      harness.socket.deliver(harness.snapshot(rebased(harness)));
      await harness.pass(2000);
      t.ok(harness.heard()! > 599_000, `${harness.heard()} ms`);
      t.equal(harness.room.state.currentItem?.id, item.id);
      await harness.pass(2000);
      t.ok(ear.longestSilenceMs <= MAX_SILENCE_MS, `silence of ${ear.longestSilenceMs} ms`);
      t.equal(harness.room.state.currentItem?.id, next.id);
      t.ok(harness.heard()! < 2500, `${harness.heard()} ms`);
    },
  );

  await t.test(`${create.name}: goes where the new epoch is when that is elsewhere`, async (t) => {
    const { harness } = await playing(t, create);
    harness.socket.deliver(harness.snapshot({ ...rebased(harness), anchorPositionMs: 120_000 }));
    await harness.pass(5_000);
    t.ok(Math.abs(harness.heard()! - 135_195) < 60, `${harness.heard()} ms`);
    harness.socket.deliver(harness.snapshot({ ...rebased(harness), state: 'paused' }));
    await harness.pass(1_000);
    t.equal(harness.heard(), null);
  });
}

for (const create of [simulated, webAudio]) {
  await t.test(`${create.name}: corrects a small difference by its rate`, async (t) => {
    const { harness, ear, interruptions, before } = await playing(t, create);
    harness.socket.deliver(harness.snapshot(rebased(harness, SHIFT_US - 30_000)));
    await harness.pass(1_000);
    t.ok(Math.abs(harness.room.quality.playbackErrorMs!) > 25, `${harness.room.quality.playbackErrorMs} ms`);
    await harness.pass(30_000);
    t.ok(Math.abs(harness.room.quality.playbackErrorMs!) < 1, `${harness.room.quality.playbackErrorMs} ms`);
    requireUnheard(t, ear);
    t.equal(interruptions(), before);
  });
}
