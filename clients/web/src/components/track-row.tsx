import { clockText } from '../clock-text.ts';
import { downbeat } from '../state/account.ts';
import type { Track } from '../state/library.ts';
import { entering } from '../state/room.ts';

interface Props {
  track: Track;
  chosen: boolean;
  onToggle: () => void;
  onListen: () => void;
}

export function TrackRow({ track, chosen, onToggle, onListen }: Props) {
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
