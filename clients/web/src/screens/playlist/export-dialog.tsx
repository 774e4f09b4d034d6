import type { Playlist } from '@downbeat/sdk';
import type { Library } from '@downbeat/sdk/library';
import { useMemo } from 'preact/hooks';
import { fieldOf } from '../../format.ts';
import { Dialog, FormActions } from '../../parts/dialog.tsx';
import { Options } from '../../parts/options.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction } from '../../state/notice.ts';

type Format = Parameters<Library['exportPlaylist']>[0]['format'];

/** What each format is called, and who reads it. */
const formats = {
  m3u8: ['M3U', 'Nearly every player'],
  xspf: ['XSPF', 'VLC, Strawberry and others, with all names'],
  jspf: ['JSPF', 'ListenBrainz and other web services'],
} as const satisfies Record<Format, readonly [string, string]>;

/** Safari reads the file some time after the click. */
const KEPT_MS = 60_000;

/** The browser saves what a link with a name leads to. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

interface Props {
  playlist: Pick<Playlist, 'id' | 'name'>;
  onClose: () => void;
}

/** Saves a playlist as a file. */
export function ExportDialog({ playlist: { id: playlistId, name }, onClose }: Props) {
  const saving = useMemo(createAction, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const format = fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'format') as Format;
    saving.run(async () => {
      const file = await (await loadLibrary()).exportPlaylist({ playlistId, format });
      save(await file.blob(), `${name}.${format}`);
      onClose();
    });
  };
  return (
    <Dialog title={`Export ${name}`} onClose={onClose}>
      <form class="form" onSubmit={submit}>
        <p>
          The file names the tracks and has no music in it. Other programs can look for them in their own
          collection.
        </p>
        <Options legend="For" name="format" options={formats} value="m3u8" />
        <FormActions yes="Save file" isBusy={saving.busy.value} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
