import { useSignal } from '@preact/signals';
import { Icon } from '../../parts/icon.tsx';
import { NameDialog } from '../../parts/name-dialog.tsx';
import { Switch } from '../../parts/switch.tsx';
import { deviceName, LONGEST_NAME } from '../../state/device-name.ts';
import { deviceTexts } from '../../parts/output-items.ts';
import { chooseOutputs, devices, playingOnText, renameDevice, toggleOutput } from '../../state/outputs.ts';
import { can, roomState } from '../../state/room.ts';
import '../../style/outputs.css';

/** Which devices of the room sound: all, or those that are chosen, e.g. the loudspeakers of a venue. */
export default function Outputs() {
  const outputs = roomState.value?.outputs ?? null;
  const mayChoose = can('playback');
  if (!mayChoose && outputs === null) return null;
  return (
    <details class="sync outputs">
      <summary>
        <Icon name="volume" />
        <span>{playingOnText.value}</span>
        <Icon name="down" />
      </summary>
      {mayChoose ? <Choice isAll={outputs === null} /> : <Chosen />}
      <DeviceName />
    </details>
  );
}

function Choice({ isAll }: { isAll: boolean }) {
  const all = devices.value;
  const texts = deviceTexts(all);
  const choose = (isOn: boolean): void => {
    const here = all.filter(({ isThis, isOutput }) => isThis && isOutput);
    const first = here.length > 0 ? here : all.filter(({ isConnected }) => isConnected).slice(0, 1);
    chooseOutputs(isOn ? null : first.map(({ memberId }) => memberId));
  };
  return (
    <div class="outputs-list" role="group" aria-label="Devices that sound">
      <Switch
        label="All devices sound"
        hint={isAll ? undefined : 'Only the chosen ones sound. All others are remotes.'}
        checked={isAll}
        onChange={choose}
      />
      {!isAll &&
        all.map((device, index) => (
          <Switch
            key={device.memberId}
            label={texts[index] ?? device.name}
            checked={device.isOutput}
            onChange={() => toggleOutput(device)}
          />
        ))}
    </div>
  );
}

/** For one who may not choose. */
function Chosen() {
  const chosen = devices.value.filter(({ isOutput }) => isOutput);
  return (
    <ul class="outputs-list muted">
      {deviceTexts(chosen).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function DeviceName() {
  const isNaming = useSignal(false);
  return (
    <>
      <p class="outputs-name muted">
        This device is called {deviceName.value}.{' '}
        <button type="button" class="quiet-link" onClick={() => (isNaming.value = true)}>
          Change its name
        </button>
      </p>
      {isNaming.value && (
        <NameDialog
          title="Name of this device"
          yes="Save"
          name={deviceName.value}
          maxLength={LONGEST_NAME}
          onClose={() => (isNaming.value = false)}
          onName={renameDevice}
        />
      )}
    </>
  );
}
