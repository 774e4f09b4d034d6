import { useSignal } from '@preact/signals';
import { millisecondsText } from '../../format.ts';
import { isAlone } from '../../permissions.ts';
import { Icon } from '../../parts/icon.tsx';
import { SyncLight, syncWord } from '../../parts/sync-light.tsx';
import { lazyScreen } from '../../parts/lazy.tsx';
import { opened, quality, roomState } from '../../state/room.ts';
import { lateText } from './late-text.ts';

const Receipt = lazyScreen(() => import('./sync-receipt.tsx'), null);
const OutputDelay = lazyScreen(() => import('./output-delay.tsx'), null);

/** One light and a word; opened, the milliseconds behind it. */
export function Sync() {
  const isOpen = useSignal(false);
  const now = quality.value;
  const state = roomState.value;
  // Who is alone is always in unison.
  if (now === null || state === null || isAlone(state)) return null;
  const outputDelayMs = opened.value?.player.outputDelayMs ?? 0;
  const late = lateText(outputDelayMs, now.playbackErrorMs);
  const rows = [
    ['Playback error', millisecondsText(now.playbackErrorMs)],
    ['Clock error', millisecondsText(now.clockErrorMs)],
    ['Round trip p95', millisecondsText(now.roundTripP95Ms)],
    ['Output delay', millisecondsText(outputDelayMs)],
  ];
  return (
    <div class="sync-part">
      <details class="sync" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
        <summary>
          <SyncLight />
          <span>{syncWord()}</span>
          <Icon name="down" />
        </summary>
        {isOpen.value && <Receipt />}
        <dl aria-label="Sync quality">
          {rows.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {isOpen.value && <OutputDelay />}
      </details>
      <p role="status">{late}</p>
    </div>
  );
}
