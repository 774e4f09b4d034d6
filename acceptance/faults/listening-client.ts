import { poll } from '@downbeat/deploy/poll';
import type { Downbeat, ListeningRoom } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';
import type { Test } from 'tap';
import { silentWav } from '../system/wav.ts';

/** Longer than the whole test of one service. */
const TRACK_SECONDS = 180;
const PLAYING_WITHIN_MS = 15_000;
const RESUMED_WITHIN_MS = 60_000;
/** The player corrects its rate by at most this share; that is neither a gap nor audible. */
const MAX_RATE_CORRECTION = 0.003;
const TOLERANCE_MS = 5;

/** A client that plays in a listening session while its music instance is killed. */
export class ListeningClient {
  readonly #client: Downbeat;
  readonly #sessionId: string;
  readonly #player = new SimulatedPlayer({ clock: performanceClock });
  readonly #statuses: string[] = [];
  #room!: ListeningRoom;

  private constructor(client: Downbeat, sessionId: string) {
    this.#client = client;
    this.#sessionId = sessionId;
  }

  /** Resolves when the track plays. */
  static async start(artist: Downbeat): Promise<ListeningClient> {
    const track = await artist.music.createTrack({ audio: silentWav(TRACK_SECONDS), title: 'Silence' });
    const { id } = await artist.music.createSession({ trackIds: [track.id] });
    const listener = new ListeningClient(artist, id);
    await listener.#play();
    return listener;
  }

  /** Call it while the socket is open: asserts that the socket is lost and resumed, and that the sound has no gap. */
  async assertNoGap(t: Test): Promise<void> {
    const { timeline } = this.#room.state;
    const [before, sinceMs] = [this.#positionMs(), performance.now()];
    await poll(async () => this.#requireResumed(), {
      withinMs: RESUMED_WITHIN_MS,
      everyMs: 20,
      what: 'the listening session to be resumed',
    });
    const tookMs = performance.now() - sinceMs;
    const gapMs = tookMs - (this.#positionMs() - before);
    t.comment(`resumed after ${tookMs.toFixed(0)} ms: ${this.#statuses.join(', ')}`);
    const allowedMs = tookMs * MAX_RATE_CORRECTION + TOLERANCE_MS;
    t.ok(Math.abs(gapMs) < allowedMs, `the sound goes on, gap of ${gapMs.toFixed(3)} ms`);
    t.equal(this.#player.starts.length, 1, 'the player was not restarted');
    t.same(this.#room.state.timeline, timeline, 'the timeline is unchanged for the client');
    const shown = await this.#client.music.getSession({ sessionId: this.#sessionId });
    t.same(shown.timeline, timeline, 'the timeline is unchanged on the server');
    await this.#room.pause();
    const { revision, state } = this.#room.state.timeline!;
    t.same({ revision, state }, { revision: timeline!.revision + 1, state: 'paused' }, 'a pause works');
    this.#room.close();
  }

  async #play(): Promise<void> {
    const options = { player: this.#player, deviceId: 'listener', reportPlays: false };
    this.#room = await this.#client.listen(this.#sessionId, options);
    this.#room.onChange(({ status }) => {
      if (this.#statuses.at(-1) !== status) this.#statuses.push(status);
    });
    await this.#room.play();
    await poll(async () => this.#positionMs(), {
      withinMs: PLAYING_WITHIN_MS,
      everyMs: 20,
      what: 'the start of the track',
    });
  }

  #requireResumed(): void {
    if (!this.#statuses.includes('waiting')) throw new Error('the socket was not lost');
    if (this.#room.state.status !== 'open') throw new Error(this.#room.state.status);
  }

  #positionMs(): number {
    const positionMs = this.#player.heardPositionMs(performanceClock.nowUs());
    if (positionMs === null) throw new Error('the player is silent');
    return positionMs;
  }
}
