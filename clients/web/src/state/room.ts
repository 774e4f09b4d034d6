import { WebAudioPlayer, type ListeningRoom, type RoomState, type SyncQuality } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { statusText } from '../format.ts';
import { downbeat } from './account.ts';
import { dismissInvitation } from './invitation.ts';
import { createAction, notice, showError } from './notice.ts';

interface OpenRoom {
  room: ListeningRoom;
  context: AudioContext;
  sessionId: string;
  name: string;
  inviteCode: string;
}

/** How often the page reads the sync quality and the position. */
const READ_INTERVAL_MS = 250;

/** Stored per tab: a reload of the tab finds its device and its session again, while two tabs are two devices. */
const DEVICE_KEY = 'downbeat.device';
const SESSION_KEY = 'downbeat.session';

/** The session that was last ended from this page. */
let endedHere: string | null = null;

export const opened = signal<OpenRoom | null>(null);
export const roomState = signal<RoomState | null>(null);
export const quality = signal<SyncQuality | null>(null);

/** Opening a session, joining one, or coming back to one. */
export const entering = createAction();
/** Play, pause and choosing a queue item. */
export const commanding = createAction();

export function deviceId(): string {
  const kept = sessionStorage.getItem(DEVICE_KEY) ?? `web-${crypto.randomUUID()}`;
  sessionStorage.setItem(DEVICE_KEY, kept);
  return kept;
}

/** The session that this tab was in when it was reloaded; null after the user has left it. */
export function keptSession(): string | null {
  return sessionStorage.getItem(SESSION_KEY);
}

/** Opens a session with these tracks and enters it as its owner. Call it from a click: browsers demand one for sound. */
export async function openSession(trackIds: string[], name: string): Promise<void> {
  await enter(() => downbeat.music.createSession({ trackIds, name }));
}

/** Joins a session by its invite code. Call it from a click. */
export async function joinSession(inviteCode: string): Promise<void> {
  await enter(() => downbeat.music.joinSession({ inviteCode: inviteCode.trim().toUpperCase() }));
}

/** Enters a session of which the user is a member. Call it from a click. */
export async function enterSession(sessionId: string): Promise<void> {
  await enter(() => downbeat.music.getSession({ sessionId }));
}

async function enter(find: () => Promise<{ id: string; name: string; inviteCode: string }>): Promise<void> {
  // Created within the click: a context that is created later stays silent until the next click.
  const context = new AudioContext({ latencyHint: 'interactive' });
  try {
    const session = await find();
    closeRoom();
    await context.resume();
    const player = new WebAudioPlayer(context);
    const room = await downbeat.listen(session.id, { player, deviceId: deviceId() });
    show(room, context, session);
  } catch (error) {
    // Browsers allow only a few contexts.
    await context.close();
    throw error;
  }
}

function show(
  room: ListeningRoom,
  context: AudioContext,
  { id: sessionId, name, inviteCode }: { id: string; name: string; inviteCode: string },
): void {
  room.onChange((state) => {
    if (opened.value?.room !== room) return;
    if (state.status === 'closed') closed(sessionId, state);
    else roomState.value = state;
  });
  room.onProblem(showError);
  roomState.value = room.state;
  opened.value = { room, context, sessionId, name, inviteCode };
  sessionStorage.setItem(SESSION_KEY, sessionId);
  dismissInvitation();
  const reading = setInterval(() => {
    if (opened.value?.room !== room) clearInterval(reading);
    else quality.value = room.quality;
  }, READ_INTERVAL_MS);
}

/** Closes the room that the server has closed, and says why, unless this page has ended the session itself. */
function closed(sessionId: string, state: RoomState): void {
  leave();
  if (sessionId !== endedHere) notice.value = statusText(state);
}

/** Leaves the room; the other members go on. */
export function leave(): void {
  closeRoom();
  sessionStorage.removeItem(SESSION_KEY);
}

export async function endSession(sessionId: string): Promise<void> {
  // Set before the request, because the socket may close before the answer comes.
  endedHere = sessionId;
  try {
    await downbeat.music.endSession({ sessionId });
  } catch (error) {
    endedHere = null;
    throw error;
  }
  if (opened.value?.sessionId === sessionId) leave();
}

function closeRoom(): void {
  const left = opened.value;
  opened.value = null;
  left?.room.close();
  void left?.context.close();
  roomState.value = null;
  quality.value = null;
}

// Browsers throttle the timers of a hidden page and may suspend its audio, so playback is checked on return.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') opened.value?.room.reanchor();
});
