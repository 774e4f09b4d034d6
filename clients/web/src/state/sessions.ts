import { DownbeatError, type MusicOperations } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat, user } from './account.ts';
import { createAction } from './action.ts';
import { enterSession } from './room.ts';
import { deviceId, keptSession } from './seat.ts';

type Summary = Awaited<ReturnType<MusicOperations['listSessions']>>['items'][number];

/** A session that one may go back to. */
export interface OpenSession extends Pick<Summary, 'id' | 'name' | 'ownerId' | 'createdAt'> {
  /** Members there, of the one that this tab was in; null for the others: their list does not tell. */
  listening: number | null;
}

/** Few: they stand above the library on a narrow screen. */
const PAGE = 3;

export const sessions = signal<readonly OpenSession[]>([]);
export const nextSessions = signal<string | null>(null);

const listed = (summary: Summary): OpenSession => ({ ...summary, listening: null });

/** Shows the sessions of whoever is signed in, newest first; before them the one that this tab was in. */
export async function findSessions(): Promise<void> {
  const asker = user.value?.id;
  sessions.value = [];
  nextSessions.value = null;
  const [kept, page] = await Promise.all([findKept(), downbeat.music.listSessions({ limit: PAGE })]);
  if (user.value?.id !== asker) return; // Somebody else is here by now.
  const others = page.items.filter(({ id }) => id !== kept?.id).map(listed);
  sessions.value = kept === null ? others : [kept, ...others];
  nextSessions.value = page.nextCursor;
}

async function findKept(): Promise<OpenSession | null> {
  const sessionId = keptSession();
  if (sessionId === null) return null;
  const found = await downbeat.music.getSession({ sessionId }).result();
  // Ended meanwhile, or another account's; and the list is of use without it.
  if (!found.ok) return null;
  const { id, name, ownerId, createdAt, members } = found.data;
  const self = ({ userId, deviceId: device }: (typeof members)[number]): boolean =>
    userId === user.value?.id && device === deviceId();
  // The service may not have noticed yet that this tab went away.
  return { id, name, ownerId, createdAt, listening: members.filter((member) => !self(member)).length };
}

export const loadingSessions = createAction();

/** Adds the next page. */
export async function moreSessions(): Promise<void> {
  const cursor = nextSessions.value;
  if (cursor === null) return;
  const page = await downbeat.music.listSessions({ limit: PAGE, cursor });
  if (nextSessions.value !== cursor) return; // The list was begun anew.
  const known = new Set(sessions.value.map(({ id }) => id));
  sessions.value = [...sessions.value, ...page.items.filter(({ id }) => !known.has(id)).map(listed)];
  nextSessions.value = page.nextCursor;
}

/** Goes back to one of them; call it from a click. One that has ended leaves the list. */
export async function reenter(sessionId: string): Promise<void> {
  try {
    await enterSession(sessionId);
  } catch (error) {
    if (error instanceof DownbeatError && error.code === 'SESSION_NOT_FOUND')
      sessions.value = sessions.value.filter(({ id }) => id !== sessionId);
    throw error;
  }
}
