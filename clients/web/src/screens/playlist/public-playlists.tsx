import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { useLocation, useSearch } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlaylistRow } from '../../parts/playlist-row.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, SkeletonRows } from '../../parts/states.tsx';
import { usePublicPlaylists } from '../../state/public-playlists.ts';
import { Paged } from '../catalogue/parts.tsx';
import '../../style/search.css';

/** A pause in typing after which the service is asked. */
const PAUSE_MS = 200;

/** The words, once they have stayed the same for a moment. */
function useSettled(words: string): string {
  const settled = useSignal(words);
  useEffect(() => {
    const timer = setTimeout(() => (settled.value = words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled.value;
}

/** The playlists that others show to all, or those whose names have the words in the address. */
export default function PublicPlaylists() {
  const [, navigate] = useLocation();
  const words = new URLSearchParams(useSearch()).get('q') ?? '';
  const playlists = usePublicPlaylists(useSettled(words));
  const show = (text: string): void => {
    const query = text === '' ? '' : `?q=${encodeURIComponent(text)}`;
    navigate(addresses.publicPlaylists + query, { replace: true });
  };
  return (
    <Screen title="Public playlists" onBack={() => navigate(addresses.playlists)}>
      <div class="search-field">
        <Icon name="search" />
        <input
          type="search"
          aria-label="Search the public playlists"
          placeholder="Name"
          maxLength={100}
          defaultValue={words}
          onInput={(event) => show(event.currentTarget.value)}
        />
      </div>
      <Paged
        of={playlists}
        skeleton={<SkeletonRows count={6} />}
        empty={
          <Empty title={words === '' ? 'No playlist is public yet' : 'No playlist has this name'}>
            <p>“Edit details” in the menu of a playlist shows it to everyone.</p>
          </Empty>
        }
      >
        {(items) => (
          <ul class="rows" aria-label="Public playlists">
            {items.map((playlist) => (
              <PlaylistRow key={playlist.id} playlist={playlist} />
            ))}
          </ul>
        )}
      </Paged>
    </Screen>
  );
}
