import { reasonOf } from '@downbeat/shared/logging';
import { newId } from '@downbeat/shared/ids';
import { leadTimeMs, type Microseconds } from '@downbeat/timing';
import { setNonOverlappingInterval } from '@downbeat/shared/timers';
import { Counter, type Registry } from '@prometheus-io/client';
import {
  advancedTimeline,
  advanceDueAt,
  advanceMessage,
  announcementOf,
  itemsAfterCurrent,
  type TimelineVersion,
} from '../model/next-item.ts';
import type { QueueItem } from '../../generated/listening.schemas.gen.ts';
import type { TrackDirectory } from '../model/members.ts';
import { playableItems } from '../model/queue-items.ts';
import { changeOfPlayback } from '../model/room-change.ts';
import type { RoomState } from '../model/room-state.ts';
import { POLL_MS, type AdvanceClaim } from '../store/advance-schedule.ts';
import type { Stores } from '../store/stores.ts';
import type { RoomRegistry } from './room-registry.ts';
import type { LoadedView, RoomStateLoader } from './room-state-loader.ts';

interface AutoAdvancerDeps extends Pick<Stores, 'schedule' | 'store' | 'writer' | 'timebase' | 'logger'> {
  readonly loader: RoomStateLoader;
  readonly registry: Pick<RoomRegistry, 'find'>;
  readonly tracks: TrackDirectory;
}

interface HeldClaim extends AdvanceClaim {
  timer: NodeJS.Timeout | undefined;
  /** When the advance that was claimed is due. */
  dueUs: Microseconds | undefined;
}

/** The standby instance of an advance waits this much longer. */
const STANDBY_DELAY_MS = 50;
/** An announcement that is later than this counts as late. */
const LATE_MS = 100;

/** Positive when the version is newer than the state, 0 when it is the state's own. */
function compare(version: TimelineVersion, state: RoomState): number {
  return version.epoch - state.epoch || version.revision - state.revision;
}

/**
 * Moves the queues of all sessions on. Each advance is claimed by one instance, and by a second one in case the first is
 * lost; compare-and-set lets only one of them write it. No member needs to be connected.
 */
export class AutoAdvancer {
  readonly #deps: AutoAdvancerDeps;
  readonly #instanceId = newId();
  readonly #held = new Map<string, HeldClaim>();
  readonly #advances = new Counter({
    name: 'downbeat_listening_advances_total',
    help: 'Times that this instance moved a listening session on to the next item of its queue: announced on_time, or late.',
    labelNames: ['announced'],
    registers: [],
  });
  readonly #takeovers = new Counter({
    name: 'downbeat_listening_advance_takeovers_total',
    help: 'Advances that this instance made because the instance that claimed them first did not.',
    registers: [],
  });
  #stopPolling: () => void = () => undefined;
  #stopped = false;
  #failing = false;

  constructor(deps: AutoAdvancerDeps) {
    this.#deps = deps;
  }

  start(registry: Registry): void {
    registry.registerMetric(this.#advances);
    registry.registerMetric(this.#takeovers);
    this.#stopPolling = setNonOverlappingInterval(POLL_MS, () => this.poll());
  }

  /** Stops, and gives the claims back so that other instances need not wait for the end of their lease. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopPolling();
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const { timer } of held) clearTimeout(timer);
    await this.#deps.schedule.release(held.map(({ version }) => version)).catch(() => undefined);
  }

  /** Claims what is due, and starts to handle it. Never rejects. */
  async poll(): Promise<void> {
    const { schedule, timebase, logger } = this.#deps;
    if (!timebase.ready) return;
    try {
      const claims = await schedule.claim(timebase.nowUs(), this.#instanceId);
      for (const claim of claims) this.#hold(claim);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) logger.warn({ reason: reasonOf(error) }, 'advances cannot be claimed');
      this.#failing = true;
    }
  }

  #hold(claim: AdvanceClaim): void {
    if (this.#held.has(claim.entry)) return;
    const held: HeldClaim = { ...claim, timer: undefined, dueUs: undefined };
    this.#held.set(claim.entry, held);
    void this.#handle(held);
  }

  /** An advance that fails is claimed again when its lease ends. */
  async #handle(held: HeldClaim): Promise<void> {
    try {
      const waitMs = await this.#advanceOrWait(held);
      if (waitMs !== undefined && !this.#stopped) {
        held.timer = setTimeout(() => void this.#handle(held), waitMs);
        held.timer.unref();
        return;
      }
    } catch (error) {
      const { sessionId } = held.version;
      this.#deps.logger.warn({ sessionId, reason: reasonOf(error) }, 'a session could not be advanced');
    }
    this.#held.delete(held.entry);
  }

  /** @returns how long to wait before the next call; undefined when there is nothing more to do during this lease */
  async #advanceOrWait(held: HeldClaim): Promise<number | undefined> {
    const { version, isStandby } = held;
    const { loader, registry, schedule, timebase } = this.#deps;
    const { sessionId } = version;
    const view = await loader.loadView(sessionId, '', registry.find(sessionId)?.known);
    // The entry is written before its timeline, which may still follow.
    if (view !== null && compare(version, view.state) > 0) return undefined;
    const announcement = view === null ? null : announcementFor(view);
    if (view === null || announcement === null || !isAbout(held, view.state, announcement)) {
      await schedule.remove(version);
      return undefined;
    }
    const nowUs = timebase.nowUs();
    if (schedule.isEarly(nowUs, announcement.dueUs)) {
      await schedule.postpone(version, announcement.dueUs);
      return undefined;
    }
    const waitMs = (announcement.atUs - nowUs) / 1000 + (isStandby ? STANDBY_DELAY_MS : 0);
    if (waitMs > 0) return Math.ceil(waitMs);
    return (await this.#advance(version, view.state, announcement, isStandby)) ? undefined : 0;
  }

  /** @returns false when another change was faster */
  async #advance(
    version: TimelineVersion,
    state: RoomState,
    { dueUs, atUs, leadTimeMs: leadMs }: Announcement,
    isStandby: boolean,
  ): Promise<boolean> {
    const { schedule, store, timebase, writer } = this.#deps;
    const playable = await this.#playableItems(state);
    const nowUs = timebase.nowUs();
    const timeline = advancedTimeline(state, dueUs, playable, nowUs);
    if (timeline === undefined) {
      await schedule.remove(version);
      return true;
    }
    const change = changeOfPlayback(state, advanceMessage(timeline, leadMs), timeline);
    const { kind } = await store.change(version.sessionId, change);
    if (kind !== 'applied') return kind !== 'stale';
    // Without members no instance receives the delta, so the snapshot is written here.
    writer.schedule(version.sessionId, { ...state, timeline });
    this.#advances.inc({ announced: nowUs - atUs > LATE_MS * 1000 ? 'late' : 'on_time' });
    if (isStandby) this.#takeovers.inc();
    return true;
  }

  /** While the tracks cannot be looked up, all of them are taken to exist: playback goes on. */
  async #playableItems(state: RoomState): Promise<ReadonlySet<QueueItem>> {
    const items = itemsAfterCurrent(state);
    try {
      return await playableItems(items, this.#deps.tracks);
    } catch (error) {
      this.#deps.logger.warn({ reason: reasonOf(error) }, 'the tracks of a queue could not be checked');
      return new Set(items);
    }
  }
}

/** When a claimed advance is due, and when and how long before that it is announced; null when nothing is due. */
function announcementFor({ state, delays }: LoadedView) {
  const dueUs = advanceDueAt(state);
  return dueUs === undefined ? null : { dueUs, ...announcementOf(state, dueUs, leadTimeMs(delays)) };
}

type Announcement = NonNullable<ReturnType<typeof announcementFor>>;

/**
 * Whether a state's advance is the one that was claimed. Edits of the queue make new versions, whose advance is due at the
 * same time. The claim makes it for them, because their own may come too late: members who edit all the time would hold
 * playback up at the end of an item.
 */
function isAbout(held: HeldClaim, state: RoomState, { dueUs }: Announcement): boolean {
  held.dueUs ??= dueUs;
  return held.dueUs === dueUs || compare(held.version, state) === 0;
}
