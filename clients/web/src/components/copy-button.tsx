import { useSignal } from '@preact/signals';
import { attempt } from '../state/notice.ts';

const SHOWN_MS = 2000;

/** Copies a text, and says for a while that it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    copied.value = true;
    setTimeout(() => (copied.value = false), SHOWN_MS);
  };
  return (
    <button type="button" class="quiet" aria-live="polite" onClick={() => attempt(copy)}>
      {copied.value ? 'Copied' : label}
    </button>
  );
}
