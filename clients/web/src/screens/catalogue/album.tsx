import type { AlbumDetail, Track } from '@downbeat/sdk';
import { Link, useParams } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText, lengthText } from '../../format.ts';
import { Cover } from '../../parts/cover.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import { Screen, useBack } from '../../parts/screen.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { downloadItem, rowItems } from '../../parts/download-items.ts';
import { queueItems } from '../../parts/track-menu.ts';
import { TrackRow } from '../../parts/track-row.tsx';
import { useAlbum } from '../../state/catalogue.ts';
import { downloadAlbum } from '../../state/downloads.ts';
import { playTracks, shuffle } from '../../state/playback.ts';
import { entering } from '../../state/room.ts';
import '../../style/catalogue.css';
import '../../style/playlist.css';

/** An album with its tracks in their order. */
export default function Album() {
  const { albumId = '' } = useParams();
  const album = useAlbum(albumId);
  const back = useBack();
  return (
    <Screen title={album.data.value?.title ?? 'Album'} isTitleHidden onBack={back}>
      <Loaded of={album} skeleton={<SkeletonRows count={8} />}>
        {(data) => (
          <>
            <Head album={data} />
            <Tracks album={data} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

/** Plays from a track by chance on; the switch of the player stays on. */
function playMixed(tracks: readonly Track[], name: string): void {
  shuffle.value = true;
  playTracks(tracks, Math.floor(Math.random() * tracks.length), name);
}

function Head({ album }: { album: AlbumDetail }) {
  const { id, title, artist, year, tracks, durationMs, genres } = album;
  const facts = [year, countText(tracks.length, 'track'), lengthText(durationMs)].filter(Boolean);
  const items = [
    ...queueItems(title, async () => tracks.map((track) => track.id)),
    downloadItem(() => downloadAlbum(id)),
  ];
  return (
    <div class="playlist-head">
      <Cover track={album} width={280} eager />
      <div class="playlist-text">
        <p class="display" aria-hidden="true">
          {title}
        </p>
        <p>
          <Link class="link" href={addresses.artist(artist.id)}>
            {artist.name}
          </Link>
        </p>
        <p class="muted">{facts.join(' · ')}</p>
        {genres.length > 0 && <GenreLinks genres={genres} />}
        <div class="actions">
          <button
            type="button"
            class="button button-loud"
            aria-disabled={entering.busy.value}
            onClick={() => playTracks(tracks, 0, title)}
          >
            <Icon name="play" />
            Play
          </button>
          <button
            type="button"
            class="button"
            aria-disabled={entering.busy.value}
            onClick={() => playMixed(tracks, title)}
          >
            <Icon name="shuffle" />
            Shuffle
          </button>
          <Menu of={title} items={() => items} />
        </div>
      </div>
    </div>
  );
}

function GenreLinks({ genres }: Pick<AlbumDetail, 'genres'>) {
  return (
    <p class="genre-links">
      {genres.map(({ id, name }) => (
        <Link key={id} class="quiet-link" href={addresses.genre(id)}>
          {name}
        </Link>
      ))}
    </p>
  );
}

interface Disc {
  number: number;
  tracks: readonly { track: Track; index: number }[];
}

function discsOf(tracks: readonly Track[]): Disc[] {
  const placed = tracks.map((track, index) => ({ track, index }));
  const discs = Map.groupBy(placed, ({ track }) => track.discNumber ?? 1);
  return [...discs].map(([number, of]) => ({ number, tracks: of }));
}

/** Each disc is a list of its own where there are several. */
function Tracks({ album: { title, tracks, artist } }: { album: AlbumDetail }) {
  const discs = discsOf(tracks);
  return (
    <>
      {discs.map((disc) => (
        <section key={disc.number} class="section">
          {discs.length > 1 && <h2>Disc {disc.number}</h2>}
          <ul class="rows" aria-label={discs.length > 1 ? `Disc ${disc.number}` : 'Tracks'}>
            {disc.tracks.map(({ track, index }) => (
              <li key={track.id}>
                <TrackRow
                  track={track}
                  onPlay={() => playTracks(tracks, index, title)}
                  menu={() => rowItems(track)}
                  note={noteOf(track, artist.id)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** The number of the track, and its artists where they are others than that of the album. */
function noteOf({ trackNumber, artists = [] }: Track, artistId: string): string {
  const isOther = artists.some(({ id }) => id !== artistId);
  const names = artists.map(({ name }) => name).join(', ');
  return [trackNumber && `Track ${trackNumber}`, isOther && names].filter(Boolean).join(' · ') || names;
}
