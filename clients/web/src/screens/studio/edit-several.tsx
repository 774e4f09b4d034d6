import type { Track } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { countText } from '../../format.ts';
import { Dialog, FormActions } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction, notice, tell } from '../../state/notice.ts';
import {
  numberIn,
  SharedFields,
  textIn,
  visibilities,
  visibilityIn,
  VisibilityOptions,
} from './edit-fields.tsx';

/** The most tracks of one request. */
const AT_ONCE = 50;

interface Props {
  tracks: readonly Track[];
  /** Called when the list of all tracks is shown again. */
  onDone: () => void;
  onSaved: () => Promise<void>;
}

/** The own tracks as a list to choose from, and a dialog that changes those that are chosen. */
export function EditSeveral({ tracks, onDone, onSaved }: Props) {
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const isEditing = useSignal(false);
  const toggle = (id: string): void => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  const all = tracks.map(({ id }) => id);
  const hasAll = chosen.value.size === all.length;
  return (
    <>
      <div class="pick-bar">
        <span aria-live="polite">{chosen.value.size} chosen</span>
        <button type="button" class="button" onClick={() => (chosen.value = new Set(hasAll ? [] : all))}>
          {hasAll ? 'Choose none' : 'Choose all'}
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={chosen.value.size === 0}
          onClick={() => (isEditing.value = chosen.value.size > 0)}
        >
          Edit the chosen
        </button>
        <button type="button" class="button" onClick={onDone}>
          Done
        </button>
      </div>
      <ul class="rows">
        {tracks.map((track) => (
          <li key={track.id}>
            <PickRow track={track} isChosen={chosen.value.has(track.id)} onToggle={() => toggle(track.id)} />
          </li>
        ))}
      </ul>
      {isEditing.value && (
        <ChangeDialog ids={[...chosen.value]} onClose={() => (isEditing.value = false)} onSaved={onSaved} />
      )}
    </>
  );
}

interface PickRowProps {
  track: Track;
  isChosen: boolean;
  onToggle: () => void;
}

function PickRow({ track, isChosen, onToggle }: PickRowProps) {
  const { title, album, visibility } = track;
  const [state] = visibilities[visibility];
  return (
    <button type="button" role="checkbox" class="pick" aria-checked={isChosen} onClick={onToggle}>
      <span class="pick-box" aria-hidden="true">
        {isChosen && <Icon name="check" />}
      </span>
      <span class="row-text">
        <strong>{title}</strong>
        <span class="muted">{[album ?? 'No album', state].join(' · ')}</span>
      </span>
    </button>
  );
}

/** Only what was entered; null for nothing. */
function changeIn(form: FormData) {
  const entered = {
    album: textIn(form, 'album'),
    albumArtist: textIn(form, 'albumArtist'),
    genre: textIn(form, 'genre'),
    year: numberIn(form, 'year'),
    visibility: visibilityIn(form),
  };
  const given = Object.entries(entered).filter(([, value]) => value !== null);
  if (given.length === 0) return null;
  return Object.fromEntries(given) as { [K in keyof typeof entered]?: NonNullable<(typeof entered)[K]> };
}

interface DialogProps extends Pick<Props, 'onSaved'> {
  ids: readonly string[];
  onClose: () => void;
}

function ChangeDialog({ ids, onClose, onSaved }: DialogProps) {
  const saving = useMemo(createAction, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const change = changeIn(new FormData(event.currentTarget as HTMLFormElement));
    if (change === null) return void (notice.value = 'Enter what these tracks shall have in common.');
    saving.run(async () => {
      const library = await loadLibrary();
      let refused = 0;
      for (let begin = 0; begin < ids.length; begin += AT_ONCE) {
        const trackIds = ids.slice(begin, begin + AT_ONCE);
        const { results } = await library.updateTracks({ trackIds, change });
        refused += results.filter(({ outcome }) => outcome === 'refused').length;
      }
      await onSaved();
      if (refused > 0) notice.value = `${countText(refused, 'track')} could not be changed. Try again.`;
      else tell(`${countText(ids.length, 'track')} saved.`);
      onClose();
    });
  };
  return (
    <Dialog title={`Edit ${countText(ids.length, 'track')}`} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <SharedFields hint="Empty: each keeps its own." />
        <VisibilityOptions kept="As it is" />
        <FormActions yes="Save" isBusy={saving.busy.value} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
