import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { loadingMore, more, nextCursor, search, tracks, type Track } from '../state/library.ts';
import { attempt } from '../state/notice.ts';
import { entering, openSession } from '../state/room.ts';
import { TrackRow } from './track-row.tsx';

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
