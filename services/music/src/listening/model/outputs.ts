import {
  anchorAfter,
  milliseconds,
  pause,
  positionAt,
  type Microseconds,
  type Timeline,
} from '@downbeat/timing';
import type { Member, OutputDevice, Outputs, SetOutputs } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from './errors.ts';
import { limits } from './limits.ts';
import type { CommandTiming } from './playback.ts';
import { currentItem, type RoomState } from './room-state.ts';

/** Whether a device sounds: where none is chosen, all do. */
function sounds({ devices }: Outputs, memberId: string): boolean {
  return devices === null || devices.some((device) => device.memberId === memberId);
}

/** The members that were chosen to sound; empty when all do. */
export function chosenIds({ devices }: Outputs): string[] {
  return devices?.map(({ memberId }) => memberId) ?? [];
}

function deviceOf({ memberId, displayName, deviceName }: Member): OutputDevice {
  return { memberId, displayName, ...(deviceName === undefined ? {} : { deviceName }) };
}

/**
 * The outputs after a command.
 * @param connected those of the named members that are connected
 * @throws MessageError DEVICE_NOT_FOUND naming each that is neither connected nor chosen already
 */
export function nextOutputs(
  before: Outputs,
  { memberIds }: SetOutputs,
  connected: ReadonlyMap<string, Member>,
  { nowUs, leadTimeMs }: CommandTiming,
): Outputs {
  const found = new Map([
    ...(before.devices ?? []).map((device) => [device.memberId, device] as const),
    ...[...connected].map(([id, member]) => [id, deviceOf(member)] as const),
  ]);
  const missing = (memberIds ?? []).flatMap((id, index) => (found.has(id) ? [] : [index]));
  if (missing.length > 0) {
    const message = 'There is no such device in the session';
    throw new MessageError('DEVICE_NOT_FOUND', {
      errors: missing.map((index) => ({ field: `memberIds.${index}`, message })),
    });
  }
  const devices = memberIds?.flatMap((id) => found.get(id) ?? []) ?? null;
  return { devices, fromServerTimeUs: anchorAfter(nowUs, leadTimeMs) };
}

/**
 * How far ahead other outputs take effect. A device that begins while something plays needs time to load it; the sender has
 * done so before.
 */
export function outputTiming(
  { room: { outputs }, timeline }: RoomState,
  { memberIds }: SetOutputs,
  senderId: string,
  timing: CommandTiming,
): CommandTiming {
  const isReady =
    memberIds?.every((id) => id === senderId || sounds(outputs, id)) ?? outputs.devices === null;
  if (timeline.state !== 'playing' || isReady) return timing;
  return { ...timing, leadTimeMs: milliseconds(Math.max(timing.leadTimeMs, limits.outputLeadMs)) };
}

/** For another timebase: what was to begin at an instant of the former one has begun. */
export function begunOutputs({ devices }: Outputs): Outputs {
  return { devices, fromServerTimeUs: 0 };
}

/**
 * The timeline after a pause at the place where the last chosen output left.
 * @param leftUs when it left
 * @returns undefined when nothing plays any more
 */
export function pausedWhereLeft(
  state: RoomState,
  leftUs: Microseconds,
  { nowUs, leadTimeMs }: CommandTiming,
): Timeline | undefined {
  const { timeline } = state;
  const durationMs = milliseconds(currentItem(state)?.durationMs ?? 0);
  const anchorUs = anchorAfter(nowUs, leadTimeMs);
  if (timeline.state !== 'playing' || positionAt(timeline, anchorUs) >= durationMs) return undefined;
  const anchorPositionMs = positionAt(timeline, leftUs, durationMs);
  return { ...pause(timeline, anchorUs, durationMs), anchorPositionMs };
}
