import { DownbeatError } from '../../http/errors.ts';

/** A long file on a slow line takes its time; one of which nothing comes for so long does not come. */
const STALL_MS = 20_000;

/** Watches over one load. */
export interface StallWatch {
  /** Aborts when nothing has come for too long. */
  readonly signal: AbortSignal;
  /** Something has come. */
  progress(): void;
  end(): void;
}

/** Begins to watch over a load: a limit on its pauses, and so none on its length. */
export function watchForStall(stallMs = STALL_MS): StallWatch {
  const late = new AbortController();
  const stalled = (): void =>
    late.abort(new DownbeatError('TIMEOUT', `Nothing more of the audio came within ${stallMs} ms`));
  let timer = setTimeout(stalled, stallMs);
  return {
    signal: late.signal,
    progress() {
      clearTimeout(timer);
      timer = setTimeout(stalled, stallMs);
    },
    end: () => clearTimeout(timer),
  };
}
