import { IconButton } from './icon-button.tsx';
import { muted, setVolume, volume } from '../state/volume.ts';
import '../style/slider.css';

/** The volume of this device. */
export function Volume() {
  const shown = muted.value ? 0 : volume.value;
  return (
    <div class="volume">
      <IconButton
        icon={shown === 0 ? 'muted' : 'volume'}
        label={muted.value ? 'Unmute' : 'Mute'}
        onClick={() => (muted.value = !muted.value)}
      />
      <input
        type="range"
        class="line"
        style={{ '--part': String(shown) }}
        aria-label="Volume"
        aria-valuetext={`${Math.round(shown * 100)} %`}
        min={0}
        max={1}
        step={0.05}
        value={shown}
        onInput={(event) => setVolume(Number(event.currentTarget.value))}
      />
    </div>
  );
}
