import { WebAudioPlayer, type ListeningRoom, type RoomState, type SyncQuality } from '@downbeat/sdk';
import { signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { createAction } from './action.ts';
import { complain } from './notice.ts';

interface OpenRoom {
  room: ListeningRoom;
  context: AudioContext;
  sessionId: string;
  name: string;
  inviteCode: string;
}

const QUALITY_INTERVAL_MS = 250;

export const opened = signal<OpenRoom | null>(null);
export const roomState = signal<RoomState | null>(null);
export const quality = signal<SyncQuality | null>(null);

/** Opening a session, or joining one. */
export const entering = createAction();
/** Play, pause and what to play. */
export const commanding = createAction();

/** Two tabs are two devices; a reload is the same one. */
function deviceId(): string {
  const kept = sessionStorage.getItem('downbeat.device') ?? `web-${crypto.randomUUID()}`;
  sessionStorage.setItem('downbeat.device', kept);
  return kept;
}

/** Opens a session on these tracks and takes the owner's seat. Call it from a click: browsers want one for sound. */
export async function openSession(trackIds: string[], name: string): Promise<void> {
  await enter(() => downbeat.music.createSession({ trackIds, name }));
}

/** Joins by invite code. Call it from a click. */
export async function joinSession(inviteCode: string): Promise<void> {
  await enter(() => downbeat.music.joinSession({ inviteCode: inviteCode.trim().toUpperCase() }));
}

async function enter(find: () => Promise<{ id: string; name: string; inviteCode: string }>): Promise<void> {
  // Made within the click: a context that is made later stays silent until the next one.
  const context = new AudioContext({ latencyHint: 'interactive' });
  try {
    const session = await find();
    leave();
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
    if (opened.value?.room === room) roomState.value = state;
  });
  room.onProblem(complain);
  roomState.value = room.state;
  opened.value = { room, context, sessionId, name, inviteCode };
  exposeForMeasurement(room, context);
  const watching = setInterval(() => {
    if (opened.value?.room !== room) clearInterval(watching);
    else quality.value = room.quality;
  }, QUALITY_INTERVAL_MS);
}

/** Leaves the room; the others hear nothing of it. */
export function leave(): void {
  const left = opened.value;
  opened.value = null;
  left?.room.close();
  void left?.context.close();
  roomState.value = null;
  quality.value = null;
}

/** Lets a measuring program read the audio clock of this page from outside. */
function exposeForMeasurement(room: ListeningRoom, context: AudioContext): void {
  Object.assign(window, { downbeatRoom: room, downbeatAudio: context });
}

// A page in the background has throttled timers and perhaps a suspended audio context: anchor anew on return.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') opened.value?.room.reanchor();
});
