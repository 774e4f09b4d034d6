import { poll } from '@downbeat/deploy/poll';
import { type Downbeat, type ListeningRoom, performanceClock, SimulatedPlayer } from '@downbeat/sdk';
import type { Test } from 'tap';
import { silence } from './silence.ts';

/** Longer than all that is waited for while it plays. */
const TRACK_SECONDS = 180;
const HEARD_WITHIN_MS = 15_000;
const BACK_WITHIN_MS = 60_000;
/** By this much a player may be faster or slower than the track while it draws near: no gap, and not heard. */
const CORRECTION_SHARE = 0.003;
const TOLERANCE_MS = 5;

/** Somebody who listens while the instance that they listen at is killed. */
export class Listening {
  readonly #client: Downbeat;
  readonly #sessionId: string;
  readonly #player = new SimulatedPlayer({ clock: performanceClock });
  readonly #statuses: string[] = [];
  #room!: ListeningRoom;

  private constructor(client: Downbeat, sessionId: string) {
    this.#client = client;
    this.#sessionId = sessionId;
  }

  /** Resolves once the track is heard. */
  static async start(artist: Downbeat): Promise<Listening> {
    const track = await artist.music.createTrack({ audio: silence(TRACK_SECONDS), title: 'Silence' });
    const { id } = await artist.music.createSession({ trackIds: [track.id] });
    const listening = new Listening(artist, id);
    await listening.#play();
    return listening;
  }

  /** To be called while the socket is open: asserts that it is lost and opened again, and that nobody hears it. */
  async playsThrough(t: Test): Promise<void> {
    const { timeline } = this.#room.state;
    const [before, sinceMs] = [this.#heardMs(), performance.now()];
    await poll(async () => this.#requireResumed(), {
      withinMs: BACK_WITHIN_MS,
      everyMs: 20,
      what: 'the seat in the session',
    });
    const tookMs = performance.now() - sinceMs;
    const haltMs = tookMs - (this.#heardMs() - before);
    t.comment(`back in the session after ${tookMs.toFixed(0)} ms: ${this.#statuses.join(', ')}`);
    const allowedMs = tookMs * CORRECTION_SHARE + TOLERANCE_MS;
    t.ok(Math.abs(haltMs) < allowedMs, `heard all the while, to ${haltMs.toFixed(3)} ms`);
    t.equal(this.#player.starts.length, 1, 'and never started anew');
    t.same(this.#room.state.timeline, timeline, 'the timeline is what it was');
    const shown = await this.#client.music.getSession({ sessionId: this.#sessionId });
    t.same(shown.timeline, timeline, 'for the server too');
    await this.#room.pause();
    const { revision, state } = this.#room.state.timeline!;
    t.same({ revision, state }, { revision: timeline!.revision + 1, state: 'paused' }, 'it can be paused');
    this.#room.close();
  }

  async #play(): Promise<void> {
    this.#room = await this.#client.listen(this.#sessionId, { player: this.#player, deviceId: 'witness' });
    this.#room.onChange(({ status }) => {
      if (this.#statuses.at(-1) !== status) this.#statuses.push(status);
    });
    await this.#room.play();
    await poll(async () => this.#heardMs(), {
      withinMs: HEARD_WITHIN_MS,
      everyMs: 20,
      what: 'the first sound',
    });
  }

  #requireResumed(): void {
    if (!this.#statuses.includes('waiting')) throw new Error('the socket was not lost');
    if (this.#room.state.status !== 'open') throw new Error(this.#room.state.status);
  }

  #heardMs(): number {
    const positionMs = this.#player.heardPositionMs(performanceClock.nowUs());
    if (positionMs === null) throw new Error('silence');
    return positionMs;
  }
}
