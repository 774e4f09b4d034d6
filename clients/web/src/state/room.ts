import type { ListeningRoom, ListeningSession, RoomState, SyncQuality } from '@downbeat/sdk';
import type { RoomAction, WebAudioPlayer } from '@downbeat/sdk/listening';
import { signal } from '@preact/signals';
import { statusText } from '../format.ts';
import { isAlone, isOwner } from '../permissions.ts';
import { downbeat, user } from './account.ts';
import { audioContext, resumeSound } from './audio.ts';
import { deviceId, keepSession } from './device.ts';
import { createAction, notice, showError } from './notice.ts';

interface OpenRoom {
  room: ListeningRoom;
  player: WebAudioPlayer;
  session: Pick<ListeningSession, 'id' | 'name' | 'inviteCode' | 'ownerId'>;
}

/** How often the page reads the sync quality and the position. */
const READ_INTERVAL_MS = 250;

/** Reasons after which this user is no member any more. */
const final = new Set<RoomState['closeReason']>(['removed', 'banned', 'sessionEnded']);

/** The session that was last ended from this page. */
let endedHere: string | null = null;
/** Sessions that were shown to be shared, or in which others were: they outlive this page. */
const shared = new Set<string>();

/** The room that this tab was taken out of last, and why; going back by a button would not work. */
export const ended = signal<{ sessionId: string; text: string } | null>(null);

/** The room that this tab listens in. Listening alone is a room with one member. */
export const opened = signal<OpenRoom | null>(null);
export const roomState = signal<RoomState | null>(null);
export const quality = signal<SyncQuality | null>(null);
/** Where the current item is by the session's time. */
export const positionMs = signal(0);

/** Whether this user may do something in the room, e.g. to show a button; false without a room. */
export function can(action: RoomAction): boolean {
  return roomState.value !== null && opened.value?.room.can(action) === true;
}

/** Opening a session, joining one, or coming back to one. */
export const entering = createAction();
/** Play, pause, and choosing a queue item. */
export const commanding = createAction();

/**
 * Enters a session and leaves the one before, which sounds until the new one is open. Call it from a click: browsers
 * demand one for sound, which a remote does not need.
 */
export async function enterRoom(
  find: () => Promise<ListeningSession>,
  isRemote = false,
): Promise<ListeningRoom> {
  const resumed = isRemote || resumeSound();
  const [session, { PagePlayer }, { delayMs }, { deviceName }] = await Promise.all([
    find(),
    import('./page-player.ts'),
    import('./output-delay.ts'),
    import('./device-name.ts'),
  ]);
  if (opened.value?.session.id === session.id) return opened.value.room;
  // Where it stays silent, a button offers the sound (parts/room-messages.tsx).
  await resumed;
  const player = new PagePlayer(audioContext(), delayMs.value);
  const device = { deviceId: deviceId(), deviceName: deviceName.value };
  const room = await downbeat.listen(session.id, { player, isRemote, ...device });
  closeRoom();
  show({ room, player, session });
  return room;
}

/** Enters a session of which the user is a member. Call it from a click. */
export async function enterSession(sessionId: string): Promise<ListeningRoom> {
  return enterRoom(() => downbeat.music.getSession({ sessionId }));
}

function show(open: OpenRoom): void {
  const { room, session } = open;
  room.onChange((state) => {
    if (opened.value?.room !== room) return;
    if (state.status === 'closed') closed(session.id, state);
    else roomState.value = state;
    if (!isAlone(state)) shared.add(session.id);
    tellAway();
  });
  room.onProblem(showError);
  room.onMessage((message) => {
    // An instance of an earlier version tells the message without the code.
    if (message.type === 'inviteCodeChanged' && message.inviteCode && opened.value?.room === room)
      showInviteCode(message.inviteCode);
  });
  roomState.value = room.state;
  positionMs.value = room.positionMs();
  opened.value = open;
  ended.value = null;
  keepSession(session.id);
  // Until then, and without it, the delays that this browser has kept count.
  import('./output-delays.ts').then(({ loadDelays }) => loadDelays()).catch(() => undefined);
  const reading = setInterval(() => {
    if (opened.value?.room === room) {
      quality.value = room.quality;
      positionMs.value = room.positionMs();
    } else clearInterval(reading);
  }, READ_INTERVAL_MS);
}

/** Closes the room that the server has closed, and says why, unless this page has ended the session itself. */
function closed(sessionId: string, state: RoomState): void {
  leave();
  if (sessionId === endedHere) return;
  const text = statusText(state);
  notice.value = text;
  if (final.has(state.closeReason)) ended.value = { sessionId, text };
}

/** Takes the invite code as it is now; empty for a member who may not see it. */
export function showInviteCode(inviteCode: string): void {
  const open = opened.value;
  if (open !== null) opened.value = { ...open, session: { ...open.session, inviteCode } };
}

/** The invite link is shown: the room stays open when this page plays something else. */
export function shareRoom(): void {
  if (opened.value !== null) shared.add(opened.value.session.id);
}

/** Leaves the room; the other members go on. */
export function leave(): void {
  closeRoom();
  keepSession(null);
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
  if (opened.value?.session.id === sessionId) leave();
}

function closeRoom(): void {
  const left = opened.value;
  const state = roomState.value;
  opened.value = null;
  roomState.value = null;
  quality.value = null;
  positionMs.value = 0;
  if (left === null) return;
  left.room.close();
  const isOwn = state !== null && isOwner(state) && left.session.ownerId === user.value?.id;
  // A session in which the user listened alone is over: it would count as one of those that an account may have.
  if (isOwn && !shared.has(left.session.id) && state.memberCount <= 1)
    void downbeat.music.endSession({ sessionId: left.session.id }).result();
}

/** In a hidden page in which nothing plays, the user is away. */
function tellAway(): void {
  const isHidden = document.visibilityState === 'hidden';
  opened.value?.room.setAway(isHidden && roomState.value?.playback !== 'playing');
}

// Browsers throttle the timers of a hidden page and may suspend its audio, so playback is checked on return.
document.addEventListener('visibilitychange', () => {
  tellAway();
  if (document.visibilityState === 'visible') opened.value?.room.reanchor();
});
