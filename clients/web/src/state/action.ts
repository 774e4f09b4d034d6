import { signal, type ReadonlySignal } from '@preact/signals';
import { attempt } from './notice.ts';

/** Something that people do by a click, and that is under way once at most. */
export interface Action {
  /** Whether it is under way. Its buttons say so by `aria-disabled`: `disabled` would take the keyboard's focus away. */
  readonly busy: ReadonlySignal<boolean>;
  /** Does it as `attempt` does, but nothing while it is under way: a double click sends once. */
  run(work: () => Promise<unknown>): void;
}

/** Makes an action; what must not happen at the same time shares one. */
export function createAction(): Action {
  const busy = signal(false);
  const run = (work: () => Promise<unknown>): void => {
    if (busy.value) return;
    busy.value = true;
    attempt(() => work().finally(() => (busy.value = false)));
  };
  return { busy, run };
}
