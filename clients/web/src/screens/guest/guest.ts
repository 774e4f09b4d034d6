// A user who listens without an account: one room, in this tab only. Loaded with an invitation to a room that allows it.
import { Downbeat, isDownbeatError, type ListeningSession, webTokenStore } from '@downbeat/sdk';
import { computed, signal } from '@preact/signals';
import { joinAsGuest } from '@downbeat/sdk/together';
import { serviceUrls } from '../../config.ts';
import { actAs, downbeat } from '../../state/account.ts';
import { enterRoom, leave, opened } from '../../state/room.ts';

/** Per tab: a reload comes back as the same guest, and a sign-in of this browser stays as it is. */
const TOKENS_KEY = 'downbeat.guest';
const ROOM_KEY = 'downbeat.guest-room';

interface KeptRoom {
  inviteCode: string;
  sessionId: string;
}

const client = new Downbeat({
  ...(await serviceUrls()),
  tokenStore: webTokenStore(sessionStorage, TOKENS_KEY),
});

/** The client of the users of this browser. */
const account = downbeat;

/** Where this tab is, or was, a guest; null for none. */
const kept = signal(JSON.parse(sessionStorage.getItem(ROOM_KEY) ?? 'null') as KeptRoom | null);
/** The name of this guest, and the code that it came by. */
export const keptGuest = computed(() => {
  const name = client.session.current?.user.displayName;
  return kept.value === null || name === undefined ? null : { name, inviteCode: kept.value.inviteCode };
});

/** Enters the room of a code under a name, or again as the guest of before. Call it from a click: browsers demand one. */
export async function enterAsGuest(inviteCode: string, displayName: string | null): Promise<void> {
  const find = async (): Promise<ListeningSession> => {
    const session = await (displayName === null && kept.value !== null
      ? comeBack(kept.value)
      : joinRoom(inviteCode, displayName ?? ''));
    actAs(client);
    return session;
  };
  try {
    await enterRoom(find);
  } catch (error) {
    // A sign-in beside the form is one of the user.
    actAs(account);
    throw error;
  }
}

async function joinRoom(inviteCode: string, displayName: string): Promise<ListeningSession> {
  await client.session.forget();
  const { sessionId } = await joinAsGuest(client, { inviteCode, displayName });
  keep({ inviteCode, sessionId });
  return client.music.getSession({ sessionId });
}

/** @throws DownbeatError after which the tab has no guest any more, when the time of the guest is over */
async function comeBack({ sessionId }: KeptRoom): Promise<ListeningSession> {
  try {
    return await client.music.getSession({ sessionId });
  } catch (error) {
    if (isDownbeatError(error) && ['SESSION_NOT_FOUND', 'SIGNED_OUT'].includes(error.code)) await forget();
    throw error;
  }
}

/** Leaves the room for good. */
export async function leaveAsGuest(): Promise<void> {
  const userId = client.session.current?.user.id;
  // Without an answer, its time ends by itself.
  if (userId !== undefined) await opened.value?.room.members.kick(userId).catch(() => undefined);
  leave();
  await forget();
}

/** From now on the page is that of the users of this browser again. */
export function actAsUser(): void {
  leave();
  actAs(account);
}

async function forget(): Promise<void> {
  keep(null);
  await client.session.forget();
}

function keep(room: KeptRoom | null): void {
  kept.value = room;
  if (room === null) sessionStorage.removeItem(ROOM_KEY);
  else sessionStorage.setItem(ROOM_KEY, JSON.stringify(room));
}
