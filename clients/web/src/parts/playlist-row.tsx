import type { PlaylistSummary } from '@downbeat/sdk';
import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { countText } from '../format.ts';
import { Icon } from './icon.tsx';

/** A playlist in a list; it leads to its tracks. */
export function PlaylistRow({
  playlist: { id, name, itemCount, visibility },
}: {
  playlist: PlaylistSummary;
}) {
  return (
    <li>
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
    </li>
  );
}
