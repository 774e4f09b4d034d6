import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import '../style/switch.css';

interface Props {
  label: string;
  /** What it means as it is now. */
  hint?: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Something that is on or off. It follows what the service says, so it is no checkbox, which would change by itself. */
export function Switch({ label, hint, checked, onChange }: Props) {
  const id = useId();
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={checked}
      aria-labelledby={id}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      onClick={() => onChange(!checked)}
    >
      <span class="switch-text">
        <span id={id}>{label}</span>
        {hint !== undefined && (
          <span id={`${id}-hint`} class="muted">
            {hint}
          </span>
        )}
      </span>
      <span class="switch-track" aria-hidden="true" />
    </button>
  );
}
