import { useSignal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import { clockText } from '../format.ts';
import { attempt } from '../state/notice.ts';
import { canControl, durationMs, seek } from '../state/playback.ts';
import { positionMs } from '../state/room.ts';
import '../style/slider.css';

interface Props {
  label?: string;
  /** Drawn behind the thumb instead of a plain line. */
  waveform?: ComponentChild;
}

/** The line of time. Its thumb stays where it is held until the seek has taken effect. */
export function Seek({ label = 'Position', waveform = null }: Props) {
  const held = useSignal<number | null>(null);
  const allowed = canControl.value;
  // A slider that gets disabled while it is held sends no release.
  useEffect(() => {
    if (!allowed) held.value = null;
  }, [allowed]);
  const release = (toMs: number): void => {
    attempt(() =>
      seek(toMs).finally(() => {
        // The user may have moved the thumb further since.
        if (held.value === toMs) held.value = null;
      }),
    );
  };
  const position = Math.min(held.value ?? positionMs.value, durationMs.value);
  const part = durationMs.value === 0 ? 0 : position / durationMs.value;
  return (
    <div class={waveform === null ? 'seek' : 'seek has-wave'} style={{ '--part': String(part) }}>
      <span class="time">{clockText(position)}</span>
      {waveform}
      <input
        type="range"
        class="line"
        aria-label={label}
        aria-valuetext={`${clockText(position)} of ${clockText(durationMs.value)}`}
        disabled={!allowed}
        step={1000}
        min={0}
        max={durationMs.value}
        value={position}
        onInput={(event) => (held.value = Number(event.currentTarget.value))}
        onChange={(event) => release(Number(event.currentTarget.value))}
      />
      <span class="time">{clockText(durationMs.value)}</span>
    </div>
  );
}
