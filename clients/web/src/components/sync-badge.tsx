import { quality } from '../state/room.ts';

const IN_UNISON_MS = 5;

function milliseconds(value: number | null): string {
  if (value === null) return '–';
  // Never "-0.0".
  const rounded = Math.round(value * 10) / 10 || 0;
  return `${rounded.toFixed(1)} ms`;
}

/** How well this device keeps time, for everyone to see. */
export function SyncBadge() {
  const now = quality.value;
  if (now === null) return null;
  const error = now.playbackErrorMs;
  const verdict = error === null ? 'ready' : Math.abs(error) <= IN_UNISON_MS ? 'in unison' : 'catching up';
  return (
    <dl class={`sync ${verdict.replace(' ', '-')}`} aria-label="Sync quality">
      <div>
        <dt>Sync</dt>
        <dd>{verdict}</dd>
      </div>
      <div>
        <dt>Playback error</dt>
        <dd>{milliseconds(error)}</dd>
      </div>
      <div>
        <dt>Clock error</dt>
        <dd>{milliseconds(now.clockErrorMs)}</dd>
      </div>
      <div>
        <dt>Round trip p95</dt>
        <dd>{milliseconds(now.roundTripP95Ms)}</dd>
      </div>
    </dl>
  );
}
