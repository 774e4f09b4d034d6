import type { Microseconds, Milliseconds } from '@downbeat/sdk';
import { performanceClock, SimulatedPlayer } from '@downbeat/sdk/listening';

/** From this instant on something is heard, or nothing. */
interface Heard {
  fromUs: number;
  isSilent: boolean;
}

/** A player that remembers what its listener has heard: every silence, and every jump within a track. */
export class Ear extends SimulatedPlayer {
  #heard: Heard[] = [];
  #jumps: { atUs: number; byMs: number }[] = [];

  constructor() {
    super({ clock: performanceClock });
  }

  override start(queueItemId: string, atUs: Microseconds, positionMs: Milliseconds): void {
    const isSame = this.heardItemId(atUs) === queueItemId;
    const expectedMs = this.heardPositionMs(atUs);
    const before = this.starts.length;
    super.start(queueItemId, atUs, positionMs);
    if (this.starts.length === before) return;
    this.#add(atUs, false);
    if (isSame && expectedMs !== null) this.#jumps.push({ atUs, byMs: Math.abs(positionMs - expectedMs) });
  }

  override stop(atUs: Microseconds): void {
    super.stop(atUs);
    this.#add(atUs, true);
  }

  override close(): void {
    super.close();
    this.#add(performanceClock.nowUs(), true);
  }

  /** The longest silence so far after the first sound, in milliseconds. */
  longestSilenceMs(): number {
    const nowUs = performanceClock.nowUs();
    const past = this.#heard.filter(({ fromUs }) => fromUs <= nowUs);
    const first = past.findIndex(({ isSilent }) => !isSilent);
    let [longestUs, silentSinceUs]: [number, number | null] = [0, null];
    for (const { fromUs, isSilent } of first < 0 ? [] : past.slice(first)) {
      if (silentSinceUs !== null) longestUs = Math.max(longestUs, fromUs - silentSinceUs);
      silentSinceUs = isSilent ? (silentSinceUs ?? fromUs) : null;
    }
    return Math.max(longestUs, silentSinceUs === null ? 0 : nowUs - silentSinceUs) / 1000;
  }

  /** The longest jump within a track so far, in milliseconds. */
  longestJumpMs(): number {
    return Math.max(0, ...this.#jumps.map(({ byMs }) => byMs));
  }

  /** As the player itself does: replaces what was scheduled for the same instant or a later one. */
  #add(fromUs: number, isSilent: boolean): void {
    this.#heard = [...this.#heard.filter((heard) => heard.fromUs < fromUs), { fromUs, isSilent }];
    this.#jumps = this.#jumps.filter(({ atUs }) => atUs < fromUs);
  }
}
