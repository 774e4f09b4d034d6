import type { Library } from '@downbeat/sdk/library';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { createAction, notice, tell } from '../../state/notice.ts';
import '../../style/playlist.css';

type Imported = Awaited<ReturnType<Library['importPlaylist']>>;

/** What the service takes. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;
const MAX_CHARACTERS = 500_000;

/** Files of older players are not in UTF-8. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Without its extension; the name of a playlist whose file has none. */
const nameOf = (file: File): string =>
  file.name
    .replace(/\.\w+$/, '')
    .slice(0, 100)
    .trim() || 'Imported playlist';

/** Imports a file, and leads to what came of it, or only tells it on another screen. */
function useImport() {
  const importing = useMemo(createAction, []);
  const result = useSignal<Imported | null>(null);
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);
  const [, navigate] = useLocation();
  const take = (file: File): void => {
    if (file.size > MAX_FILE_BYTES) {
      notice.value = 'This file is too large.';
      return;
    }
    importing.run(async () => {
      const library = await loadLibrary();
      const text = textOf(await file.arrayBuffer());
      if (text.length > MAX_CHARACTERS) {
        notice.value = 'This file is too long: it may have at most 500,000 characters.';
        return;
      }
      const imported = await library.importPlaylist({ text, ...(!hasName(text) && { name: nameOf(file) }) });
      const { name, matched, entries, playlistId } = imported;
      // Who has gone to another screen stays there.
      if (isShown.current && matched < entries.length) result.value = imported;
      else {
        const all = countText(entries.length, 'track');
        tell(`${name} is here, with ${matched < entries.length ? `${matched} of ${all}` : all}.`);
        if (isShown.current) navigate(addresses.playlist(playlistId));
      }
    });
  };
  return { importing, result, take };
}

/** Takes the file of a playlist, and says what of it is not here. */
export function ImportButton() {
  const { importing, result, take } = useImport();
  return (
    <>
      <FileButton
        label="Playlist file"
        accept=".m3u,.m3u8,.xspf,.jspf,.json"
        onChoose={([file]) => file && take(file)}
        isBusy={importing.busy.value}
      >
        {importing.busy.value ? 'Importing…' : 'Import'}
      </FileButton>
      <p class="unseen" role="status">
        {importing.busy.value && 'Importing the playlist'}
      </p>
      {result.value !== null && <Missing imported={result.value} onClose={() => (result.value = null)} />}
    </>
  );
}

/** Whether the file names its playlist; XSPF and JSPF have a title of their own, which the service reads. */
const hasName = (text: string): boolean => /^#PLAYLIST:/m.test(text) || /^\s*[<{]/.test(text);

/** The entries for which there is no track here. */
function Missing({ imported, onClose }: { imported: Imported; onClose: () => void }) {
  const [, navigate] = useLocation();
  const { playlistId, name, matched, entries } = imported;
  const missing = entries.filter(({ trackId }) => trackId === null);
  const open = (): void => {
    onClose();
    navigate(addresses.playlist(playlistId));
  };
  return (
    <Dialog title={name} onClose={open}>
      <p>
        {countText(matched, 'track')} of {entries.length} {matched === 1 ? 'is' : 'are'} in it. These are not
        here:
      </p>
      <ul class="missing" aria-label="Not found" tabIndex={0}>
        {missing.map(({ title, artist }, index) => (
          <li key={index}>
            {title ?? 'Without a title'}
            {artist !== null && <span class="muted"> · {artist}</span>}
          </li>
        ))}
      </ul>
      <div class="dialog-actions">
        <button type="button" class="button button-loud" onClick={open}>
          Open the playlist
        </button>
      </div>
    </Dialog>
  );
}
