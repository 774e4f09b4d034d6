import {
  advance,
  endsAt,
  milliseconds,
  stoppedTimeline,
  timelineFrom,
  upcoming,
  type Timeline,
} from '@downbeat/timing';
import { musicExamples } from '../generated/music.examples.gen.ts';
import type { ListeningSession } from '../generated/music.types.gen.ts';
import { closeCodes, type CloseReason } from '../generated/listening.close-codes.gen.ts';
import type {
  ClientMessage,
  Member,
  Presence,
  QueueItem,
  QueueOperation,
  RepeatMode,
  RequestToJoin,
  ServerMessage,
} from '../listening/messages.ts';
import type { LocalClock } from '../players/player.ts';
import { MockAccess } from './mock-access.ts';
import { MockChat } from './mock-chat.ts';
import { MockMembers } from './mock-members.ts';
import { MockOutputs } from './mock-outputs.ts';
import {
  afterMockCommand,
  durationOf,
  placeOf,
  refusalOfMockCommand,
  skippableId,
  type CommandTiming,
  type EditMessage,
  type MockPlayback,
  type OutputsMessage,
  type Refusal,
} from './mock-playback.ts';
import { editMockQueue } from './mock-queue.ts';
import { MockSuggestions } from './mock-suggestions.ts';
import type { MockSocket } from './mock-socket.ts';
import { MockVotes } from './mock-votes.ts';

/** How far ahead a command takes effect, as between members that are near one another. */
const LEAD_TIME_MS = milliseconds(100);

type CommandMessage = Extract<ClientMessage, { commandId: string }>;

/** A session with its queue, its members and its playback, in memory. Every session id of a mock client leads to it. */
export class MockRoom {
  /** @internal Roles, settings and requests to join. */
  readonly access = new MockAccess((message) => this.#members.broadcast(message));
  /** What members write; other members do so by `post` and `react`. */
  readonly chat = new MockChat(
    (message) => this.#members.broadcast(message),
    () => placeOf(this.#playback, this.#clock.nowUs()),
  );
  /** The votes to skip; other members vote by `vote`. */
  readonly votes = new MockVotes({
    broadcast: (message) => this.#members.broadcast(message),
    skippableId: () => skippableId(this.#playback),
    userIds: () => new Set(this.#members.list.map(({ userId }) => userId)),
    sharePercent: () => this.access.settings.skipSharePercent,
    skip: () => this.#run({ type: 'next', ...this.#ownCommand() }, null),
  });
  /** What members suggest; other members do so by `suggest`, and vote by `vote`. */
  readonly suggestions = new MockSuggestions({
    broadcast: (message) => this.#members.broadcast(message),
    add: (trackId, place) =>
      this.edit([{ op: 'add', trackIds: [trackId], ...(place === 'next' ? { after: 'current' } : {}) }]),
    example: musicExamples.getSession.data.queue[0] as QueueItem,
  });
  readonly #clock: LocalClock;
  readonly #members = new MockMembers((userId) => this.access.roleOf(userId));
  readonly #outputs = new MockOutputs();
  #queue: readonly QueueItem[];
  #repeat: RepeatMode = 'off';
  #timeline: Timeline;
  #advance: ReturnType<typeof setTimeout> | undefined;
  #commands = 0;

  /** @param clock the room's time; the platform's, unless a test moves its own */
  constructor(clock: LocalClock) {
    this.#clock = clock;
    this.#queue = [...musicExamples.getSession.data.queue];
    this.#timeline = stoppedTimeline(1, this.#queue[0]?.id ?? null, clock.nowUs());
  }

  /** What `getSession` answers. */
  session(): ListeningSession {
    const { list: members, self } = this.#members;
    const example = musicExamples.getSession.data;
    const { ownerId, settings, playbackControl, inviteCode } = this.access;
    const access = {
      ownerId,
      settings,
      playbackControl,
      inviteCode,
      role: this.access.roleOf(self?.userId ?? ownerId),
    };
    return {
      ...example,
      ...access,
      queue: [...this.#queue],
      timeline: this.#timeline,
      members,
      memberCount: members.length,
    };
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** Replaces the queue, and stops. */
  setQueue(queue: readonly QueueItem[]): void {
    this.#queue = [...queue];
    const { epoch, revision } = this.#timeline;
    const stopped = stoppedTimeline(epoch, queue[0]?.id ?? null, this.#clock.nowUs());
    this.#timeline = { ...stopped, revision: revision + 1 };
    clearTimeout(this.#advance);
    for (const socket of this.#members.sockets) socket.deliver(this.#snapshot(socket));
  }

  /**
   * Another member joins, e.g. to see it in a list of members.
   * @param device what its user calls it; with the id of the client's user it is another device of the same user
   */
  addMember(name: string, userId: string = crypto.randomUUID(), device?: string): Member {
    return this.#members.add(name, userId, device);
  }

  /** Another member chooses the devices that sound, by the ids of members; null for all. */
  setOutputs(memberIds: readonly string[] | null): void {
    const chosen = memberIds && [...memberIds];
    this.#run({ type: 'outputs', memberIds: chosen, ...this.#ownCommand() }, null);
  }

  /** Another member is away, or is buffering, e.g. to see it in a list of members. */
  setPresence({ memberId }: Pick<Member, 'memberId'>, presence: Presence): void {
    this.#members.setPresence(memberId, presence);
  }

  removeMember({ memberId }: Pick<Member, 'memberId'>): void {
    this.#members.remove(memberId);
  }

  /** The devices of a user leave, as after a removal. */
  removeUser(userId: string): void {
    this.#members.removeUser(userId);
  }

  /** A user asks to join, e.g. to see it in a list of requests. */
  requestJoin(name: string): RequestToJoin {
    return this.access.addRequest(name);
  }

  /** Gives a user another role, also the client itself, e.g. to see what a page shows to a listener. */
  setRole(userId: string, role: 'coHost' | 'dj' | 'listener'): void {
    if (userId === this.access.ownerId)
      this.access.setOwner(this.#members.other?.userId ?? crypto.randomUUID());
    this.access.setRole(userId, role);
  }

  /** Another member starts or resumes playback. */
  play(from: { queueItemId?: string; positionMs?: number } = {}): void {
    this.#run({ type: 'play', ...from, ...this.#ownCommand() }, null);
  }

  /** Another member pauses. */
  pause(): void {
    this.#run({ type: 'pause', ...this.#ownCommand() }, null);
  }

  /** Another member goes to a position. */
  seek(positionMs: number): void {
    this.#run({ type: 'seek', positionMs, ...this.#ownCommand() }, null);
  }

  /** Another member goes on to the next item. */
  next(): void {
    this.#run({ type: 'next', ...this.#ownCommand() }, null);
  }

  /** The last item comes to its end, e.g. to see what a page shows then. Nothing happens while the queue is empty. */
  playToEnd(): void {
    const last = this.#queue.at(-1);
    if (last !== undefined) this.play({ queueItemId: last.id, positionMs: last.durationMs });
  }

  /** Another member edits the queue. */
  edit(operations: QueueOperation[]): void {
    this.#run({ type: 'queue', operations, ...this.#ownCommand() }, null);
  }

  /** Closes the client's sockets, for a reason of the contract; without one as a lost network does. */
  disconnect(reason?: CloseReason): void {
    const code = reason === undefined ? 1006 : closeCodes[reason].code;
    for (const socket of this.#members.sockets) socket.closeByServer(code);
  }

  /** A socket of the client opens; its first message is a snapshot. It takes the place of a socket of the same device. */
  enter(socket: MockSocket, member: Member): void {
    this.access.entered(member.userId);
    this.#members.enter(socket, member);
    socket.deliver(this.#snapshot(socket));
    this.#awaitEnd();
  }

  leave(socket: MockSocket): void {
    if (!this.#members.leave(socket)) return;
    if (this.#members.list.length === 0) clearTimeout(this.#advance);
  }

  receive(socket: MockSocket, message: ClientMessage): void {
    switch (message.type) {
      case 'probe': {
        const { probeId, clientSendTimeUs } = message;
        const nowUs = Math.round(this.#clock.nowUs());
        const times = { clientSendTimeUs, serverReceiveTimeUs: nowUs, serverSendTimeUs: nowUs };
        socket.deliver({ type: 'probeReply', probeId, ...times, epoch: this.#timeline.epoch });
        break;
      }
      case 'resume':
        socket.deliver(this.#snapshot(socket));
        break;
      case 'report':
        break;
      case 'presence': {
        const member = this.#members.of(socket);
        if (member) this.setPresence(member, message.presence);
        break;
      }
      default:
        this.#run(message, socket);
    }
  }

  #run(command: CommandMessage, socket: MockSocket | null): void {
    const by = (socket && this.#members.of(socket)?.memberId) ?? this.#members.other?.memberId ?? null;
    const refusal = this.#forbidden(command, socket) ?? this.#refuseOrEdit(command, by);
    if (refusal !== null) {
      const { revision } = this.#timeline;
      socket?.deliver({
        type: 'problem',
        code: refusal,
        title: refusal,
        commandId: command.commandId,
        revision,
      });
    } else if (command.type !== 'queue' && command.type !== 'repeat' && command.type !== 'outputs') {
      const timeline = afterMockCommand(this.#playback, command, this.#timing);
      this.#set(timeline, command.commandId, by);
    }
  }

  #forbidden(command: CommandMessage, socket: MockSocket | null): Refusal | null {
    const userId = socket && this.#members.of(socket)?.userId;
    const permission = command.type === 'queue' ? 'add' : 'playback';
    return userId && !this.access.may(userId, permission) ? 'FORBIDDEN' : null;
  }

  #refuseOrEdit(command: CommandMessage, by: string | null): Refusal | null {
    if (command.type === 'outputs') return this.#choose(command, by);
    const isEdit = command.type === 'queue' || command.type === 'repeat';
    return isEdit ? this.#edit(command, by) : refusalOfMockCommand(this.#playback, command);
  }

  #edit(command: EditMessage, by: string | null): Refusal | null {
    const { fairTurns } = this.access.settings;
    const edited = editMockQueue(this.#playback, command, { by: by ?? '', fairTurns, ...this.#timing });
    if (typeof edited === 'string') return edited;
    this.#queue = edited.queue;
    this.#repeat = edited.message.repeat;
    this.#timeline = timelineFrom(edited.message.timeline);
    this.#members.broadcast(edited.message);
    this.#awaitEnd();
    return null;
  }

  #choose(command: OutputsMessage, by: string | null): Refusal | null {
    const chosen = this.#outputs.choose(command, this.#members.list, this.#timeline, this.#timing);
    if (typeof chosen === 'string') return chosen;
    this.#timeline = timelineFrom(chosen.timeline);
    this.#members.broadcast({ ...chosen, by });
    this.#awaitEnd();
    return null;
  }

  #set(timeline: Timeline, commandId: string, by: string | null): void {
    this.#timeline = timeline;
    this.#members.broadcast({ type: 'timeline', commandId, timeline, leadTimeMs: LEAD_TIME_MS, by });
    this.#awaitEnd();
  }

  /** Goes on to the next item at the end of the present one; the last one ends without a message, as on the server. */
  #awaitEnd(): void {
    clearTimeout(this.#advance);
    const endUs = endsAt(this.#timeline, durationOf(this.#playback));
    const [next] = upcoming(this.#playback, this.#timeline.queueItemId);
    if (endUs === undefined || next === undefined) return;
    const leadUs = LEAD_TIME_MS * 1000;
    const waitMs = (endUs - leadUs - this.#clock.nowUs()) / 1000;
    this.#advance = setTimeout(
      () => {
        const timeline = advance(this.#timeline, next.id, endUs);
        this.#set(timeline, `advance-${timeline.epoch}-${timeline.revision}`, null);
      },
      Math.max(waitMs, 0),
    );
  }

  get #timing(): CommandTiming {
    return { nowUs: this.#clock.nowUs(), leadTimeMs: LEAD_TIME_MS };
  }

  get #playback(): MockPlayback {
    return { queue: this.#queue, repeat: this.#repeat, timeline: this.#timeline };
  }

  #snapshot(socket: MockSocket): ServerMessage {
    const { id: sessionId, queue, playbackControl, members, memberCount } = this.session();
    const { settings, ownerId, requests } = this.access;
    return {
      type: 'snapshot',
      sessionId,
      memberId: this.#members.of(socket)?.memberId ?? '',
      serverTimeUs: Math.round(this.#clock.nowUs()),
      timeline: timelineFrom(this.#timeline),
      queue,
      repeat: this.#repeat,
      outputs: this.#outputs.all,
      members,
      memberCount,
      presence: this.#members.presence,
      playbackControl,
      settings,
      ownerId,
      actingHostId: null,
      requests,
      ...this.votes.shownTo(this.#members.of(socket)?.userId),
      reconnectSpreadMs: 0,
    };
  }

  #ownCommand(): { commandId: string; revision: number } {
    this.#commands += 1;
    return { commandId: `mock-${this.#commands}`, revision: this.#timeline.revision };
  }
}
