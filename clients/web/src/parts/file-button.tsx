import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface Props {
  /** The name of the hidden field, for those who do not see which form the button is in. */
  label: string;
  /** Media types and extensions, as in `accept` of a file field. */
  accept: string;
  /** Called with the chosen files, at least one. */
  onChoose: (files: File[]) => void;
  multiple?: boolean;
  isBusy?: boolean;
  children: ComponentChildren;
}

/** A button that lets the user choose files. The same file can be chosen again. */
export function FileButton({ label, accept, onChoose, multiple = false, isBusy = false, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-disabled={isBusy}
        onClick={() => !isBusy && input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onChoose(files);
        }}
      />
    </>
  );
}
