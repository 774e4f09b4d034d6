import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { news, notice, openDialogs } from '../state/notice.ts';
import { IconButton } from './icon-button.tsx';
import '../style/dialogs.css';

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** The browser's modal dialog, open as long as it is rendered. Escape and a click beside it close it. */
export function Dialog({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const level = useSignal(0);
  /** Whether the press that may become a click began beside the dialog: text that is marked with the mouse often ends there. */
  const isPressedBeside = useRef(false);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    level.value = openDialogs.value += 1;
    // It was said before: in the dialog it would look like an answer.
    news.value = null;
    return () => {
      openDialogs.value -= 1;
      (before as HTMLElement | null)?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onClose={onClose}
      onPointerDown={(event) => (isPressedBeside.current = event.target === dialog.current)}
      onClick={(event) => event.target === dialog.current && isPressedBeside.current && onClose()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </header>
        {children}
        {level.value === openDialogs.value && <Messages />}
      </div>
    </dialog>
  );
}

interface FormActionsProps {
  /** What the button that submits says. */
  yes: string;
  onCancel: () => void;
  isBusy?: boolean;
}

/** The end of a dialog's form: one button submits it, the other closes the dialog. */
export function FormActions({ yes, onCancel, isBusy = false }: FormActionsProps) {
  return (
    <div class="dialog-actions">
      <button type="button" class="button" onClick={onCancel}>
        Cancel
      </button>
      <button type="submit" class="button button-loud" aria-disabled={isBusy}>
        {yes}
      </button>
    </div>
  );
}

/** What the page has to say; see `openDialogs`. */
function Messages() {
  return (
    <>
      {notice.value !== null && (
        <p class="bad" role="alert">
          {notice.value}
        </p>
      )}
      <p role="status">{news.value}</p>
    </>
  );
}
