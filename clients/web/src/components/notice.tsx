import { notice } from '../state/notice.ts';

export function Notice() {
  if (notice.value === null) return null;
  return (
    <p class="notice" role="alert">
      {notice.value}
      <button type="button" class="quiet" aria-label="Dismiss" onClick={() => (notice.value = null)}>
        ×
      </button>
    </p>
  );
}
