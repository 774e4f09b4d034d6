// One simulated player on simulated time: the test moves the clock, and the timers follow.
import { mock } from 'node:test';
import { ClockEstimator, type WireTimeline } from '@downbeat/timing';
import type { PlayableTrack, QueueItem } from '../../src/index.ts';
import { microseconds, SimulatedPlayer } from '../../src/listening.ts';
import { PlaybackController } from '../../src/listening/playback-controller.ts';
import { PlaybackSchedule } from '../../src/listening/schedule.ts';

/** Reference minus local. */
const OFFSET_US = 7_000_000_000;

/** A controller whose clock and timers the test moves. */
export class PlaybackHarness {
  localUs = 1_000_000;
  readonly clock = { nowUs: () => microseconds(this.localUs) };
  readonly sync = { estimator: new ClockEstimator(), synchronised: false };
  readonly player: SimulatedPlayer;
  readonly problems: unknown[] = [];
  readonly schedule = new PlaybackSchedule();
  readonly controller: PlaybackController;
  /** The items that were asked for, in their order. */
  readonly located: string[] = [];
  locate = async (item: QueueItem): Promise<PlayableTrack> => track(item);

  constructor(driftPpm = 0) {
    this.player = new SimulatedPlayer({ clock: this.clock, driftPpm });
    this.controller = new PlaybackController({
      clock: this.clock,
      sync: this.sync,
      player: this.player,
      schedule: this.schedule,
      locate: (item) => {
        this.located.push(item.id);
        return this.locate(item);
      },
      onProblem: (error) => this.problems.push(error),
    });
  }

  synchronise(): void {
    const reference = microseconds(this.localUs + OFFSET_US);
    const local = microseconds(this.localUs);
    this.sync.estimator = new ClockEstimator();
    const probe = {
      localSendUs: local,
      referenceReceiveUs: reference,
      referenceSendUs: reference,
      localReceiveUs: local,
    };
    this.sync.estimator.addBurst([probe, probe]);
    this.sync.synchronised = true;
    this.controller.clockUpdated();
  }

  get sessionUs(): number {
    return this.localUs + OFFSET_US;
  }

  /** Takes a timeline whose item is the first of this queue. */
  follow(timeline: WireTimeline, ...queue: QueueItem[]): void {
    const nowUs = this.sync.synchronised ? microseconds(this.sessionUs) : null;
    this.schedule.add(timeline, { queue, repeat: 'off' }, nowUs);
    this.controller.scheduleChanged();
  }

  /** Moves the clock in steps of 50 ms, and lets promises settle after each. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 50) {
      this.localUs += Math.min(50, left) * 1000;
      mock.timers.tick(Math.min(50, left));
      await settled();
    }
  }

  playing(revision: number, queueItemId: string, inMs = 0, epoch = 1): WireTimeline {
    const anchorServerTimeUs = this.localUs + OFFSET_US + inMs * 1000;
    return {
      epoch,
      revision,
      queueItemId,
      anchorServerTimeUs,
      anchorPositionMs: 0,
      rate: 1,
      state: 'playing',
    };
  }

  heard(): number | null {
    return this.player.heardPositionMs(this.clock.nowUs());
  }
}

export function item(id: string, durationMs = 600_000): QueueItem {
  return { id, trackId: `t-${id}`, title: id, artistName: 'Ada', durationMs, addedBy: 'ada' };
}

export function track({ id, trackId, durationMs }: QueueItem): PlayableTrack {
  return { queueItemId: id, trackId, durationMs, url: `http://music/${trackId}` };
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
