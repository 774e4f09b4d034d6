import { type Logger, reasonOf } from '@downbeat/shared/logging';
import type { Microseconds } from '@downbeat/timing';
import { limits } from '../model/limits.ts';
import { chosenIds } from '../model/outputs.ts';
import type { KnownState } from '../model/room-state.ts';
import type { Timebase } from '../store/timebase.ts';
import type { CommandProcessor } from './command-processor.ts';

interface OutputWatchDeps {
  readonly commands: Pick<CommandProcessor, 'pauseUnheard'>;
  readonly timebase: Pick<Timebase, 'nowUs'>;
  readonly logger: Logger;
}

/**
 * Pauses a session some time after the last of its chosen outputs has left: no one would hear it, and where it was left is
 * where its users want to go on. Each instance that learns of the departure does it; the first one changes the session.
 */
export class OutputWatch {
  readonly #deps: OutputWatchDeps;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(deps: OutputWatchDeps) {
    this.#deps = deps;
  }

  /** A member has left. The timer of a session begins again with each output that leaves. */
  left(sessionId: string, memberId: string, known: KnownState | undefined): void {
    if (known !== undefined && chosenIds(known.room.outputs).includes(memberId))
      this.#begin(sessionId, known);
  }

  /** Something plays, perhaps while no output is there: it has begun so, or this instance has not seen the output leave. */
  playing(sessionId: string, known: KnownState): void {
    if (known.timeline.state !== 'playing' || known.room.outputs.devices === null) return;
    if (!this.#timers.has(sessionId)) this.#begin(sessionId, known);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #begin(sessionId: string, known: KnownState): void {
    const leftUs = this.#deps.timebase.nowUs();
    clearTimeout(this.#timers.get(sessionId));
    const timer = setTimeout(() => void this.#pause(sessionId, leftUs, known), limits.outputsAwayMs);
    this.#timers.set(sessionId, timer.unref());
  }

  /** Never rejects: a session that could not be paused plays on without sound, as one without members does. */
  async #pause(sessionId: string, leftUs: Microseconds, known: KnownState): Promise<void> {
    this.#timers.delete(sessionId);
    try {
      await this.#deps.commands.pauseUnheard(sessionId, leftUs, known);
    } catch (error) {
      const reason = reasonOf(error);
      this.#deps.logger.warn({ sessionId, reason }, 'a session without outputs could not be paused');
    }
  }
}
