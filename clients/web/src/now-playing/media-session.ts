import { effect } from '@preact/signals';
import { downbeat } from '../state/account.ts';
import { currentItem, durationMs, isPlaying, next, previous, seek, togglePlay } from '../state/playback.ts';
import { opened, positionMs } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';

const SKIP_MS = 10_000;

/**
 * Browsers give media keys to pages with a playing `<audio>` element only, which Web Audio is not. So a silent one plays
 * along: one that is longer than 5 s, because shorter ones count as effects.
 */
function silentElement(): HTMLAudioElement {
  const seconds = 10;
  const rate = 8000;
  const wav = new DataView(new ArrayBuffer(44 + seconds * rate));
  const words = [
    0x52494646,
    36 + seconds * rate,
    0x57415645,
    0x666d7420,
    16,
    0x10001,
    rate,
    rate,
    0x80001,
    0x64617461,
  ];
  const bigEndian = new Set([0, 2, 3, 9]);
  words.forEach((word, index) => wav.setUint32(index * 4, word, !bigEndian.has(index)));
  wav.setUint32(40, seconds * rate, true);
  // The middle of unsigned 8 bit samples is silence.
  new Uint8Array(wav.buffer, 44).fill(128);
  const element = new Audio(URL.createObjectURL(new Blob([wav.buffer], { type: 'audio/wav' })));
  element.loop = true;
  return element;
}

let silence: HTMLAudioElement | null = null;

function showPlaying(playing: boolean): void {
  navigator.mediaSession.playbackState = playing ? 'playing' : 'paused';
  if (playing) silence ??= silentElement();
  // Refused before the first click; the music is silent then, too.
  if (playing) silence?.play().catch(() => undefined);
  else silence?.pause();
}

function showTrack(): void {
  const item = currentItem.value;
  if (item === null) {
    navigator.mediaSession.metadata = null;
    return;
  }
  const track = trackOf(item.trackId).value;
  const cover = track?.coverUrl;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: item.title,
    artist: item.artistName,
    album: track?.album ?? '',
    artwork: cover ? [{ src: downbeat.mediaUrl(cover, { size: 640 }) }] : [],
  });
}

function handle(action: MediaSessionAction, handler: MediaSessionActionHandler): void {
  try {
    navigator.mediaSession.setActionHandler(action, handler);
  } catch {
    // This browser does not know the action.
  }
}

/** Shows what plays to the system, with its keys: the lock screen, a headset, the keyboard. */
export function startMediaSession(): void {
  if (!('mediaSession' in navigator)) return;
  effect(showTrack);
  effect(() => showPlaying(opened.value !== null && isPlaying.value));
  effect(() => {
    const duration = durationMs.value / 1000;
    // Without a track there is no position, and none of the track before.
    if (duration === 0) navigator.mediaSession.setPositionState();
    else
      navigator.mediaSession.setPositionState({
        duration,
        position: Math.min(positionMs.value / 1000, duration),
      });
  });
  // A system may repeat either of them; the second one must not undo the first.
  handle('play', () => isPlaying.value || togglePlay());
  handle('pause', () => isPlaying.value && togglePlay());
  handle('previoustrack', previous);
  handle('nexttrack', next);
  handle('seekbackward', () => void seek(positionMs.value - SKIP_MS));
  handle('seekforward', () => void seek(positionMs.value + SKIP_MS));
  handle('seekto', ({ seekTime = 0 }) => void seek(seekTime * 1000));
}
