import type { PlaylistSummary } from '@downbeat/sdk';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { countText } from '../format.ts';
import { downbeat } from '../state/account.ts';
import { Cover } from './cover.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { queueItems } from './track-menu.ts';

/** The covers of four tracks, or one of them while there are fewer; an icon when none has a cover. */
function PlaylistCover({ name, coverUrls }: Pick<PlaylistSummary, 'name' | 'coverUrls'>) {
  if (coverUrls.length === 0)
    return (
      <span class="row-cover row-cover-icon">
        <Icon name="playlists" />
      </span>
    );
  const shown = coverUrls.length < 4 ? coverUrls.slice(0, 1) : coverUrls;
  return (
    <span class={shown.length === 1 ? 'row-cover' : 'row-cover cover-mosaic'}>
      {shown.map((coverUrl) => (
        <Cover key={coverUrl} track={{ title: name, coverUrl }} />
      ))}
    </span>
  );
}

/** A playlist in a list; it leads to its tracks. */
export function PlaylistRow({
  playlist: { id, name, itemCount, visibility, coverUrls, role, ownerName, isFollowed },
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
        <PlaylistCover name={name} coverUrls={coverUrls} />
        <span class="row-text">
          <strong>{name}</strong>
          <span class="muted">
            {countText(itemCount, 'track')} · {role === 'owner' ? visibility : `by ${ownerName ?? 'others'}`}
            {isFollowed && ' · followed'}
          </span>
        </span>
      </Link>
      {items.length > 0 && <Menu of={name} items={() => items} />}
    </li>
  );
}
