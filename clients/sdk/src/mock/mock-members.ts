import { closeCodes } from '../generated/listening.close-codes.gen.ts';
import type { Member, MemberRole, Presence, PresenceCounts, ServerMessage } from '../listening/messages.ts';
import type { MockSocket } from './mock-socket.ts';

/** The members of a mock room: the client's own devices, which have sockets, and others. */
export class MockMembers {
  readonly #roleOf: (userId: string) => MemberRole;
  readonly #sockets = new Map<MockSocket, Member>();
  #others: Member[] = [];
  readonly #presences = new Map<string, Presence>();

  constructor(roleOf: (userId: string) => MemberRole) {
    this.#roleOf = roleOf;
  }

  get list(): Member[] {
    const members = [...this.#sockets.values(), ...this.#others];
    return members.map((member) => {
      const presence = this.#presences.get(member.memberId);
      return { ...member, role: this.#roleOf(member.userId), ...(presence && { presence }) };
    });
  }

  get presence(): PresenceCounts {
    const countOf = (presence: Presence): number =>
      this.list.filter((member) => member.presence === presence).length;
    return { away: countOf('away'), buffering: countOf('buffering') };
  }

  get sockets(): MockSocket[] {
    return [...this.#sockets.keys()];
  }

  /** The first of the client's own. */
  get self(): Member | undefined {
    return [...this.#sockets.values()][0];
  }

  /** The first of the others. */
  get other(): Member | undefined {
    return this.#others[0];
  }

  of(socket: MockSocket): Member | undefined {
    return this.#sockets.get(socket);
  }

  add(name: string, userId: string, deviceName?: string): Member {
    const of = { userId, deviceId: 'mock', displayName: name, role: this.#roleOf(userId) };
    const member = { memberId: `${userId}:mock`, ...of, ...(deviceName === undefined ? {} : { deviceName }) };
    this.#others.push(member);
    this.broadcast({ type: 'memberJoined', member, memberCount: this.list.length });
    return member;
  }

  setPresence(memberId: string, presence: Presence): void {
    if (presence === 'listening') this.#presences.delete(memberId);
    else this.#presences.set(memberId, presence);
    this.#tellPresence();
  }

  remove(memberId: string): void {
    this.#others = this.#others.filter((other) => other.memberId !== memberId);
    this.#tellLeft(memberId);
  }

  removeUser(userId: string): void {
    for (const { memberId } of this.#others.filter((other) => other.userId === userId)) this.remove(memberId);
  }

  /** Takes the place of a socket of the same device, which is closed. */
  enter(socket: MockSocket, member: Member): void {
    const present = [...this.#sockets];
    const [former, before] = present.find(([, { memberId }]) => memberId === member.memberId) ?? [];
    if (former !== undefined) this.#sockets.delete(former);
    this.#sockets.set(socket, member);
    const memberCount = this.list.length;
    const joined = { ...member, role: this.#roleOf(member.userId) };
    if (before === undefined || before.deviceName !== member.deviceName)
      for (const [other] of present) other.deliver({ type: 'memberJoined', member: joined, memberCount });
    former?.closeByServer(closeCodes.replaced.code);
  }

  /** @returns false for a socket that is not in the room, e.g. because another has taken its place */
  leave(socket: MockSocket): boolean {
    const member = this.#sockets.get(socket);
    if (member === undefined) return false;
    this.#sockets.delete(socket);
    this.#tellLeft(member.memberId);
    return true;
  }

  broadcast(message: ServerMessage): void {
    for (const socket of this.#sockets.keys()) socket.deliver(message);
  }

  #tellLeft(memberId: string): void {
    this.broadcast({ type: 'memberLeft', memberId, memberCount: this.list.length });
    if (this.#presences.delete(memberId)) this.#tellPresence();
  }

  #tellPresence(): void {
    const members = [...this.#presences].map(([id, of]) => ({ memberId: id, presence: of }));
    this.broadcast({ type: 'presenceChanged', counts: this.presence, members });
  }
}
