import type { PlaylistSummary } from '@downbeat/sdk';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { countText } from '../format.ts';
import { downbeat } from '../state/account.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { queueItems } from './track-menu.ts';

/** A playlist in a list; it leads to its tracks. */
export function PlaylistRow({
  playlist: { id, name, itemCount, visibility },
}: {
  playlist: PlaylistSummary;
}) {
  const tracks = async (): Promise<string[]> => {
    const { items } = await downbeat.music.getPlaylist({ playlistId: id });
    return items.map(({ track }) => track.id);
  };
  const items = queueItems(name, tracks);
  return (
    <li class="row-and-menu">
      <Link class="row row-link" href={addresses.playlist(id)}>
        <span class="row-cover row-cover-icon">
          <Icon name="playlists" />
        </span>
        <span class="row-text">
          <strong>{name}</strong>
          <span class="muted">
            {countText(itemCount, 'track')} · {visibility}
          </span>
        </span>
      </Link>
      {items.length > 0 && <Menu of={name} items={() => items} />}
    </li>
  );
}
