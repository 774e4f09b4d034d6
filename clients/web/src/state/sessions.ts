import { DownbeatError, type MusicOperations } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat, user } from './account.ts';
import { createAction } from './notice.ts';
import { deviceId, enterSession, keptSession } from './room.ts';

type Summary = Awaited<ReturnType<MusicOperations['listSessions']>>['items'][number];

/** A session that the user may go back to. */
export interface OpenSession extends Pick<Summary, 'id' | 'name' | 'ownerId' | 'createdAt'> {
  /** How many others are in the session that this tab was in; null for other sessions, whose list does not say it. */
  listening: number | null;
}

/** A small number, because the sessions stand above the library on a narrow screen. */
const PAGE = 3;

export const sessions = signal<readonly OpenSession[]>([]);
export const nextSessions = signal<string | null>(null);

const listed = (summary: Summary): OpenSession => ({ ...summary, listening: null });

/** Shows the user's sessions, newest first, after the one that this tab was in. */
export async function findSessions(): Promise<void> {
  const userId = user.value?.id;
  sessions.value = [];
  nextSessions.value = null;
  const [kept, page] = await Promise.all([findKept(), downbeat.music.listSessions({ limit: PAGE })]);
  if (user.value?.id !== userId) return; // Another user has signed in since.
  const others = page.items.filter(({ id }) => id !== kept?.id).map(listed);
  sessions.value = kept === null ? others : [kept, ...others];
  nextSessions.value = page.nextCursor;
}

async function findKept(): Promise<OpenSession | null> {
  const sessionId = keptSession();
  if (sessionId === null) return null;
  const found = await downbeat.music.getSession({ sessionId }).result();
  // It has ended, or belongs to another account. The list is useful without it.
  if (!found.ok) return null;
  const { id, name, ownerId, createdAt, members, memberCount } = found.data;
  const self = ({ userId, deviceId: device }: (typeof members)[number]): boolean =>
    userId === user.value?.id && device === deviceId();
  // The service may still list this tab, which was reloaded.
  return { id, name, ownerId, createdAt, listening: memberCount - members.filter(self).length };
}

export const loadingSessions = createAction();

export async function moreSessions(): Promise<void> {
  const cursor = nextSessions.value;
  if (cursor === null) return;
  const page = await downbeat.music.listSessions({ limit: PAGE, cursor });
  if (nextSessions.value !== cursor) return; // The list was loaded again.
  const known = new Set(sessions.value.map(({ id }) => id));
  sessions.value = [...sessions.value, ...page.items.filter(({ id }) => !known.has(id)).map(listed)];
  nextSessions.value = page.nextCursor;
}

/** Goes back to one of them; call it from a click. Removes one that has ended from the list. */
export async function reenter(sessionId: string): Promise<void> {
  try {
    await enterSession(sessionId);
  } catch (error) {
    if (error instanceof DownbeatError && error.code === 'SESSION_NOT_FOUND')
      sessions.value = sessions.value.filter(({ id }) => id !== sessionId);
    throw error;
  }
}
