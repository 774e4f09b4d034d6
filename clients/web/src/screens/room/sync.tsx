import { millisecondsText } from '../../format.ts';
import { isAlone } from '../../permissions.ts';
import { Icon } from '../../parts/icon.tsx';
import { SyncLight, syncWord } from '../../parts/sync-light.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { MAX_NUDGE_MS, nudgeMs } from '../../state/nudge.ts';
import { opened, quality, roomState } from '../../state/room.ts';

const NUDGE_STEP_MS = 5;

/** One light and a word; opened, the milliseconds behind it. */
export function Sync() {
  const now = quality.value;
  const state = roomState.value;
  // Who is alone is always in unison.
  if (now === null || state === null || isAlone(state)) return null;
  const rows = [
    ['Playback error', millisecondsText(now.playbackErrorMs)],
    ['Clock error', millisecondsText(now.clockErrorMs)],
    ['Round trip p95', millisecondsText(now.roundTripP95Ms)],
    ['Output delay', millisecondsText(opened.value?.player.outputDelayMs ?? null)],
  ];
  return (
    <details class="sync">
      <summary>
        <SyncLight />
        <span>{syncWord()}</span>
        <Icon name="down" />
      </summary>
      <dl aria-label="Sync quality">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Nudge />
    </details>
  );
}

/** A correction by ear, e.g. for a loudspeaker that does not tell its delay. */
function Nudge() {
  const change = (byMs: number): void => {
    nudgeMs.value = Math.min(Math.max(nudgeMs.value + byMs, -MAX_NUDGE_MS), MAX_NUDGE_MS);
    if (opened.value !== null) opened.value.player.nudgeMs = nudgeMs.value;
  };
  return (
    <div class="nudge">
      <span>
        Sounds too early or too late here? <span class="muted">Move it by ear.</span>
      </span>
      <IconButton icon="down" label="Play 5 ms earlier" onClick={() => change(-NUDGE_STEP_MS)} />
      <output aria-label="Nudge">{nudgeMs.value > 0 ? `+${nudgeMs.value}` : nudgeMs.value} ms</output>
      <IconButton icon="up" label="Play 5 ms later" onClick={() => change(NUDGE_STEP_MS)} />
    </div>
  );
}
