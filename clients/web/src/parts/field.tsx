import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

interface Props extends Omit<InputHTMLAttributes, 'label'> {
  label: string;
  hint?: ComponentChildren;
}

/** A text field with its name above it and a hint below it. */
export function Field({ label, hint, ...input }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input {...input} id={id} aria-describedby={hint === undefined ? undefined : `${id}-hint`} />
      {hint !== undefined && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** A field for a password that is being chosen. */
export function NewPasswordField({ label, name }: { label: string; name: string }) {
  return (
    <Field
      label={label}
      name={name}
      type="password"
      required
      minLength={8}
      maxLength={128}
      autocomplete="new-password"
      hint="At least 8 characters; a sentence is good."
    />
  );
}
