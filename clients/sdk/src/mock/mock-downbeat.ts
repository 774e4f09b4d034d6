import { Downbeat, type DownbeatOptions } from '../downbeat.ts';
import { musicExamples } from '../generated/music.examples.gen.ts';
import { DownbeatError } from '../http/errors.ts';
import type { Member, QueueItem, SettingsChange } from '../listening/messages.ts';
import { performanceClock, type LocalClock } from '../players/player.ts';
import { answerByLibrary } from './mock-library.ts';
import { MockRoom } from './mock-room.ts';
import { MockServer } from './mock-server.ts';
import { answerSuggestions } from './mock-suggestions.ts';
import { MockSocket } from './mock-socket.ts';

export interface MockOptions extends Pick<
  DownbeatOptions,
  'tokenStore' | 'maxRetries' | 'timeoutMs' | 'hooks' | 'debug'
> {
  /** How long each answer takes, e.g. to see what a page shows until then; 0 by default. */
  latencyMs?: number;
  /** The time of the simulated room. Give the same one to `listen` when a test moves it. */
  clock?: LocalClock;
}

/** A WAV file of a tenth of a second of silence, and an empty picture: what a mock plays and shows. */
const SILENCE = wavUrl(new Uint8Array(1600));
const PICTURE = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

/** Names that lead nowhere, so that no call of a test reaches a network (RFC 6761, section 6.4). */
const urls = {
  authUrl: 'http://auth.mock.invalid',
  musicUrl: 'http://music.mock.invalid',
  notificationUrl: 'http://notification.mock.invalid',
};

/**
 * A client without a server: each operation answers the example of its contract, and every listening session is one
 * simulated room. All the rest is the real client, with its errors, its sign-in and its rooms. Failures come at once: it
 * sends nothing again unless `maxRetries` says so.
 */
export class MockDownbeat extends Downbeat {
  /** What the services answer, and which calls they got. */
  readonly server: MockServer;
  /** The room that every session leads to. */
  readonly room: MockRoom;

  constructor({ latencyMs = 0, clock = performanceClock, ...options }: MockOptions = {}) {
    const server = new MockServer(latencyMs);
    const room = new MockRoom(clock);
    super({
      maxRetries: 0,
      ...options,
      ...urls,
      fetch: (url, init = {}) => server.fetch(url as URL, init),
      webSocket: (url) => new MockSocket(room, this.#member(url)) as Partial<WebSocket> as WebSocket,
    });
    this.server = server;
    this.room = room;
    answerByRoom(server, room);
    answerChat(server, room, () => this.#self);
    answerSuggestions(server, room, () => this.#self);
    answerByLibrary(server);
  }

  /** A track is silence, and a cover is empty: neither needs a server. */
  override mediaUrl(path: string): string {
    if (path.includes('/stream')) return SILENCE;
    return path.includes('/cover') ? PICTURE : super.mediaUrl(path);
  }

  get #self(): Pick<Member, 'userId' | 'displayName'> {
    const user = this.session.current?.user;
    const userId = user?.id ?? musicExamples.getSession.data.members[0]?.userId ?? '';
    return { userId, displayName: user?.displayName ?? 'Mock' };
  }

  /** Who enters, by the ticket in a socket's URL. */
  #member(socketUrl: string): Member {
    const { userId, displayName } = this.#self;
    const parameters = new URL(socketUrl).searchParams;
    const deviceId = parameters.get('ticket') ?? '';
    const deviceName = parameters.get('name');
    const named = deviceName === null ? {} : { deviceName };
    return { memberId: `${userId}:${deviceId}`, userId, deviceId, displayName, ...named, role: 'owner' };
  }
}

function answerByRoom(server: MockServer, room: MockRoom): void {
  const [example] = musicExamples.getSession.data.queue.slice(0, 1) as [QueueItem];
  server.setDefault('getSession', () => room.session());
  server.setDefault('joinSession', () => room.session());
  server.setDefault('createSession', ({ trackIds }) => {
    const queue = trackIds.map((trackId) => ({ ...example, id: crypto.randomUUID(), trackId }));
    room.setQueue(queue);
    return room.session();
  });
  server.setDefault('previewSession', () => {
    const { name, members, memberCount, queue, timeline } = room.session();
    const item = queue.find(({ id }) => id === timeline.queueItemId) ?? null;
    return {
      name,
      ownerName: members[0]?.displayName ?? null,
      isPlaying: timeline.state === 'playing',
      track: item && {
        title: item.title,
        artistName: item.artistName,
        coverUrl: `/api/music/tracks/${item.trackId}/cover`,
      },
      memberCount,
      allowsGuests: room.access.takesGuests,
    };
  });
  answerGuests(server, room);
  answerPublic(server, room);
  answerManagement(server, room);
  server.setDefault('listMembers', () => ({ items: room.session().members, nextCursor: null }));
  server.setDefault('createTicket', ({ sessionId, deviceId, deviceName }) => {
    const named = deviceName === undefined ? {} : { name: deviceName };
    const parameters = new URLSearchParams({ ticket: deviceId, ...named });
    const socketPath = `/api/music/sessions/${sessionId}/socket?${parameters}`;
    return { ...musicExamples.createTicket.data, socketPath };
  });
}

/** A guest joins where the settings allow it. */
function answerGuests(server: MockServer, { access }: MockRoom): void {
  server.setDefault('joinAsGuest', ({ displayName }) => {
    if (!access.takesGuests) throw new DownbeatError('GUESTS_NOT_ALLOWED', 'This session takes no guests');
    const { guest, ...example } = musicExamples.joinAsGuest.data;
    return { ...example, guest: { ...guest, displayName } };
  });
}

/** The list of public sessions, which has the room while it is public and open. */
function answerPublic(server: MockServer, room: MockRoom): void {
  server.setDefault('joinPublicSession', () => room.session());
  server.setDefault('listPublicSessions', () => {
    const { id, name, ownerId, settings, members, memberCount, timeline } = room.session();
    const { requiresApproval, visibility, isLocked } = settings;
    const ownerName = members.find(({ userId }) => userId === ownerId)?.displayName ?? null;
    const [example] = musicExamples.listPublicSessions.data.items.slice(0, 1);
    if (example === undefined || visibility !== 'public' || isLocked || memberCount === 0)
      return { items: [], nextCursor: null };
    const isPlaying = timeline.state === 'playing';
    const item = { ...example, id, name, ownerId, ownerName, requiresApproval, isPlaying, memberCount };
    return { items: [{ ...item, isMember: true }], nextCursor: null };
  });
}

/** What the owner and co-hosts do, by the HTTP routes. */
function answerManagement(server: MockServer, room: MockRoom): void {
  const { access } = room;
  // What arrives has passed as JSON, which drops what is undefined.
  server.setDefault('updateSessionSettings', ({ sessionId: _id, ...change }) =>
    access.change(change as SettingsChange),
  );
  server.setDefault('rotateInviteCode', () => access.rotateInviteCode());
  server.setDefault('setMemberRole', ({ userId, role }) => {
    access.setRole(userId, role);
    return undefined;
  });
  server.setDefault('transferSession', ({ userId }) => {
    access.setOwner(userId);
    return undefined;
  });
  server.setDefault('removeMember', ({ userId }) => {
    room.removeUser(userId);
    return undefined;
  });
  server.setDefault('banUser', ({ userId }) => {
    room.removeUser(userId);
    return undefined;
  });
  server.setDefault('listJoinRequests', () => ({ items: access.requests }));
  server.setDefault('answerJoinRequest', ({ userId, decision }) => {
    const request = access.takeRequest(userId);
    if (request && decision === 'approve') room.addMember(request.displayName, userId);
    return undefined;
  });
}

/** What members write and vote. */
function answerChat(
  server: MockServer,
  { chat, votes }: MockRoom,
  author: () => Pick<Member, 'userId' | 'displayName'>,
): void {
  server.setDefault('listChatMessages', ({ limit, cursor }) => chat.page(limit, cursor));
  server.setDefault('postChatMessage', ({ text }) => chat.post(author(), text));
  server.setDefault('deleteChatMessage', ({ messageId }) => {
    chat.delete(messageId);
    return undefined;
  });
  server.setDefault('react', ({ reaction }) => {
    chat.react(reaction);
    return undefined;
  });
  server.setDefault('voteToSkip', ({ queueItemId }) => votes.vote(author().userId, queueItemId));
  server.setDefault('withdrawSkipVote', () => {
    votes.withdraw(author().userId);
    return undefined;
  });
}

/** An 8 kHz, 16-bit, mono WAV file as a data URL. */
function wavUrl(samples: Uint8Array): string {
  const head = new DataView(new ArrayBuffer(44));
  const text = (at: number, value: string): void =>
    new TextEncoder().encode(value).forEach((byte, index) => head.setUint8(at + index, byte));
  text(0, 'RIFF');
  head.setUint32(4, 36 + samples.length, true);
  text(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, 8000, true);
  head.setUint32(28, 16_000, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, 'data');
  head.setUint32(40, samples.length, true);
  const bytes = [...new Uint8Array(head.buffer), ...samples];
  return `data:audio/wav;base64,${btoa(String.fromCharCode(...bytes))}`;
}
