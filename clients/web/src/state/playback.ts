import { DownbeatError, type QueueItem, type RoomState, type Track } from '@downbeat/sdk';
import { computed, signal } from '@preact/signals';
import { isAlone, isOwner } from '../permissions.ts';
import { downbeat, user } from './account.ts';
import { ask } from './ask.ts';
import { can, commanding, enterRoom, entering, opened, positionMs, roomState } from './room.ts';
import { rememberTracks } from './tracks.ts';

/** The most tracks that a session takes. */
const LONGEST_QUEUE = 100;
type RepeatMode = RoomState['repeat'];
/** What a press on the button makes of each mode. */
const followingMode: Readonly<Record<RepeatMode, RepeatMode>> = { off: 'all', all: 'one', one: 'off' };

/** What was started here last, in its own order, so that shuffle can be switched off again. */
let list: readonly string[] = [];

/** What one who listens alone has chosen for the next list, too. */
export const shuffle = signal(false);
let wantedRepeat: RepeatMode = 'off';

export const repeat = computed<RepeatMode>(() => roomState.value?.repeat ?? 'off');

/** The item to show as playing; null while no room is open. */
export const currentItem = computed<QueueItem | null>(
  () => roomState.value?.currentItem ?? roomState.value?.queue[0] ?? null,
);
const currentIndex = computed(
  () => roomState.value?.queue.findIndex(({ id }) => id === currentItem.value?.id) ?? -1,
);
export const durationMs = computed(() => currentItem.value?.durationMs ?? 0);
export const isPlaying = computed(
  () => roomState.value?.timeline?.state === 'playing' && positionMs.value < durationMs.value,
);
export const canControl = computed(() => can('playback'));
/** Whether the user listens alone, in a session of their own. */
export const isSolo = computed(
  () => roomState.value !== null && isAlone(roomState.value) && isOwner(roomState.value),
);
export const hasNext = computed(
  () => repeat.value === 'all' || currentIndex.value + 1 < (roomState.value?.queue.length ?? 0),
);

/**
 * Plays a list from one of its tracks on. Asks first when that leaves others. Call it from a click.
 *
 * @param name of the list; that of the track by default
 */
export function playTracks(tracks: readonly Track[], index: number, name = tracks[index]?.title ?? ''): void {
  rememberTracks(tracks);
  entering.run(async () => {
    if (!(await mayLeaveOthers())) return;
    const from = Math.max(0, Math.min(index, tracks.length - LONGEST_QUEUE));
    const trackIds = tracks.slice(from, from + LONGEST_QUEUE).map(({ id }) => id);
    list = trackIds;
    await start(
      shuffle.value ? shuffled(trackIds, index - from) : trackIds,
      shuffle.value ? 0 : index - from,
      name,
    );
  });
}

async function start(trackIds: readonly string[], index: number, name: string): Promise<void> {
  // Other devices of this user are there: what sounds goes on sounding where it does.
  if (isSolo.value && (roomState.value?.memberCount ?? 0) > 1)
    return (await import('./outputs.ts')).replaceQueue(trackIds, index);
  const create = () => downbeat.music.createSession({ trackIds: [...trackIds], name });
  const room = await enterRoom(() =>
    create().catch(async (error: unknown) => {
      const isFull = error instanceof DownbeatError && error.code === 'SESSION_LIMIT_REACHED';
      if (!isFull || !(await (await import('./rooms.ts')).moreRoom())) throw error;
      return create();
    }),
  );
  const queueItemId = room.state.queue[index]?.id;
  await room.play({ ...(queueItemId === undefined ? {} : { queueItemId }), positionMs: 0 });
  if (wantedRepeat !== 'off') await room.setRepeat(wantedRepeat);
}

function shuffled(trackIds: readonly string[], first: number): string[] {
  const rest = trackIds.filter((_, index) => index !== first);
  for (let index = rest.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [rest[index], rest[other]] = [rest[other] ?? '', rest[index] ?? ''];
  }
  return [trackIds[first] ?? '', ...rest];
}

/** Whether the user wants to leave the people who listen along; true when the user listens alone. */
export async function mayLeaveOthers(): Promise<boolean> {
  const open = opened.value;
  const state = roomState.value;
  if (open === null || state === null || isAlone(state)) return true;
  const isOwn = open.session.ownerId === user.value?.id;
  return ask({
    title: 'Leave the room?',
    text: `You listen to ${open.session.name} with others. ${isOwn ? 'They stay there, and you can come back.' : 'You can come back with the same link.'}`,
    yes: 'Leave and play',
  });
}

/**
 * Mixes what follows, for all in the room. For one who listens alone it is a switch, which also counts for what is
 * started next, and brings back the order of the list.
 */
export function toggleShuffle(): void {
  if (commanding.busy.value) return;
  if (isSolo.value) shuffle.value = !shuffle.value;
  const order = isSolo.value && !shuffle.value ? list : null;
  commanding.run(async () => {
    const { mixQueue, sortQueue } = await import('./queue.ts');
    await (order === null ? mixQueue() : sortQueue(order));
  });
}

/** Goes from repeating nothing to all, to one track, and back. */
export function cycleRepeat(): void {
  const mode = followingMode[repeat.value];
  if (isSolo.value) wantedRepeat = mode;
  commanding.run(async () => opened.value?.room.setRepeat(mode));
}

export function togglePlay(): void {
  const room = opened.value?.room;
  if (room === undefined || !canControl.value) return;
  commanding.run(() => (isPlaying.value ? room.pause() : room.play()));
}

export function playItem(queueItemId: string): void {
  commanding.run(async () => opened.value?.room.play({ queueItemId, positionMs: 0 }));
}

export function next(): void {
  if (canControl.value && hasNext.value) commanding.run(async () => opened.value?.room.next());
}

/** The track before; after its first seconds, the beginning of this one. */
export function previous(): void {
  if (canControl.value) commanding.run(async () => opened.value?.room.previous());
}

/** Goes to a position of the track; resolves when it was answered. */
export async function seek(toMs: number): Promise<void> {
  await opened.value?.room.seek(Math.min(Math.max(0, Math.round(toMs)), durationMs.value));
}
