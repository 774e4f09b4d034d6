import { useMemo } from 'preact/hooks';
import { fieldOf } from '../format.ts';
import { createAction } from '../state/notice.ts';
import { Dialog, FormActions } from './dialog.tsx';
import { Field } from './field.tsx';

interface Props {
  title: string;
  /** The name of the button that says yes. */
  yes: string;
  name?: string;
  maxLength?: number;
  onClose: () => void;
  onName: (name: string) => Promise<void>;
}

/** Asks for the name of something. */
export function NameDialog({ title, yes, name = '', maxLength = 100, onClose, onName }: Props) {
  const naming = useMemo(createAction, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'name').trim();
    naming.run(async () => {
      await onName(given);
      onClose();
    });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <Field
          label="Name"
          name="name"
          required
          maxLength={maxLength}
          defaultValue={name}
          autocomplete="off"
        />
        <FormActions yes={yes} isBusy={naming.busy.value} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
