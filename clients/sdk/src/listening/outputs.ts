import type { Member, Outputs } from './messages.ts';
import type { RoomState } from './room-state.ts';

/** A device that was chosen to sound. */
export interface ChosenOutput {
  memberId: string;
  displayName: string;
  deviceName?: string;
  /** Whether it is there now. It stays chosen when it leaves, and sounds again when it comes back. */
  isConnected: boolean;
}

/** A device in a room: one of a member, or one that was chosen to sound and has left. */
export interface RoomDevice {
  memberId: string;
  /** What its user calls it, or else the user's name. */
  name: string;
  displayName: string;
  /** Whether it is the device of this client. */
  isThis: boolean;
  /** Whether it is a device of this user. */
  isOwn: boolean;
  /** Whether it sounds, or will within seconds. */
  isOutput: boolean;
  isConnected: boolean;
}

/**
 * From when on this device sounds, or does not any more. A remote plays nothing. All instants are those of the session.
 */
export class OutputGate {
  #isOpen = true;
  #fromUs = 0;

  /** Whether the newest change lets this device sound. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** When that change takes effect. */
  get fromUs(): number {
    return this.#fromUs;
  }

  isOpenAt(sessionUs: number): boolean {
    return this.#isOpen === sessionUs >= this.#fromUs;
  }

  /** What a new member finds: it did not sound before. */
  begin(isOpen: boolean, fromUs: number): void {
    this.#isOpen = isOpen;
    this.#fromUs = isOpen ? fromUs : -Infinity;
  }

  /** @returns whether it is another state than before */
  change(isOpen: boolean, fromUs: number): boolean {
    const isChanged = isOpen !== this.#isOpen;
    // A device that sounds already goes on, and in a new timebase all has begun.
    this.#fromUs = isChanged ? fromUs : Math.min(fromUs, this.#fromUs);
    this.#isOpen = isOpen;
    return isChanged;
  }
}

/**
 * Whether this device is quiet while all others sound: it came as a remote, or another device of its user was chosen. It
 * stays so when the choice ends, e.g. because the room is shared now, until it is chosen itself.
 */
export function isHeld(before: boolean, { devices }: Outputs, memberId: string): boolean {
  if (devices === null) return before;
  if (devices.some((device) => device.memberId === memberId)) return false;
  return before || devices.some((device) => userOf(device) === userOf({ memberId }));
}

/** Whether this user has no other device in the room. False while not all members are known. */
export function isOnlyDevice(members: readonly Member[], memberCount: number, memberId: string): boolean {
  const own = members.filter((member) => userOf(member) === userOf({ memberId }));
  return own.length < 2 && members.length >= memberCount;
}

const userOf = ({ memberId }: Pick<Member, 'memberId'>): string => memberId.slice(0, memberId.indexOf(':'));

/** The devices of a room that are known. */
export function devicesOf({ members, memberId, outputs, isOutput }: RoomState): RoomDevice[] {
  const deviceOf = (one: Pick<Member, 'memberId' | 'displayName' | 'deviceName'>, isConnected: boolean) => {
    const isThis = one.memberId === memberId;
    const isChosen = outputs?.some((output) => output.memberId === one.memberId) ?? true;
    return {
      memberId: one.memberId,
      name: one.deviceName ?? one.displayName,
      displayName: one.displayName,
      isThis,
      isOwn: memberId !== null && userOf(one) === userOf({ memberId }),
      isOutput: isThis ? isOutput : isChosen,
      isConnected,
    };
  };
  const ids = new Set(members.map((member) => member.memberId));
  const further = outputs?.filter((output) => !ids.has(output.memberId)) ?? [];
  return [
    ...members.map((member) => deviceOf(member, true)),
    ...further.map((output) => deviceOf(output, output.isConnected)),
  ];
}

/**
 * The outputs after this user's sound has moved to this device: devices of others stay.
 * @returns undefined when all sound, this device too once it is let
 */
export function outputsWithThis({
  outputs,
  memberId,
  members,
  memberCount,
}: RoomState): string[] | undefined {
  if (memberId === null) return undefined;
  const isOwn = (one: { memberId: string }): boolean => userOf(one) === userOf({ memberId });
  const isShared = members.filter(isOwn).length < memberCount;
  if (outputs === null && isShared) return undefined;
  const others = outputs?.filter((output) => !isOwn(output)).map((output) => output.memberId) ?? [];
  return [...others, memberId];
}
