import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { IconButton } from '../../parts/icon-button.tsx';
import { NameDialog } from '../../parts/name-dialog.tsx';
import '../../state/click-track.ts';
import { delayMs, delays, LEAST_DELAY_MS, MOST_DELAY_MS, output } from '../../state/output-delay.ts';
import { setDelay } from '../../state/output-delays.ts';
import { isClicking } from '../../state/volume.ts';

const usual = ['Speakers', 'Headphones', 'Bluetooth', 'TV'];
/** The value of the choice that asks for a name; no output is called so, because names are trimmed. */
const OTHER = ' ';
/** As the service has it. */
const LONGEST_NAME = 64;

/** A correction by ear, for each output of this device, e.g. for a loudspeaker that does not tell its delay. */
export default function OutputDelay() {
  // The music sounds again when this is closed.
  useEffect(() => () => void (isClicking.value = false), []);
  return (
    <div class="output-delay">
      <OutputChoice />
      <div class="nudge" role="group" aria-label="Delay of this output">
        <DelayField />
        <button
          type="button"
          class="button"
          aria-pressed={isClicking.value}
          onClick={() => (isClicking.value = !isClicking.value)}
        >
          {isClicking.value ? 'Stop clicks' : 'Play clicks'}
        </button>
      </div>
      <p class="muted">
        Too early or too late here? Put two devices side by side, play the clicks on both, and change one
        delay until you hear a single click.
      </p>
    </div>
  );
}

function OutputChoice() {
  const isNaming = useSignal(false);
  const names = [...new Set([...usual, ...delays.value.keys(), output.value])];
  const choose = (name: string): void => {
    if (name === OTHER) isNaming.value = true;
    else output.value = name;
  };
  return (
    <>
      <label class="output-name">
        <span>This device plays on</span>
        <select value={output.value} onChange={(event) => choose(event.currentTarget.value)}>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={OTHER}>Another output…</option>
        </select>
      </label>
      {isNaming.value && (
        <NameDialog
          title="Another output"
          yes="Use it"
          maxLength={LONGEST_NAME}
          onClose={() => (isNaming.value = false)}
          onName={async (name) => void (output.value = name)}
        />
      )}
    </>
  );
}

function DelayField() {
  return (
    <>
      <IconButton icon="down" label="Play 1 ms later" onClick={() => setDelay(delayMs.value - 1)} />
      <label>
        <span class="unseen">Delay in milliseconds</span>
        <input
          type="number"
          min={LEAST_DELAY_MS}
          max={MOST_DELAY_MS}
          step={1}
          value={delayMs.value}
          onInput={(event) => setDelay(event.currentTarget.valueAsNumber)}
        />
        <span aria-hidden="true"> ms</span>
      </label>
      <IconButton icon="up" label="Play 1 ms earlier" onClick={() => setDelay(delayMs.value + 1)} />
    </>
  );
}
