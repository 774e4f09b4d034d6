import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { TrackCard } from '../../parts/track-row.tsx';
import { playTracks } from '../../state/playback.ts';
import { usePlayed } from '../../state/played.ts';

const SHOWN = 6;

/** What the user has played last and most; nothing is shown until there is something. */
export default function HomePlayed() {
  return (
    <>
      <Played title="Recently played" sort="recent" />
      <Played title="Most played" sort="most" />
    </>
  );
}

function Played({ title, sort }: { title: string; sort: 'recent' | 'most' }) {
  const tracks = (usePlayed(sort, SHOWN).data.value ?? []).map(({ track }) => track);
  if (tracks.length === 0) return null;
  return (
    <section class="section" aria-labelledby={`home-${sort}`}>
      <div class="section-head">
        <h2 id={`home-${sort}`}>{title}</h2>
        {sort === 'recent' && (
          <Link class="quiet-link" href={addresses.history}>
            History
          </Link>
        )}
      </div>
      <ul class="cards">
        {tracks.map((track, index) => (
          <li key={track.id}>
            <TrackCard track={track} onPlay={() => playTracks(tracks, index, title)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
