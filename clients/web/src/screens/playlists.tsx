import { useSignal } from '@preact/signals';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { NameDialog } from '../parts/name-dialog.tsx';
import { PlaylistRow } from '../parts/playlist-row.tsx';
import { Screen } from '../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../parts/states.tsx';
import { ImportButton } from './playlist/import.tsx';
import { createPlaylist, usePlaylists } from '../state/playlists.ts';

interface LibraryRowProps {
  to: string;
  icon: IconName;
  name: string;
  text: string;
}

/** A list that the page keeps for the user, among the playlists. */
function LibraryRow({ to, icon, name, text }: LibraryRowProps) {
  return (
    <li>
      <Link class="row row-link" href={to}>
        <span class="row-cover row-cover-icon">
          <Icon name={icon} />
        </span>
        <span class="row-text">
          <strong>{name}</strong>
          <span class="muted">{text}</span>
        </span>
      </Link>
    </li>
  );
}

/** What is not a playlist of the user, and is found in the same place. */
function KeptLists() {
  return (
    <>
      <LibraryRow to={addresses.liked} icon="heart" name="Liked" text="what you gave a heart" />
      <LibraryRow to={addresses.rated} icon="star" name="Rated" text="what you gave stars" />
      <LibraryRow to={addresses.history} icon="clock" name="History" text="what you have played" />
      <LibraryRow to={addresses.followedArtists} icon="person" name="Artists" text="whom you follow" />
      <LibraryRow
        to={addresses.publicPlaylists}
        icon="people"
        name="Public playlists"
        text="what others show to all"
      />
    </>
  );
}

export default function Playlists() {
  const playlists = usePlaylists();
  const isNaming = useSignal(false);
  const [, navigate] = useLocation();
  const newButtons = (
    <div class="actions">
      <button type="button" class="button" onClick={() => (isNaming.value = true)}>
        <Icon name="plus" />
        New playlist
      </button>
      <ImportButton />
    </div>
  );
  const isEmpty = playlists.data.value?.length === 0;
  return (
    <Screen title="Playlists" aside={isEmpty ? undefined : newButtons}>
      <Loaded of={playlists} skeleton={<SkeletonRows count={4} />}>
        {(items) => (
          <>
            <ul class="rows">
              <KeptLists />
              {items.map((playlist) => (
                <PlaylistRow key={playlist.id} playlist={playlist} />
              ))}
            </ul>
            {items.length === 0 && (
              <Empty title="Your playlists will be here">
                <p>Put tracks in an order of your own, and listen to it with others.</p>
                {newButtons}
              </Empty>
            )}
          </>
        )}
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
