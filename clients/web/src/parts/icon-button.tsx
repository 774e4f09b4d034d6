import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface Props {
  icon: IconName;
  /** The name of the button, for screen readers and as a tip. */
  label: string;
  onClick: () => void;
  /** Whether it works at the moment; it keeps the focus when it does not. */
  busy?: boolean;
  disabled?: boolean;
  /** For a switch: whether it is on. */
  pressed?: boolean;
  class?: string;
  children?: ComponentChildren;
}

export function IconButton({ icon, label, onClick, busy, disabled, pressed, children, ...rest }: Props) {
  return (
    <button
      type="button"
      class={`icon-button ${rest.class ?? ''}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-disabled={busy === true ? true : undefined}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
