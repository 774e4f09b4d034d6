import type { Track } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { hueOf } from '../format.ts';
import { downbeat } from '../state/account.ts';
import { useRetry } from '../state/connectivity.ts';
import { Logo } from './logo.tsx';

interface Props {
  track: Pick<Track, 'title' | 'coverUrl' | 'coverPlaceholder'> | null;
  /** The pixels of the page that it takes up; those of a row by default. */
  width?: number | undefined;
  /** Loads it at once, for what is surely seen. */
  eager?: boolean | undefined;
}

/** A track's cover; without one, the four beats on a colour of the title's own. */
export function Cover({ track, width = 56, eager }: Props) {
  const failed = useSignal('');
  useRetry(() => (failed.value = ''));
  const url = track?.coverUrl;
  if (!url || failed.value === url)
    return (
      <span
        class={track === null ? 'cover' : 'cover cover-none'}
        style={{ '--own-hue': String(hueOf(track?.title ?? '')) }}
        aria-hidden="true"
      >
        {track !== null && <Logo />}
      </span>
    );
  return (
    <img
      class="cover"
      src={downbeat.mediaUrl(url, { size: Math.ceil(width * devicePixelRatio) })}
      style={`background:url(${track.coverPlaceholder ?? ''})0/cover`}
      alt=""
      loading={eager ? undefined : 'lazy'}
      onError={() => (failed.value = url)}
    />
  );
}
