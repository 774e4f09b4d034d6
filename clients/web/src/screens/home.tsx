import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { lazyScreen } from '../parts/lazy.tsx';
import { Empty, Loaded, SkeletonCards, SkeletonRows } from '../parts/states.tsx';
import { Face } from '../parts/people.tsx';
import { PlaylistRow } from '../parts/playlist-row.tsx';
import { RoomRow } from '../parts/room-row.tsx';
import { Screen } from '../parts/screen.tsx';
import { TrackCard } from '../parts/track-row.tsx';
import { downbeat, user } from '../state/account.ts';
import { playTracks } from '../state/playback.ts';
import { useResource } from '../state/resource.ts';
import { findRooms, sortRooms, type Room } from '../state/rooms.ts';
import { rememberTracks } from '../state/tracks.ts';

/** How many of each are shown here; the screens of their own have all. */
const ROOMS = 5;
const SHOWN_TO_CONTINUE = 2;
const PLAYLISTS = 3;
const NEW_TRACKS = 18;

const PublicRooms = lazyScreen(() => import('./room/public-rooms.tsx'), null);
const Releases = lazyScreen(() => import('./library/home-releases.tsx'), null);
const Played = lazyScreen(() => import('./library/home-played.tsx'), null);

export default function Home() {
  const rooms = useResource('home rooms', () => findRooms(ROOMS));
  return (
    <Screen title={`${greeting()}, ${user.value?.displayName ?? ''}`} aside={<AccountLink />}>
      <Loaded of={rooms} skeleton={<SkeletonRows count={2} />}>
        {({ items }) => {
          const { live, empty } = sortRooms(items);
          return (
            <>
              <RoomSection title="Rooms now" rooms={live} hasLink />
              <RoomSection
                title="Continue"
                rooms={empty.slice(0, SHOWN_TO_CONTINUE)}
                hasLink={live.length === 0}
              />
            </>
          );
        }}
      </Loaded>
      <PublicRooms />
      <Playlists />
      <Releases />
      <Played />
      <NewTracks />
    </Screen>
  );
}

/** On a phone, whose tabs are four, the way to the account. */
function AccountLink() {
  const { id = '', displayName = '' } = user.value ?? {};
  return (
    <Link class="face-link" href={addresses.account}>
      <span class="unseen">Account</span>
      <Face id={id} name={displayName} />
    </Link>
  );
}

function greeting(): string {
  const hour = new Date().getHours();
  if (hour < 5) return 'Good night';
  if (hour < 12) return 'Good morning';
  return hour < 18 ? 'Good afternoon' : 'Good evening';
}

interface SectionProps {
  title: string;
  rooms: readonly Room[];
  /** Whether it leads to all rooms; one of the sections does. */
  hasLink: boolean;
}

function RoomSection({ title, rooms, hasLink }: SectionProps) {
  if (rooms.length === 0) return null;
  return (
    <section class="section" aria-labelledby={`home-${title}`}>
      <div class="section-head">
        <h2 id={`home-${title}`}>{title}</h2>
        {hasLink && (
          <Link class="quiet-link" href={addresses.rooms}>
            All rooms
          </Link>
        )}
      </div>
      <ul class="room-list">
        {rooms.map((room) => (
          <RoomRow key={room.id} room={room} />
        ))}
      </ul>
    </section>
  );
}

/** The newest playlists of the user; nothing is shown until there is one. */
function Playlists() {
  const { data } = useResource('home playlists', () => downbeat.music.listPlaylists({ limit: PLAYLISTS }));
  const items = data.value?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section class="section" aria-labelledby="home-playlists">
      <div class="section-head">
        <h2 id="home-playlists">Your playlists</h2>
        <Link class="quiet-link" href={addresses.playlists}>
          All playlists
        </Link>
      </div>
      <ul class="rows">
        {items.map((playlist) => (
          <PlaylistRow key={playlist.id} playlist={playlist} />
        ))}
      </ul>
    </section>
  );
}

function NewTracks() {
  const tracks = useResource('home new', async () => {
    const { items } = await downbeat.music.listTracks({ limit: NEW_TRACKS });
    rememberTracks(items);
    return items;
  });
  return (
    <section class="section" aria-labelledby="home-new">
      <div class="section-head">
        <h2 id="home-new">New here</h2>
      </div>
      <Loaded of={tracks} skeleton={<SkeletonCards />}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="No music yet">
              <p>What artists upload appears here first.</p>
            </Empty>
          ) : (
            <ul class="cards">
              {items.map((track, index) => (
                <li key={track.id}>
                  <TrackCard track={track} onPlay={() => playTracks(items, index)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
