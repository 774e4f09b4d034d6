import { WebAudioPlayer, type ListeningRoom, type RoomState, type SyncQuality } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { createAction } from './action.ts';
import { goingOn } from './going-on.ts';
import { dismissInvitation } from './invitation.ts';
import { statusText } from '../status-text.ts';
import { complain, notice } from './notice.ts';
import { deviceId, keepSession } from './seat.ts';

interface OpenRoom {
  room: ListeningRoom;
  context: AudioContext;
  sessionId: string;
  name: string;
  inviteCode: string;
}

const LOOK_AFTER_INTERVAL_MS = 250;

/** The session that was last ended from here. */
let endedHere: string | null = null;

export const opened = signal<OpenRoom | null>(null);
export const roomState = signal<RoomState | null>(null);
export const quality = signal<SyncQuality | null>(null);

/** Opening a session, joining one, or coming back to one. */
export const entering = createAction();
/** Play, pause and what to play. */
export const commanding = createAction();

/** Opens a session on these tracks and takes the owner's seat. Call it from a click: browsers want one for sound. */
export async function openSession(trackIds: string[], name: string): Promise<void> {
  await enter(() => downbeat.music.createSession({ trackIds, name }));
}

/** Joins by invite code. Call it from a click. */
export async function joinSession(inviteCode: string): Promise<void> {
  await enter(() => downbeat.music.joinSession({ inviteCode: inviteCode.trim().toUpperCase() }));
}

/** Takes a seat in a session that one is a member of. Call it from a click. */
export async function enterSession(sessionId: string): Promise<void> {
  await enter(() => downbeat.music.getSession({ sessionId }));
}

async function enter(find: () => Promise<{ id: string; name: string; inviteCode: string }>): Promise<void> {
  // Made within the click: a context that is made later stays silent until the next one.
  const context = new AudioContext({ latencyHint: 'interactive' });
  try {
    const session = await find();
    closeRoom();
    await context.resume();
    const player = new WebAudioPlayer(context);
    const room = await downbeat.listen(session.id, { player, deviceId: deviceId() });
    show(room, context, session);
  } catch (error) {
    // A browser has only a few contexts to give.
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
  room.onProblem(complain);
  roomState.value = room.state;
  opened.value = { room, context, sessionId, name, inviteCode };
  keepSession(sessionId);
  dismissInvitation();
  const goOn = goingOn(room);
  const watching = setInterval(() => {
    if (opened.value?.room !== room) clearInterval(watching);
    else {
      quality.value = room.quality;
      goOn();
    }
  }, LOOK_AFTER_INTERVAL_MS);
}

/** Nothing is left of the room but the word of it; who has ended it needs none. */
function closed(sessionId: string, state: RoomState): void {
  leave();
  if (sessionId !== endedHere) notice.value = statusText(state);
}

/** Leaves the room, for good; the music of the others goes on. */
export function leave(): void {
  closeRoom();
  keepSession(null);
}

/** Ends the session for everybody in it. */
export async function endSession(sessionId: string): Promise<void> {
  // The socket may tell of it before the answer does.
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

// A page in the background has throttled timers and perhaps a suspended audio context: anchor anew on return.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') opened.value?.room.reanchor();
});
