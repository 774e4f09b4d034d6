import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { Icon } from '../parts/icon.tsx';
import { NameDialog } from '../parts/name-dialog.tsx';
import { PlaylistRow } from '../parts/playlist-row.tsx';
import { Screen } from '../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../parts/states.tsx';
import { createPlaylist, usePlaylists } from '../state/playlists.ts';

export default function Playlists() {
  const playlists = usePlaylists();
  const isNaming = useSignal(false);
  const [, navigate] = useLocation();
  const newButton = (
    <button type="button" class="button" onClick={() => (isNaming.value = true)}>
      <Icon name="plus" />
      New playlist
    </button>
  );
  const isEmpty = playlists.data.value?.length === 0;
  return (
    <Screen title="Playlists" aside={isEmpty ? undefined : newButton}>
      <Loaded of={playlists} skeleton={<SkeletonRows count={4} />}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="Your playlists will be here">
              <p>Put tracks in an order of your own, and listen to it with others.</p>
              {newButton}
            </Empty>
          ) : (
            <ul class="rows">
              {items.map((playlist) => (
                <PlaylistRow key={playlist.id} playlist={playlist} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isNaming.value && (
        <NameDialog
          title="New playlist"
          yes="Create"
          onClose={() => (isNaming.value = false)}
          onName={async (name) => {
            const { id } = await createPlaylist(name);
            navigate(addresses.playlist(id));
          }}
        />
      )}
    </Screen>
  );
}
