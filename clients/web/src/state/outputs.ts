// Which devices of the room sound. Loaded with what plays.
import type { RoomDevice } from '@downbeat/sdk/listening';
import { computed, effect } from '@preact/signals';
import { isAlone } from '../permissions.ts';
import { resumeSound } from './audio.ts';
import { deviceName, setDeviceName } from './device-name.ts';
import { createAction, notice, tell } from './notice.ts';
import { can, opened, roomState } from './room.ts';
import './sentences.ts';

/** Choosing the devices that sound, one choice at a time. */
export const choosing = createAction();

/** All devices of the room that are known here, this one first. */
export const devices = computed(() => {
  const all = roomState.value === null ? [] : (opened.value?.room.devices ?? []);
  return all.toSorted((one, other) => Number(other.isThis) - Number(one.isThis));
});

/** Whether this device plays nothing, and others do. */
const isRemote = computed(() => roomState.value?.isOutput === false);

/** Whether this user may let this device sound. */
export const canPlayHere = computed(
  () => isRemote.value && (can('playback') || roomState.value?.outputs === null),
);

/** Whether there is something to choose from, or to know: outputs, or another device of one who listens alone. */
export const isChoice = computed(() => {
  const state = roomState.value;
  if (state === null) return false;
  return isRemote.value || state.outputs !== null || (isAlone(state) && devices.value.length > 1);
});

/** Where it plays, in words. */
export const playingOnText = computed(() => {
  const sounding = devices.value.filter(({ isOutput }) => isOutput);
  const [first] = sounding;
  if (first === undefined) return 'Playing nowhere';
  if (sounding.length > 1)
    return roomState.value?.outputs === null
      ? 'Playing on all devices'
      : `Playing on ${sounding.length} devices`;
  if (first.isThis) return 'Playing on this device';
  return first.isConnected ? `Playing on ${first.name}` : `${first.name} is not connected`;
});

/** Moves the sound to this device. Call it from a click. */
export function playHere(): void {
  const open = opened.value;
  const state = roomState.value;
  if (open === null || state === null) return;
  choosing.run(async () => {
    const isPausedForLack =
      state.timeline?.state !== 'playing' && !devices.value.some((one) => one.isOutput && one.isConnected);
    await resumeSound();
    if (isAlone(state)) moved.add(open.session.id);
    await open.room.playHere();
    if (isPausedForLack && can('playback')) await open.room.play();
  });
}

/** Moves the sound to one device, or several. */
export function playOn(memberIds: readonly string[] | null, name: string): void {
  const open = opened.value;
  const state = roomState.value;
  if (open === null || state === null) return;
  choosing.run(async () => {
    if (isAlone(state)) moved.add(open.session.id);
    await open.room.setOutputs(memberIds);
    tell(`Playing on ${name}.`);
  });
}

/** Chooses the devices that sound, for all in the room; null for all devices. */
export function chooseOutputs(memberIds: readonly string[] | null): void {
  const open = opened.value;
  if (open === null) return;
  // It counts for those who come in later, too.
  moved.delete(open.session.id);
  choosing.run(() => open.room.setOutputs(memberIds));
}

/** Lets a device sound, or makes it a remote. One device at least sounds. */
export function toggleOutput({ memberId, isOutput }: RoomDevice): void {
  const chosen = roomState.value?.outputs?.map((output) => output.memberId) ?? [];
  const others = chosen.filter((id) => id !== memberId);
  if (isOutput && others.length === 0) {
    notice.value = 'One device must sound. Choose another one first.';
    return;
  }
  chooseOutputs(isOutput ? others : [...others, memberId]);
}

/** Gives this device another name, here and in the room. */
export async function renameDevice(name: string): Promise<void> {
  setDeviceName(name);
  await opened.value?.room.rename(deviceName.value);
}

/** Plays other tracks in the room in which only devices of this user are: it sounds where it did. */
export async function replaceQueue(trackIds: readonly string[], index: number): Promise<void> {
  const room = opened.value?.room;
  if (room === undefined) return;
  await room.queue.replace(trackIds);
  const queueItemId = room.state.queue[index]?.id;
  await room.play({ ...(queueItemId === undefined ? {} : { queueItemId }), positionMs: 0 });
}

/** Sessions in which this page has moved the sound of a user who listened alone. */
const moved = new Set<string>();

/** Others who come in hear it too: the choice was one among the devices of one user. */
effect(() => {
  const open = opened.value;
  const state = roomState.value;
  if (open === null || state === null || state.outputs === null || isAlone(state)) return;
  if (moved.delete(open.session.id) && can('playback')) choosing.run(() => open.room.setOutputs(null));
});
