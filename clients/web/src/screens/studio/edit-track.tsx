import type { Track } from '@downbeat/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Cover } from '../../parts/cover.tsx';
import { Dialog, FormActions } from '../../parts/dialog.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { Field } from '../../parts/field.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction, tell } from '../../state/notice.ts';
import {
  COVER_FILES,
  numberIn,
  SharedFields,
  textIn,
  visibilityIn,
  VisibilityOptions,
} from './edit-fields.tsx';

interface Props {
  track: Track;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

/** Another picture, none, or as it is. */
type CoverChoice = File | 'none' | null;

/** What the form has changed; a title that is empty stays. */
function changesIn(form: FormData, track: Track) {
  const entered = {
    title: textIn(form, 'title') ?? track.title,
    taggedArtist: textIn(form, 'taggedArtist'),
    album: textIn(form, 'album'),
    albumArtist: textIn(form, 'albumArtist'),
    genre: textIn(form, 'genre'),
    year: numberIn(form, 'year'),
    discNumber: numberIn(form, 'discNumber'),
    trackNumber: numberIn(form, 'trackNumber'),
    visibility: visibilityIn(form) ?? track.visibility,
  };
  const changed = Object.entries(entered).filter(
    ([field, value]) => value !== (track[field as keyof typeof entered] ?? null),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<typeof entered>);
}

/** Corrects what is known of a track. */
export function EditTrack({ track, onClose, onSaved }: Props) {
  const saving = useMemo(createAction, []);
  const cover = useSignal<CoverChoice>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const changes = changesIn(new FormData(event.currentTarget as HTMLFormElement), track);
    saving.run(async () => {
      const library = await loadLibrary();
      const trackId = track.id;
      // First, because a picture may be refused.
      if (cover.value instanceof File) await library.setTrackCover({ trackId, cover: cover.value });
      else if (cover.value === 'none') await library.removeTrackCover({ trackId });
      if (changes !== null) await library.updateTrack({ trackId, ...changes });
      await onSaved();
      tell(`${changes?.title ?? track.title} is saved.`);
      onClose();
    });
  };
  return (
    <Dialog title={`Edit ${track.title}`} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <CoverField track={track} choice={cover} />
        <TextFields track={track} />
        <VisibilityOptions value={track.visibility} />
        <FormActions yes="Save" isBusy={saving.busy.value} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function TextFields({ track }: { track: Track }) {
  return (
    <>
      <Field
        label="Title"
        name="title"
        required
        maxLength={200}
        defaultValue={track.title}
        autocomplete="off"
      />
      <Field
        label="Artist on the record"
        name="taggedArtist"
        maxLength={200}
        defaultValue={track.taggedArtist ?? ''}
        autocomplete="off"
        hint="The artist of this track in the lists of artists and albums; rows of tracks have your own name."
      />
      <SharedFields track={track} />
      <Field
        label="Disc number"
        name="discNumber"
        type="number"
        inputMode="numeric"
        min={0}
        max={9999}
        defaultValue={track.discNumber ?? ''}
        autocomplete="off"
      />
      <Field
        label="Track number"
        name="trackNumber"
        type="number"
        inputMode="numeric"
        min={0}
        max={9999}
        defaultValue={track.trackNumber ?? ''}
        autocomplete="off"
      />
    </>
  );
}

function CoverField({ track, choice }: { track: Track; choice: Signal<CoverChoice> }) {
  const chosen = choice.value;
  const hasCover = chosen === null ? track.coverUrl !== null : chosen !== 'none';
  const shown = chosen === 'none' ? { ...track, coverUrl: null } : track;
  return (
    <div class="edit-cover">
      <Cover track={shown} width={120} eager />
      <div class="edit-cover-text">
        <p class="muted" aria-live="polite">
          {chosen instanceof File ? chosen.name : hasCover ? 'JPEG, PNG or WebP' : 'No cover'}
        </p>
        <div class="dialog-actions">
          <FileButton label="Cover" accept={COVER_FILES} onChoose={([file]) => (choice.value = file ?? null)}>
            Choose a cover
          </FileButton>
          {hasCover && (
            <button type="button" class="button" onClick={() => (choice.value = 'none')}>
              Remove the cover
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
