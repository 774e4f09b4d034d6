import { useMemo } from 'preact/hooks';
import { createAction } from '../state/notice.ts';

/** Loads the next page of a list. */
export function More({ onMore }: { onMore: () => Promise<void> }) {
  const loading = useMemo(createAction, []);
  return (
    <button
      type="button"
      class="button more"
      aria-disabled={loading.busy.value}
      onClick={() => loading.run(onMore)}
    >
      More
    </button>
  );
}
