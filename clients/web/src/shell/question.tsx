import { Dialog } from '../parts/dialog.tsx';
import { asked } from '../state/ask.ts';

/** The question that waits for an answer. */
export function Question() {
  const question = asked.value;
  if (question === null) return null;
  const { title, text, yes, isFinal, isOnly, answer } = question;
  return (
    <Dialog title={title} onClose={() => answer(false)}>
      <div>{text}</div>
      <div class="dialog-actions">
        {isOnly !== true && (
          <button type="button" class="button" onClick={() => answer(false)}>
            Cancel
          </button>
        )}
        <button
          type="button"
          class={`button ${isFinal ? 'button-final' : 'button-loud'}`}
          onClick={() => answer(true)}
        >
          {yes}
        </button>
      </div>
    </Dialog>
  );
}
