import type { Track } from '@downbeat/sdk';
import { useMemo } from 'preact/hooks';
import { fieldOf } from '../../format.ts';
import { Dialog, FormActions } from '../../parts/dialog.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { lyricsText } from '../../state/lyrics-lines.ts';
import { lyricsOf } from '../../state/lyrics.ts';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction, tell } from '../../state/notice.ts';
import { useResource } from '../../state/resource.ts';

interface Props {
  track: Track;
  onClose: () => void;
}

/** Writes the lyrics of a track as text. */
export function EditLyrics({ track: { id: trackId, title }, onClose }: Props) {
  const saving = useMemo(createAction, []);
  const lyrics = useResource(`lyrics ${trackId}`, async () => (await loadLibrary()).getLyrics({ trackId }));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'text');
    saving.run(async () => {
      const library = await loadLibrary();
      if (text.trim() === '') await library.removeLyrics({ trackId });
      else await library.setLyrics({ trackId, text });
      await lyrics.reload();
      // Where they are shown while the track plays.
      lyricsOf(trackId).value = text.trim() === '' ? null : lyrics.data.value;
      tell(`The lyrics of ${title} are ${text.trim() === '' ? 'removed' : 'saved'}.`);
      onClose();
    });
  };
  return (
    <Dialog title={`Lyrics of ${title}`} onClose={onClose}>
      <Loaded of={lyrics} skeleton={<SkeletonRows count={3} />}>
        {(found) => (
          <form key={found.updatedAt} class="form" onSubmit={submit}>
            <label class="field">
              <span class="field-label">Text</span>
              <textarea name="text" rows={12} maxLength={100_000} defaultValue={lyricsText(found)} />
              <span class="field-hint">
                Plain text, or LRC: with [01:15.30] in front of a line, it is marked when it is sung.
              </span>
            </label>
            <FormActions yes="Save" isBusy={saving.busy.value} onCancel={onClose} />
          </form>
        )}
      </Loaded>
    </Dialog>
  );
}
