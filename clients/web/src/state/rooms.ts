import type { ListeningSession, ListeningSessionSummary } from '@downbeat/sdk';
import { downbeat, user } from './account.ts';
import { deviceId, keptSession } from './device.ts';
import { opened } from './room.ts';

/** A session that the user may go back to. */
export interface Room extends Pick<ListeningSessionSummary, 'id' | 'name' | 'ownerId' | 'createdAt'> {
  /** How many others are there now. */
  others: number;
  /** The track that plays, or would play first. */
  trackId: string | null;
  isPlaying: boolean;
  /** Whether this tab was in it when it was loaded again. */
  wasHere: boolean;
}

export interface RoomPage {
  items: readonly Room[];
  nextCursor: string | null;
}

/** The user's sessions, newest first; the one that this tab was in goes before all. */
export async function findRooms(limit: number, cursor?: string): Promise<RoomPage> {
  const kept = cursor === undefined ? keptSession() : null;
  const [first, page] = await Promise.all([
    kept === null ? null : describeRoom(kept),
    downbeat.music.listSessions({ limit, ...(cursor === undefined ? {} : { cursor }) }),
  ]);
  const others = page.items.filter(({ id }) => id !== first?.id);
  const described = await Promise.all(others.map(({ id }) => describeRoom(id)));
  const items = [first, ...described].filter((room) => room !== null);
  return { items, nextCursor: page.nextCursor };
}

/** Those in which others are now, and of the empty ones the newest of each name: what was played twice is worth one line. */
export function sortRooms(rooms: readonly Room[]): Record<'live' | 'empty', readonly Room[]> {
  const empty = rooms.filter(({ others }) => others === 0);
  const byName = new Map(empty.toReversed().map((room) => [`${room.ownerId} ${room.name}`, room]));
  return { live: rooms.filter(({ others }) => others > 0), empty: [...byName.values()].toReversed() };
}

/** What goes on in a session; null when it has ended, or belongs to another account. */
export async function describeRoom(sessionId: string): Promise<Room | null> {
  const found = await downbeat.music.getSession({ sessionId }).result();
  if (!found.ok && found.code !== 'SESSION_NOT_FOUND') throw found.error;
  if (!found.ok) return null;
  const { id, name, ownerId, createdAt, queue, timeline } = found.data;
  const item = queue.find((each) => each.id === timeline.queueItemId) ?? queue[0];
  return {
    id,
    name,
    ownerId,
    createdAt,
    others: othersIn(found.data),
    trackId: item?.trackId ?? null,
    isPlaying: timeline.state === 'playing',
    wasHere: id === keptSession(),
  };
}

/** The members but this tab, which the service may still list after a reload. */
export function othersIn({
  members,
  memberCount,
}: Pick<ListeningSession, 'members' | 'memberCount'>): number {
  const isSelf = ({ userId, deviceId: device }: ListeningSession['members'][number]): boolean =>
    userId === user.value?.id && device === deviceId();
  return memberCount - members.filter(isSelf).length;
}

/** Ends the oldest empty session of the user; false when there is none. */
export async function moreRoom(): Promise<boolean> {
  const { items } = await downbeat.music.listSessions({ limit: 100 });
  for (const { id, ownerId } of items.toReversed()) {
    if (ownerId !== user.value?.id || id === opened.value?.session.id) continue;
    const found = await downbeat.music.getSession({ sessionId: id }).result();
    if (!found.ok || found.data.memberCount > 0) continue;
    await downbeat.music.endSession({ sessionId: id });
    return true;
  }
  return false;
}
