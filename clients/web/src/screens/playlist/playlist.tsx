import type { Playlist as PlaylistData, PlaylistSummary } from '@downbeat/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { Link, useLocation, useParams } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText, lengthText } from '../../format.ts';
import { Cover } from '../../parts/cover.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { Screen } from '../../parts/screen.tsx';
import { downloadItem } from '../../parts/download-items.ts';
import { queueItems } from '../../parts/track-menu.ts';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { downbeat, user } from '../../state/account.ts';
import { ask } from '../../state/ask.ts';
import { downloadPlaylist } from '../../state/downloads.ts';
import { loadLibrary } from '../../state/music-library.ts';
import { attempt, tell } from '../../state/notice.ts';
import { playTracks } from '../../state/playback.ts';
import { usePlaylist, usePlaylists } from '../../state/playlists.ts';
import type { Resource } from '../../state/resource.ts';
import { entering } from '../../state/room.ts';
import { DetailsDialog } from './details-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FollowButton } from './follow-button.tsx';
import { Items } from './items.tsx';
import { ShareDialog } from './share-dialog.tsx';
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

/** Which dialog of the playlist is open. */
type OpenDialog = 'details' | 'members' | 'export' | null;

function Head({ playlist, resource }: { playlist: PlaylistData; resource: Resource<PlaylistData> }) {
  const shown = useSignal<OpenDialog>(null);
  const { name, description, items, visibility, role, ownerName } = playlist;
  const close = (): void => {
    shown.value = null;
  };
  const total = items.reduce((sum, { track }) => sum + track.durationMs, 0);
  return (
    <div class="playlist-head">
      <Mosaic playlist={playlist} />
      <div class="playlist-text">
        <p class="display" aria-hidden="true">
          {name}
        </p>
        {description !== null && <p>{description}</p>}
        <p class="muted">
          {countText(items.length, 'track')}
          {items.length > 0 && `, ${lengthText(total)}`} · {visibility}
          {role !== 'owner' && ownerName !== null && ` · by ${ownerName}`}
        </p>
        <Actions playlist={playlist} shown={shown} />
      </div>
      {shown.value === 'members' && <ShareDialog playlist={playlist} onClose={close} />}
      {shown.value === 'export' && <ExportDialog playlist={playlist} onClose={close} />}
      {shown.value === 'details' && (
        <DetailsDialog
          playlist={playlist}
          onClose={close}
          onSaved={(saved) => (resource.data.value = saved)}
        />
      )}
    </div>
  );
}

function Actions({ playlist, shown }: { playlist: PlaylistData; shown: Signal<OpenDialog> }) {
  const { name, items, role } = playlist;
  const tracks = items.map(({ track }) => track);
  const own = usePlaylists();
  return (
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
      {role === 'view' && <FollowButton playlist={playlist} own={own} />}
      {role === 'owner' && (
        <button type="button" class="button" onClick={() => (shown.value = 'members')}>
          <Icon name="people" />
          Share
        </button>
      )}
      <PlaylistMenu
        playlist={playlist}
        own={own.data.value ?? []}
        onEdit={() => (shown.value = 'details')}
        onMembers={() => (shown.value = 'members')}
        onExport={() => (shown.value = 'export')}
      />
    </div>
  );
}

interface MenuProps {
  playlist: PlaylistData;
  /** The user's own; empty while they are loaded. */
  own: readonly PlaylistSummary[];
  onEdit: () => void;
  onMembers: () => void;
  onExport: () => void;
}

function PlaylistMenu({ playlist, own, onEdit, onMembers, onExport }: MenuProps) {
  const [, navigate] = useLocation();
  const { id, name, role, items: entries } = playlist;
  const duplicate = async (): Promise<void> => {
    const library = await loadLibrary();
    const copy = await library.duplicatePlaylist({ playlistId: id });
    tell(`This is your own copy of ${name}.`);
    navigate(addresses.playlist(copy.id));
  };
  const remove = async (): Promise<void> => {
    const text = 'The tracks stay in the library.';
    if (!(await ask({ title: `Delete ${name}?`, text, yes: 'Delete', isFinal: true }))) return;
    await downbeat.music.deletePlaylist({ playlistId: id });
    tell(`${name} is deleted.`);
    navigate(addresses.playlists, { replace: true });
  };
  const leave = async (): Promise<void> => {
    const text = 'Only a new link leads back.';
    if (!(await ask({ title: `Leave ${name}?`, text, yes: 'Leave', isFinal: true }))) return;
    const library = await loadLibrary();
    await library.removePlaylistMember({ playlistId: id, userId: user.value?.id ?? '' });
    tell(`You have left ${name}.`);
    navigate(addresses.playlists, { replace: true });
  };
  const isMember = own.some((other) => other.id === id && !other.isFollowed);
  const edit: MenuItem = { label: 'Edit details', icon: 'pencil', run: onEdit };
  const members: MenuItem = { label: 'Members', icon: 'people', run: onMembers };
  const trackIds = entries.map(({ track }) => track.id);
  const items: MenuItem[] = [
    ...(trackIds.length > 0 ? queueItems(name, async () => trackIds) : []),
    { label: 'Duplicate', icon: 'playlists', run: () => attempt(duplicate) },
    ...(trackIds.length > 0 ? [downloadItem(() => downloadPlaylist(id))] : []),
    { label: 'Export', icon: 'down', run: onExport },
    ...(role === 'owner' || role === 'edit' ? [edit] : []),
    ...(role !== 'owner' && isMember ? [members] : []),
    ...(role !== 'owner' && isMember
      ? [{ label: 'Leave', icon: 'leave', isFinal: true, run: () => attempt(leave) } as const]
      : []),
    ...(role === 'owner'
      ? [{ label: 'Delete', icon: 'trash', isFinal: true, run: () => attempt(remove) } as const]
      : []),
  ];
  return <Menu of={name} items={() => items} />;
}

/** The first four covers as one. */
function Mosaic({ playlist: { items, name } }: { playlist: PlaylistData }) {
  const first = items.slice(0, 4).map(({ track }) => track);
  if (first.length < 4)
    return <Cover track={first[0] ?? { title: name, coverUrl: null }} width={200} eager />;
  return (
    <span class="mosaic">
      {first.map((track) => (
        <Cover key={track.id} track={track} width={100} eager />
      ))}
    </span>
  );
}
