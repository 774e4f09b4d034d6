import type { Playlist as PlaylistData } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { Link, useLocation, useParams } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText, lengthText } from '../../format.ts';
import { Cover } from '../../parts/cover.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { NameDialog } from '../../parts/name-dialog.tsx';
import { Screen } from '../../parts/screen.tsx';
import { queueItems } from '../../parts/track-menu.ts';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { downbeat, user } from '../../state/account.ts';
import { ask } from '../../state/ask.ts';
import { attempt, tell } from '../../state/notice.ts';
import { playTracks } from '../../state/playback.ts';
import { usePlaylist } from '../../state/playlists.ts';
import type { Resource } from '../../state/resource.ts';
import { entering } from '../../state/room.ts';
import { Items } from './items.tsx';
import '../../style/playlist.css';

export default function Playlist() {
  const { playlistId = '' } = useParams();
  const [, navigate] = useLocation();
  const playlist = usePlaylist(playlistId);
  const title = playlist.data.value?.name ?? 'Playlist';
  return (
    <Screen title={title} isTitleHidden onBack={() => navigate(addresses.playlists)}>
      <Loaded of={playlist} skeleton={<SkeletonRows count={6} />}>
        {(data) => (
          <>
            <Head playlist={data} resource={playlist} />
            {data.items.length === 0 ? (
              <Empty title="This playlist is empty">
                <p>Find a track, open its menu, and choose “Add to playlist”.</p>
                <Link class="button button-loud" href={addresses.search}>
                  Find music
                </Link>
              </Empty>
            ) : (
              <Items playlist={data} resource={playlist} />
            )}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Head({ playlist, resource }: { playlist: PlaylistData; resource: Resource<PlaylistData> }) {
  const isNaming = useSignal(false);
  const { id, name, items, visibility } = playlist;
  const tracks = items.map(({ track }) => track);
  const total = tracks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const rename = async (newName: string): Promise<void> => {
    resource.data.value = await downbeat.music.updatePlaylist({ playlistId: id, name: newName });
  };
  return (
    <div class="playlist-head">
      <Mosaic playlist={playlist} />
      <div class="playlist-text">
        <p class="display" aria-hidden="true">
          {name}
        </p>
        <p class="muted">
          {countText(items.length, 'track')}
          {items.length > 0 && `, ${lengthText(total)}`} · {visibility}
        </p>
        <div class="actions">
          {items.length > 0 && (
            <button
              type="button"
              class="button button-loud"
              aria-disabled={entering.busy.value}
              onClick={() => playTracks(tracks, 0, name)}
            >
              <Icon name="play" />
              Play
            </button>
          )}
          <PlaylistMenu playlist={playlist} resource={resource} onRename={() => (isNaming.value = true)} />
        </div>
      </div>
      {isNaming.value && (
        <NameDialog
          title="Rename playlist"
          yes="Rename"
          name={name}
          onClose={() => (isNaming.value = false)}
          onName={rename}
        />
      )}
    </div>
  );
}

interface MenuProps {
  playlist: PlaylistData;
  resource: Resource<PlaylistData>;
  onRename: () => void;
}

function PlaylistMenu({ playlist, resource, onRename }: MenuProps) {
  const [, navigate] = useLocation();
  const { id, name, ownerId, visibility, items: entries } = playlist;
  const other = visibility === 'private' ? 'public' : 'private';
  const publish = async (): Promise<void> => {
    resource.data.value = await downbeat.music.updatePlaylist({ playlistId: id, visibility: other });
    tell(other === 'public' ? 'All who have the address can see it now.' : 'Only you can see it now.');
  };
  const remove = async (): Promise<void> => {
    const text = 'The tracks stay in the library.';
    if (!(await ask({ title: `Delete ${name}?`, text, yes: 'Delete', isFinal: true }))) return;
    await downbeat.music.deletePlaylist({ playlistId: id });
    tell(`${name} is deleted.`);
    navigate(addresses.playlists, { replace: true });
  };
  const own: MenuItem[] = [
    { label: 'Rename', icon: 'pencil', run: onRename },
    { label: `Make it ${other}`, icon: 'people', run: () => attempt(publish) },
    { label: 'Delete', icon: 'trash', isFinal: true, run: () => attempt(remove) },
  ];
  const trackIds = entries.map(({ track }) => track.id);
  const items = [
    ...(trackIds.length > 0 ? queueItems(name, async () => trackIds) : []),
    ...(ownerId === user.value?.id ? own : []),
  ];
  return items.length > 0 ? <Menu of={name} items={() => items} /> : null;
}

/** The first four covers as one. */
function Mosaic({ playlist: { items, name } }: { playlist: PlaylistData }) {
  const first = items.slice(0, 4).map(({ track }) => track);
  if (first.length < 4) return <Cover track={first[0] ?? { title: name, coverUrl: null }} eager />;
  return (
    <span class="mosaic">
      {first.map((track) => (
        <Cover key={track.id} track={track} eager />
      ))}
    </span>
  );
}
