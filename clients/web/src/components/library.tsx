import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clockText } from '../format.ts';
import { downbeat } from '../state/account.ts';
import { loadingMore, more, nextCursor, search, tracks, type Track } from '../state/library.ts';
import { attempt } from '../state/notice.ts';
import { entering, openSession } from '../state/room.ts';

export function Library() {
  const chosen = useSignal<readonly string[]>([]);
  useEffect(() => attempt(() => search('')), []);
  const toggle = ({ id }: Track): void => {
    const without = chosen.value.filter((other) => other !== id);
    chosen.value = without.length === chosen.value.length ? [...without, id] : without;
  };
  const open = (trackIds: readonly string[], name: string): void =>
    entering.run(async () => {
      await openSession([...trackIds], name);
      chosen.value = [];
    });
  return (
    <section class="card library" aria-label="Library">
      <SearchBar />
      {tracks.value.length === 0 && <p class="muted">Nothing here yet.</p>}
      <ul>
        {tracks.value.map((track) => (
          <TrackRow
            key={track.id}
            track={track}
            chosen={chosen.value.includes(track.id)}
            onToggle={() => toggle(track)}
            onListen={() => open([track.id], track.title)}
          />
        ))}
      </ul>
      <div class="bar actions">
        {nextCursor.value !== null && <MoreButton />}
        {chosen.value.length > 0 && (
          <button
            type="button"
            aria-disabled={entering.busy.value}
            onClick={() => open(chosen.value, `${chosen.value.length} tracks`)}
          >
            Listen to {chosen.value.length} together
          </button>
        )}
      </div>
    </section>
  );
}

function SearchBar() {
  return (
    <div class="bar">
      <h2>Library</h2>
      <input
        type="search"
        placeholder="Search"
        aria-label="Search the library"
        maxLength={100}
        onInput={(event) => {
          const words = event.currentTarget.value;
          attempt(() => search(words));
        }}
      />
    </div>
  );
}

function MoreButton() {
  return (
    <button
      type="button"
      class="quiet"
      aria-disabled={loadingMore.busy.value}
      onClick={() => loadingMore.run(more)}
    >
      More
    </button>
  );
}

interface TrackRowProps {
  track: Track;
  chosen: boolean;
  onToggle: () => void;
  onListen: () => void;
}

function TrackRow({ track, chosen, onToggle, onListen }: TrackRowProps) {
  return (
    <li class="row">
      <input type="checkbox" checked={chosen} onChange={onToggle} aria-label={`Choose ${track.title}`} />
      {track.coverUrl === null ? (
        <span class="cover" aria-hidden="true" />
      ) : (
        <img
          class="cover"
          src={downbeat.mediaUrl(track.coverUrl)}
          alt=""
          loading="lazy"
          width="44"
          height="44"
        />
      )}
      <span class="title">
        <strong>{track.title}</strong>
        <span class="muted">{[track.artist.name, track.album].filter(Boolean).join(' · ')}</span>
      </span>
      <span class="muted roomy">{clockText(track.durationMs)}</span>
      <button
        type="button"
        aria-label={`Listen together to ${track.title}`}
        aria-disabled={entering.busy.value}
        onClick={onListen}
      >
        Listen<span class="roomy"> together</span>
      </button>
    </li>
  );
}
