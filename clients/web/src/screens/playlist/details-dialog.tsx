import type { Playlist } from '@downbeat/sdk';
import { useMemo } from 'preact/hooks';
import { fieldOf } from '../../format.ts';
import { Dialog, FormActions } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Options } from '../../parts/options.tsx';
import { downbeat } from '../../state/account.ts';
import { createAction } from '../../state/notice.ts';

type Visibility = Playlist['visibility'];

/** What each visibility is called, and what it means. */
const visibilities = {
  private: ['Private', 'Only you and members see it'],
  unlisted: ['Unlisted', 'For all who have the link'],
  public: ['Public', 'For everyone'],
} as const satisfies Record<Visibility, readonly [string, string]>;

interface Props {
  playlist: Playlist;
  onClose: () => void;
  onSaved: (playlist: Playlist) => void;
}

/** Asks for what a playlist says of itself, and who sees it. */
export function DetailsDialog({ playlist, onClose, onSaved }: Props) {
  const { id: playlistId, name, description, visibility, role } = playlist;
  const saving = useMemo(createAction, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const changes = changesIn(form, playlist);
    if (Object.keys(changes).length === 0) {
      onClose();
      return;
    }
    saving.run(async () => {
      const saved = await downbeat.music.updatePlaylist({ playlistId, ...changes });
      onSaved(saved);
      onClose();
    });
  };
  return (
    <Dialog title="Playlist details" onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <Field label="Name" name="name" required maxLength={100} defaultValue={name} autocomplete="off" />
        <Field
          label="Description"
          name="description"
          maxLength={300}
          defaultValue={description ?? ''}
          autocomplete="off"
        />
        {role === 'owner' && (
          <Options legend="Who sees it" name="visibility" options={visibilities} value={visibility} />
        )}
        <FormActions yes="Save" isBusy={saving.busy.value} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

/** Only what was changed here: another member may have changed the rest since it was loaded. */
function changesIn(form: FormData, { name, description, visibility, role }: Playlist) {
  const newName = fieldOf(form, 'name').trim();
  const newText = fieldOf(form, 'description').trim() || null;
  const newVisibility = role === 'owner' ? (fieldOf(form, 'visibility') as Visibility) : visibility;
  return {
    ...(newName !== name && { name: newName }),
    ...(newText !== description && { description: newText }),
    ...(newVisibility !== visibility && { visibility: newVisibility }),
  };
}
