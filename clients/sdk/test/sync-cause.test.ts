// Rooms of eight simulated members, one of which has a fault: its reports name it, and the cause.
import { mock } from 'node:test';
import { syncCause, type SyncCause } from '@downbeat/timing';
import t from 'tap';
import { microseconds, SimulatedPlayer } from '../src/listening.ts';
import type { LocalClock, PlayableTrack } from '../src/players/player.ts';
import type { ClientMessage } from '../src/listening/messages.ts';
import { SyncWindow } from '../src/listening/sync-window.ts';
import { RoomHarness, settled, type FakeSocket } from './kit/fake-room.ts';

type Report = Extract<ClientMessage, { type: 'report' }>;

/** Numbers from 0 to 1, the same for each seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What is wrong with a device; nothing when empty. */
interface Fault {
  /** Tracks never arrive. */
  isStalled?: boolean;
  /** The sound jumps by so much each second, e.g. because the device drops what it should play. */
  jumpMs?: number;
  /** Replies of the server are late by a random time up to this, so that the clock stays unsure. */
  jitterMs?: number;
  /** Timers run this rarely. */
  timersEachMs?: number;
}

/** A device of which the fault can be chosen. */
class FaultyPlayer extends SimulatedPlayer {
  readonly #fault: Fault;
  jumpedMs = 0;

  constructor(clock: LocalClock, driftPpm: number, fault: Fault) {
    super({ clock, driftPpm, outputDelayMs: 25 });
    this.#fault = fault;
  }

  override load(track: PlayableTrack): Promise<void> {
    return this.#fault.isStalled === true ? new Promise(() => undefined) : super.load(track);
  }

  override start(...start: Parameters<SimulatedPlayer['start']>): void {
    this.jumpedMs = 0;
    super.start(...start);
  }

  override heardPositionMs(atUs: Parameters<SimulatedPlayer['heardPositionMs']>[0]) {
    const heard = super.heardPositionMs(atUs);
    return heard === null ? null : ((heard + this.jumpedMs) as typeof heard);
  }
}

const STEP_MS = 10;

/** What a device reports after a quarter of a minute in a room that plays. */
async function simulate(random: () => number, fault: Fault = {}): Promise<Report> {
  const driftPpm = (random() - 0.5) * 100;
  const harness = new RoomHarness<FaultyPlayer>((clock) => new FaultyPlayer(clock, driftPpm, fault));
  const { jitterMs = 4, timersEachMs = STEP_MS, jumpMs = 0 } = fault;
  const delayUs = 5_000 + random() * 40_000;
  const opening = harness.room.open();
  const { player } = harness;
  let [timersDueUs, jumpDueUs, answered] = [0, 0, 0];
  const replies: { atUs: number; deliver: () => void }[] = [];

  /** Answers the probes that were sent, later, as a network does. */
  const answer = (socket: FakeSocket): void => {
    for (const message of socket.sent.slice(answered)) {
      if (message.type !== 'probe') continue;
      const { probeId, clientSendTimeUs } = message;
      const there = delayUs + random() * jitterMs * 1000;
      const back = delayUs + random() * jitterMs * 1000;
      const serverTimeUs = Math.round(harness.sessionUs + there);
      const times = { serverReceiveTimeUs: serverTimeUs, serverSendTimeUs: serverTimeUs };
      const reply = { type: 'probeReply', probeId, clientSendTimeUs, ...times, epoch: 1 } as const;
      replies.push({ atUs: harness.localUs + there + back, deliver: () => socket.deliver(reply) });
    }
    answered = socket.sent.length;
    for (const reply of replies.filter(({ atUs }) => atUs <= harness.localUs)) {
      replies.splice(replies.indexOf(reply), 1);
      reply.deliver();
    }
  };

  await settled();
  harness.socket.answersProbes = false;
  harness.socket.open();
  harness.socket.deliver(harness.snapshot({ state: 'playing' }));
  for (let passedMs = 0; passedMs < 16_000; passedMs += STEP_MS) {
    harness.localUs += STEP_MS * 1000;
    answer(harness.socket);
    if (jumpMs !== 0 && harness.localUs >= jumpDueUs) {
      jumpDueUs = harness.localUs + 1_000_000;
      player.jumpedMs += jumpMs;
    }
    if (harness.localUs >= timersDueUs) {
      timersDueUs = harness.localUs + timersEachMs * 1000;
      mock.timers.tick(timersEachMs);
    }
    await settled();
  }
  await opening;
  const report = harness.socket.sent.findLast(({ type }) => type === 'report');
  harness.end();
  if (report?.type !== 'report') throw new Error('the device has reported nothing');
  return report;
}

function causeIn(report: Report): SyncCause | null {
  const { playbackErrorMs = null, offsetErrorMs = null } = report;
  const { stalledMs = 0, silentMs = 0, timerDelayMs = 0 } = report;
  return syncCause({ playbackErrorMs, clockErrorMs: offsetErrorMs, stalledMs, silentMs, timerDelayMs });
}

/** Faults of each cause, of a random size. */
const faults: Record<SyncCause, (random: () => number) => Fault> = {
  clock: (random) => ({ jitterMs: 700 + random() * 800 }),
  output: (random) => ({ jumpMs: (random() < 0.5 ? 1 : -1) * (30 + random() * 120) }),
  stall: () => ({ isStalled: true }),
  throttled: (random) => ({ jumpMs: -(30 + random() * 120), timersEachMs: 1000 }),
};
const causes = Object.keys(faults) as SyncCause[];

const CASES = 100;
const MEMBERS = 8;
const HEALTHY = 24;

t.test('names the member and the cause in 100 of 100 rooms of eight', async (t) => {
  const healthy: Report[] = [];
  for (let seed = 1; seed <= HEALTHY; seed += 1) healthy.push(await simulate(randomFrom(seed)));
  const wrong: unknown[] = [];
  for (let number = 0; number < CASES; number += 1) {
    const random = randomFrom(1000 + number);
    const cause = causes[number % causes.length]!;
    const culprit = Math.floor(random() * MEMBERS);
    const faulty = await simulate(random, faults[cause](random));
    const room = Array.from({ length: MEMBERS }, (_, index) =>
      index === culprit ? faulty : healthy[Math.floor(random() * HEALTHY)]!,
    );
    const named = room.flatMap((report, index) => {
      const found = causeIn(report);
      return found === null ? [] : [`${index} ${found}`];
    });
    if (named.join() !== `${culprit} ${cause}`) wrong.push({ number, cause, culprit, named, faulty });
  }
  t.same(wrong, []);
});

t.test('counts neither a pause nor the sleep of a device', async (t) => {
  const window = new SyncWindow();
  const at = (seconds: number) => microseconds(seconds * 1e6);
  window.ticked(at(1), 250, 0.5);
  window.ticked(at(1.25), 250, -3);
  window.rest();
  window.ticked(at(601), 250, 'stalled');
  t.match(window.facts, { errorMs: -3, stalledMs: 0, timerDelayMs: 0 }, 'a pause of ten minutes');
  window.ticked(at(4201), 250, 'silent');
  t.match(window.facts, { silentMs: 2000, timerDelayMs: 0 }, 'an hour of sleep');
  window.rotate();
  t.match(window.facts, { errorMs: -3, silentMs: 2000 }, 'still told at the next report');
  window.rotate();
  t.match(window.facts, { errorMs: null, silentMs: 0, correction: 'none' });
});
