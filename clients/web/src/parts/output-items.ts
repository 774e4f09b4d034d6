import type { RoomDevice } from '@downbeat/sdk/listening';
import type { MenuItem } from './menu.tsx';
import { isAlone } from '../permissions.ts';
import { canPlayHere, devices, playHere, playOn } from '../state/outputs.ts';
import { can, roomState } from '../state/room.ts';

/** What a device is called in a list of all, with its user where that is another one. */
function deviceText({ name, displayName, isThis, isOwn, isConnected }: RoomDevice): string {
  const ofUser = isOwn || name === displayName ? name : `${name} of ${displayName}`;
  const called = isThis ? `This device (${name})` : ofUser;
  return isConnected ? called : `${called}, not connected`;
}

/** The texts of devices; those that would be the same are numbered. */
export function deviceTexts(all: readonly RoomDevice[]): string[] {
  const seen = new Map<string, number>();
  return all.map((device) => {
    const text = deviceText(device);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${text} ${count}`;
  });
}

/** Each device to which the sound can be moved; in a room with others also all of them. */
export function chooseOutput(): MenuItem[] {
  const all = devices.value;
  const texts = deviceTexts(all);
  const entries = all.map((device, index): MenuItem => {
    const { memberId, name, isThis, isOutput, isConnected } = device;
    return {
      label: texts[index] ?? name,
      icon: isOutput ? 'check' : 'volume',
      disabled: !isConnected || !(can('playback') || (isThis && canPlayHere.value)),
      run: () => (isThis ? playHere() : playOn([memberId], name)),
    };
  });
  if (roomState.value === null || isAlone(roomState.value)) return entries;
  const run = (): void => playOn(null, 'all devices');
  return [...entries, { label: 'All devices', icon: 'people', disabled: !can('playback'), run }];
}
