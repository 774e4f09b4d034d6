import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { TrackCard } from '../../parts/track-row.tsx';
import { playTracks } from '../../state/playback.ts';
import { useReleases } from '../../state/releases.ts';

const SHOWN = 12;
const TITLE = 'New from artists you follow';

/** Nothing is shown until the user follows an artist who has published something. */
export default function HomeReleases() {
  const tracks = useReleases(SHOWN).data.value ?? [];
  if (tracks.length === 0) return null;
  return (
    <section class="section" aria-labelledby="home-releases">
      <div class="section-head">
        <h2 id="home-releases">{TITLE}</h2>
        <Link class="quiet-link" href={addresses.followedArtists}>
          Your artists
        </Link>
      </div>
      <ul class="cards">
        {tracks.map((track, index) => (
          <li key={track.id}>
            <TrackCard track={track} onPlay={() => playTracks(tracks, index, TITLE)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
