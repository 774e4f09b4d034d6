import {
  endsAt,
  microseconds,
  milliseconds,
  positionAt,
  timelineFrom,
  upcoming,
  type Microseconds,
  type Milliseconds,
  type PlaybackQueue,
  type Timeline,
  type WireTimeline,
} from '@downbeat/timing';
import type { QueueItem } from './messages.ts';
import { OutputGate } from './outputs.ts';

/** A timeline, the queue item that it plays, and the item that follows it in the queue. */
export interface ScheduledTimeline {
  readonly timeline: Timeline;
  readonly item: QueueItem | null;
  readonly nextItem: QueueItem | null;
}

/** What a page shows of playback; `ended` when the last item of the queue is at its end and nothing follows. */
export type PlaybackStatus = Timeline['state'] | 'ended';

/**
 * What is due when. A new timeline holds from its anchor on, and the anchor usually lies in the future; until then what
 * played before goes on. So when the server advances the queue ahead of a track's end, that track plays to its end.
 */
export class PlaybackSchedule {
  /** Whether this device sounds. */
  readonly outputs = new OutputGate();
  /** Ascending by anchor; the last one is the newest. */
  #entries: readonly ScheduledTimeline[] = [];

  /** The timeline that came last; null before the first. */
  get newest(): ScheduledTimeline | null {
    return this.#entries.at(-1) ?? null;
  }

  /**
   * How far a new epoch's instants are from the present ones, in microseconds. Its timeline tells it when it plays the
   * same as the newest one here, so that only the reference clock was replaced; undefined when it does not.
   */
  shiftTo(wire: WireTimeline): number | undefined {
    const known = this.newest?.timeline;
    if (known === undefined || wire.epoch === known.epoch || !playsTheSame(known, wire)) return undefined;
    return wire.anchorServerTimeUs - known.anchorServerTimeUs;
  }

  /**
   * Takes a new timeline.
   * @param nowUs the session's time, in the epoch of the timeline; null while it is not known, and then what played
   *   before is dropped
   */
  add(wire: WireTimeline, queue: PlaybackQueue<QueueItem>, nowUs: Microseconds | null): void {
    const timeline = timelineFrom(wire);
    const shiftUs = this.shiftTo(wire);
    if (shiftUs !== undefined)
      this.#entries = this.#entries.map((entry) => shifted(entry, timeline.epoch, shiftUs));
    const earlier = nowUs === null ? [] : this.#stillDue(nowUs).filter((entry) => precedes(entry, timeline));
    this.#entries = [...earlier, entryOf(timeline, queue)];
  }

  /**
   * Takes an edited queue.
   * @returns whether it has the item of the newest timeline, which the queue before had not
   */
  queueChanged(queue: PlaybackQueue<QueueItem>): boolean {
    const { newest } = this;
    if (newest === null) return false;
    const { item, nextItem } = entryOf(newest.timeline, queue);
    this.#entries = [...this.#entries.slice(0, -1), { ...newest, item: newest.item ?? item, nextItem }];
    return newest.item === null && item !== null;
  }

  /** What is due at an instant of the session's time. Before the first anchor that is the first timeline. */
  at(sessionUs: Microseconds): ScheduledTimeline | null {
    return this.#stillDue(sessionUs)[0] ?? null;
  }

  /**
   * What to show at an instant: the newest timeline, except that an item which still sounds is shown until the anchor
   * of another one.
   * @param sessionUs null while the session's time is not known
   */
  shownAt(sessionUs: Microseconds | null): ScheduledTimeline | null {
    const { newest } = this;
    const due = sessionUs === null ? null : this.at(sessionUs);
    if (sessionUs === null || due === null || newest === null) return newest;
    // A repeated item starts where it ends itself.
    const isOther = due.item?.id !== newest.item?.id || endUs(due) === newest.timeline.anchorServerTimeUs;
    return isOther && isSounding(due, sessionUs) ? due : newest;
  }

  /** The status to show at an instant, by the same rule as `shownAt`; null before the first timeline. */
  statusAt(sessionUs: Microseconds | null): PlaybackStatus | null {
    const shown = this.shownAt(sessionUs);
    if (shown === null) return null;
    const isLast = shown === this.newest && shown.nextItem === null;
    return isLast && isAtEnd(shown, sessionUs) ? 'ended' : shown.timeline.state;
  }

  /**
   * When what is shown changes without a message: the next timeline takes over from the one that is due now, or the queue
   * comes to its end. Null when neither lies ahead.
   */
  nextChangeUs(sessionUs: Microseconds): Microseconds | null {
    const [due, next] = this.#stillDue(sessionUs);
    if (next !== undefined) return next.timeline.anchorServerTimeUs;
    const end = due === undefined || due.nextItem !== null ? null : endUs(due);
    return end !== null && end > sessionUs ? end : null;
  }

  #stillDue(sessionUs: Microseconds): readonly ScheduledTimeline[] {
    const index = this.#entries.findLastIndex(({ timeline }) => timeline.anchorServerTimeUs <= sessionUs);
    return this.#entries.slice(Math.max(index, 0));
  }
}

/** Where a scheduled timeline is at an instant, in milliseconds; it rests at the end of its track. */
export function scheduledPositionMs(
  { timeline, item }: ScheduledTimeline,
  sessionUs: Microseconds,
): Milliseconds {
  return positionAt(timeline, sessionUs, item === null ? undefined : milliseconds(item.durationMs));
}

/** Whether an entry plays at an instant: from its anchor to the end of its track. */
export function isSounding({ timeline, item }: ScheduledTimeline, sessionUs: Microseconds): boolean {
  if (timeline.state !== 'playing' || item === null || sessionUs < timeline.anchorServerTimeUs) return false;
  return positionAt(timeline, sessionUs) < item.durationMs;
}

/** When an entry's track ends; null while it does not play. */
export function endUs({ timeline, item }: ScheduledTimeline): Microseconds | null {
  if (item === null) return null;
  return endsAt(timeline, milliseconds(item.durationMs)) ?? null;
}

/** Whether an entry is at the end of its track, playing or paused there. */
function isAtEnd(entry: ScheduledTimeline, sessionUs: Microseconds | null): boolean {
  const { timeline, item } = entry;
  if (item === null || timeline.state === 'stopped') return false;
  const end = endUs(entry);
  if (end !== null && sessionUs !== null) return end <= sessionUs;
  return timeline.anchorPositionMs >= item.durationMs;
}

function entryOf(timeline: Timeline, queue: PlaybackQueue<QueueItem>): ScheduledTimeline {
  const item = queue.queue.find(({ id }) => id === timeline.queueItemId) ?? null;
  return { timeline, item, nextItem: upcoming(queue, timeline.queueItemId)[0] ?? null };
}

/** Whether a timeline of another epoch goes on with what plays. */
export function playsTheSame(one: WireTimeline, other: WireTimeline): boolean {
  const isPlaying = one.state === 'playing' && other.state === 'playing';
  const isSameItem = one.queueItemId === other.queueItemId && one.rate === other.rate;
  return isPlaying && isSameItem && one.anchorPositionMs === other.anchorPositionMs;
}

function shifted(entry: ScheduledTimeline, epoch: number, shiftUs: number): ScheduledTimeline {
  const anchorServerTimeUs = microseconds(entry.timeline.anchorServerTimeUs + shiftUs);
  return { ...entry, timeline: { ...entry.timeline, epoch, anchorServerTimeUs } };
}

function precedes({ timeline }: ScheduledTimeline, later: Timeline): boolean {
  return timeline.epoch === later.epoch && timeline.anchorServerTimeUs < later.anchorServerTimeUs;
}
