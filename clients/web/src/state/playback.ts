import { DownbeatError, type QueueItem, type Track } from '@downbeat/sdk';
import { computed, effect, signal } from '@preact/signals';
import { isAlone, isOwner, mayControl } from '../permissions.ts';
import { downbeat, user } from './account.ts';
import { ask } from './ask.ts';
import { commanding, enterRoom, entering, opened, positionMs, roomState } from './room.ts';
import { rememberTracks } from './tracks.ts';
import { moreRoom } from './rooms.ts';

/** The most tracks that a session takes. */
const LONGEST_QUEUE = 100;
/** Later than this in a track, "previous" goes to its beginning. */
const RESTART_AFTER_MS = 3000;

interface List {
  trackIds: readonly string[];
  name: string;
}

/** What was started here last, in its own order, so that shuffle can be switched off again. */
let list: List | null = null;

export const shuffle = signal(false);
export const repeat = signal(false);

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
export const canControl = computed(
  () => roomState.value !== null && (mayControl(roomState.value) || !!opened.value?.room.can('playback')),
);
/** Whether the user listens alone, in a session of their own. */
export const isSolo = computed(
  () => roomState.value !== null && isAlone(roomState.value) && isOwner(roomState.value),
);
export const hasNext = computed(
  () => repeat.value || currentIndex.value + 1 < (roomState.value?.queue.length ?? 0),
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
    list = { trackIds, name };
    await start(
      shuffle.value ? shuffled(trackIds, index - from) : trackIds,
      shuffle.value ? 0 : index - from,
      0,
    );
  });
}

async function start(trackIds: readonly string[], index: number, fromMs: number): Promise<void> {
  const name = list?.name ?? 'Listening';
  const create = () => downbeat.music.createSession({ trackIds: [...trackIds], name });
  const room = await enterRoom(() =>
    create().catch(async (error: unknown) => {
      const isFull = error instanceof DownbeatError && error.code === 'SESSION_LIMIT_REACHED';
      if (!isFull || !(await moreRoom())) throw error;
      return create();
    }),
  );
  const queueItemId = room.state.queue[index]?.id;
  await room.play({ ...(queueItemId === undefined ? {} : { queueItemId }), positionMs: fromMs });
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
 * Switches shuffle. While the user listens alone and something plays, it plays on, and what follows gets its new order at
 * once; otherwise with the next start.
 */
export function toggleShuffle(): void {
  shuffle.value = !shuffle.value;
  const item = currentItem.value;
  if (!isSolo.value || item === null || list === null) return;
  const { trackIds } = list;
  const index = trackIds.indexOf(item.trackId);
  if (index === -1 || trackIds.length < 2) return;
  if (!isPlaying.value) return;
  entering.run(() =>
    start(shuffle.value ? shuffled(trackIds, index) : trackIds, shuffle.value ? 0 : index, positionMs.value),
  );
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
  const queue = roomState.value?.queue ?? [];
  const following = queue[currentIndex.value + 1] ?? (repeat.value ? queue[0] : undefined);
  if (following !== undefined && canControl.value) playItem(following.id);
}

export function previous(): void {
  const queue = roomState.value?.queue ?? [];
  const before = positionMs.value > RESTART_AFTER_MS ? undefined : queue[currentIndex.value - 1];
  if (!canControl.value) return;
  if (before !== undefined) playItem(before.id);
  else void seek(0);
}

/** Goes to a position of the track; resolves when it was answered. */
export async function seek(toMs: number): Promise<void> {
  await opened.value?.room.seek(Math.min(Math.max(0, Math.round(toMs)), durationMs.value));
}

// The server stops at the end of the queue; the page of one who listens alone begins it again.
const hasEnded = computed(() => {
  const { timeline, queue } = roomState.value ?? {};
  const isLast = queue !== undefined && currentIndex.value === queue.length - 1;
  return (
    isLast && timeline?.state === 'playing' && positionMs.value >= durationMs.value && durationMs.value > 0
  );
});
effect(() => {
  const first = roomState.value?.queue[0];
  if (hasEnded.value && repeat.value && isSolo.value && first !== undefined) playItem(first.id);
});
