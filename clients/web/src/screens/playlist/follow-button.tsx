import type { Playlist, PlaylistSummary } from '@downbeat/sdk';
import { useMemo } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';
import { createAction, tell } from '../../state/notice.ts';
import { setFollowed } from '../../state/public-playlists.ts';
import type { Resource } from '../../state/resource.ts';

interface Props {
  playlist: Pick<Playlist, 'id' | 'name'>;
  /** The user's own. */
  own: Resource<readonly PlaylistSummary[]>;
}

/** For those who are no members, who have the playlist among their own already. */
export function FollowButton({ playlist: { id, name }, own }: Props) {
  const following = useMemo(createAction, []);
  const summary = own.data.value?.find((other) => other.id === id);
  if (own.data.value === null || (summary !== undefined && !summary.isFollowed)) return null;
  const isFollowed = summary !== undefined;
  const toggle = (): void =>
    following.run(async () => {
      await setFollowed(id, !isFollowed);
      await own.reload();
      tell(
        isFollowed ? `${name} is no longer among your playlists.` : `${name} is among your playlists now.`,
      );
    });
  return (
    <button type="button" class="button" aria-disabled={following.busy.value} onClick={toggle}>
      <Icon name={isFollowed ? 'close' : 'plus'} />
      {isFollowed ? 'Follow no longer' : 'Follow'}
    </button>
  );
}
