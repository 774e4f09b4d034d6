// What plays on another device of the user. Loaded once the page is shown.
import type { ListeningSession } from '@downbeat/sdk';
import { isAlone } from '../permissions.ts';
import { downbeat, user } from './account.ts';
import { deviceId } from './device.ts';
import { enterRoom, entering, opened } from './room.ts';

/** So many of the newest sessions are looked at. */
const NEWEST = 3;

let isLooking = false;
/** Sessions that this page has entered by itself: one that its user has left is not entered again. */
const entered = new Set<string>();

/** Whether something plays here, or is about to. */
const isBusy = (): boolean => opened.value !== null || entering.busy.value;

/**
 * Becomes the remote of another device on which the user listens alone. That device goes on sounding, and this one sounds when its
 * user says so.
 */
export async function enterElsewhere(): Promise<void> {
  if (isLooking || isBusy()) return;
  isLooking = true;
  try {
    const session = await findElsewhere();
    // The user may have begun something here since then.
    if (session === null || isBusy()) return;
    entered.add(session.id);
    const room = await enterRoom(async () => session, true);
    const others = room.devices.filter(({ isThis, isOwn }) => isOwn && !isThis);
    if (room.state.outputs === null && isAlone(room.state) && others.length > 0)
      await room.setOutputs(others.map(({ memberId }) => memberId));
  } finally {
    isLooking = false;
  }
}

/** The newest own session that another device of this user is in, and no one else. */
async function findElsewhere(): Promise<ListeningSession | null> {
  const userId = user.value?.id;
  const { items } = await downbeat.music.listSessions({ limit: NEWEST });
  for (const { id: sessionId } of items.filter((one) => one.ownerId === userId && !entered.has(one.id))) {
    const found = await downbeat.music.getSession({ sessionId }).result();
    if (found.ok && isAlone(found.data) && found.data.members.some((one) => one.deviceId !== deviceId()))
      return found.data;
  }
  return null;
}

// What was begun on another device while this page was in the background.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && user.value !== null) enterElsewhere().catch(() => undefined);
});
