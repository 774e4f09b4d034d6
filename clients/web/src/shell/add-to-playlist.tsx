import { countText, fieldOf } from '../format.ts';
import { chosen } from '../parts/track-menu.ts';
import { createAction } from '../state/notice.ts';
import { addToPlaylist, createPlaylist, usePlaylists } from '../state/playlists.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Loaded, SkeletonRows } from '../parts/states.tsx';

const adding = createAction();

/** Asks for the playlist to which a track is added; one of the shell's dialogs. */
export function AddToPlaylist() {
  const track = chosen.value;
  if (track === null) return null;
  const close = (): void => {
    chosen.value = null;
  };
  const add = (find: () => Promise<{ id: string; name: string }>): void =>
    adding.run(async () => {
      await addToPlaylist(await find(), track);
      close();
    });
  return (
    <Dialog title={`Add ${track.title}`} onClose={close}>
      <Choices onChoose={(playlist) => add(async () => playlist)} />
      <form
        class="form-line"
        onSubmit={(event) => {
          event.preventDefault();
          const name = fieldOf(new FormData(event.currentTarget), 'name');
          add(() => createPlaylist(name));
        }}
      >
        <Field label="New playlist" name="name" required maxLength={100} autocomplete="off" />
        <button type="submit" class="button" aria-disabled={adding.busy.value}>
          Create and add
        </button>
      </form>
    </Dialog>
  );
}

function Choices({ onChoose }: { onChoose: (playlist: { id: string; name: string }) => void }) {
  const playlists = usePlaylists();
  return (
    <Loaded of={playlists} skeleton={<SkeletonRows count={3} />}>
      {(items) => (
        <ul class="choices">
          {items
            .filter(({ role }) => role !== 'view')
            .map((playlist) => (
              <li key={playlist.id}>
                <button type="button" class="choice" onClick={() => onChoose(playlist)}>
                  <Icon name="playlists" />
                  <span class="row-text">
                    <strong>{playlist.name}</strong>
                    <span class="muted">{countText(playlist.itemCount, 'track')}</span>
                  </span>
                </button>
              </li>
            ))}
        </ul>
      )}
    </Loaded>
  );
}
