import type { Playlist, PlaylistItem } from '@downbeat/sdk';
import { rowItems } from '../../parts/download-items.ts';
import type { MenuItem } from '../../parts/menu.tsx';
import { Reorder } from '../../parts/reorder.tsx';
import { TrackRow } from '../../parts/track-row.tsx';
import { downbeat, user } from '../../state/account.ts';
import { attempt, tell } from '../../state/notice.ts';
import { playTracks } from '../../state/playback.ts';
import type { Resource } from '../../state/resource.ts';

interface Props {
  playlist: Playlist;
  resource: Resource<Playlist>;
}

export function Items({ playlist, resource }: Props) {
  const { id, items, name, ownerId, role } = playlist;
  const tracks = items.map(({ track }) => track);
  const row = (item: PlaylistItem, index: number) => (
    <TrackRow
      track={item.track}
      onPlay={() => playTracks(tracks, index, name)}
      note={isShared ? noteOf(item) : undefined}
      menu={() => [...rowItems(item.track), ...(canRemove(item) ? [removeItem(item)] : [])]}
    />
  );
  const canEdit = role === 'owner' || role === 'edit';
  const canRemove = ({ addedBy }: PlaylistItem): boolean =>
    canEdit || (role === 'add' && addedBy.userId === user.value?.id);
  const isShared = items.some(({ addedBy }) => addedBy.userId !== ownerId);
  const removeItem = ({ id: itemId, track }: PlaylistItem): MenuItem => ({
    label: 'Remove from this playlist',
    icon: 'trash',
    run: () =>
      attempt(async () => {
        resource.data.value = await downbeat.music.removePlaylistItem({ playlistId: id, itemId });
        tell(`${track.title} is no longer in ${name}.`);
      }),
  });
  if (!canEdit)
    return (
      <ol class="rows" aria-label="Tracks">
        {items.map((item, index) => (
          <li key={item.id}>{row(item, index)}</li>
        ))}
      </ol>
    );
  return (
    <Reorder
      label="Tracks"
      items={items}
      nameOf={({ track }) => track.title}
      render={row}
      onOrder={(order) => attempt(() => saveOrder(order, resource))}
    />
  );
}

/** Under the title in a playlist to which several have added. */
function noteOf({ track, addedBy }: PlaylistItem): string {
  const who = addedBy.userId === user.value?.id ? 'you' : (addedBy.displayName ?? 'a former member');
  return `${track.artist.name} · added by ${who}`;
}

/** The last save, after which the next one is sent: each names the revision that the one before has made. */
let saving: Promise<unknown> = Promise.resolve();

/** Shows the order at once, and takes it back when the service refuses it. */
function saveOrder(order: readonly PlaylistItem[], resource: Resource<Playlist>): Promise<void> {
  const shown = resource.data.value;
  if (shown === null) return Promise.resolve();
  resource.data.value = { ...shown, items: [...order] };
  const save = async (): Promise<void> => {
    const { id: playlistId, revision } = resource.data.value ?? shown;
    try {
      const saved = await downbeat.music.reorderPlaylist({
        playlistId,
        revision,
        itemIds: order.map(({ id }) => id),
      });
      // A later order may be shown already; only the revision is new then.
      resource.data.value = { ...(resource.data.value ?? saved), revision: saved.revision };
    } catch (error) {
      await resource.reload();
      throw error;
    }
  };
  const result = saving.then(save);
  saving = result.catch(() => undefined);
  return result;
}
