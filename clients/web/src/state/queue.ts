// Edits of the queue that all in the room share. Loaded with the first of them.
import { DownbeatError, isDownbeatError, type QueueItem } from '@downbeat/sdk';
import type { RoomQueue } from '@downbeat/sdk/listening';
import { computed, signal } from '@preact/signals';
import { ask } from './ask.ts';
import { attempt, tell } from './notice.ts';
import { isSolo } from './playback.ts';
import { opened, roomState } from './room.ts';
import './sentences.ts';

/** The most items that one operation names, as in the contract. */
const LARGEST_MOVE = 100;
const CHANGED = 'Others have changed the queue at the same moment. Look at it again, then try once more.';

/** The order that the user has made, until the service has it, too. */
const expected = signal<readonly QueueItem[] | null>(null);
let movesUnderWay = 0;

/** The queue as it is shown. */
export const shownQueue = computed(() => expected.value ?? roomState.value?.queue ?? []);

export type Place = 'next' | 'end';

/** Adds tracks, and says so. */
export function addToQueue(name: string, find: () => Promise<readonly string[]>, place: Place): void {
  change(async (queue) => {
    const trackIds = await find();
    await queue.add(trackIds, place === 'next' ? { after: 'current' } : {});
    tell(trackIds.length === 0 ? `${name} has no tracks.` : addedText(name, place));
  });
}

function addedText(name: string, place: Place): string {
  if (place === 'next') return `${name} plays next.`;
  return `${name} is in ${isSolo.value ? 'the queue' : 'the room’s queue'} now.`;
}

/** Takes an item out. It is as well when another member was faster. */
export function removeItem({ id, title }: QueueItem): void {
  change(async (queue) => {
    await queue.remove([id]).catch((error: unknown) => {
      if (!isDownbeatError(error) || error.code !== 'QUEUE_ITEM_NOT_FOUND') throw error;
    });
    tell(`${title} is no longer in the queue.`);
  });
}

export function playNext({ id, title }: QueueItem): void {
  change(async (queue) => {
    await queue.move([id], { after: 'current' });
    tell(`${title} plays next.`);
  });
}

/**
 * Puts an item where the user has put it, and shows that at once.
 *
 * @param part the new order of the items that are listed, of which `before` is in front
 */
export function moveItem(item: QueueItem, part: readonly QueueItem[], before: readonly QueueItem[]): void {
  const listed = new Set([...before, ...part].map(({ id }) => id));
  const behind = shownQueue.value.filter(({ id }) => !listed.has(id));
  const order = [...before, ...part, ...behind];
  expected.value = order;
  movesUnderWay += 1;
  change(async (queue) => {
    try {
      await queue.move([item.id], { after: placeOf(item, order, queue.items) });
    } finally {
      movesUnderWay -= 1;
      if (movesUnderWay === 0) expected.value = null;
    }
  });
}

/** After the nearest one before it that is still there; null is the beginning. */
function placeOf(item: QueueItem, order: readonly QueueItem[], present: readonly QueueItem[]): string | null {
  const ids = new Set(present.map(({ id }) => id));
  const index = order.findIndex(({ id }) => id === item.id);
  return order.slice(0, index).findLast(({ id }) => ids.has(id))?.id ?? null;
}

/** Asks, then takes out all but the track that plays. */
export function clearQueue(): void {
  change(async (queue) => {
    const text = 'The track that plays goes on to its end.';
    if (await ask({ title: 'Clear the queue?', text, yes: 'Clear', isFinal: true })) await queue.clear();
  });
}

/** Mixes what follows. An order by chance fits every queue, so it is asked for once more when others were faster. */
export async function mixQueue(): Promise<void> {
  const queue = opened.value?.room.queue;
  await queue?.shuffle().catch((error: unknown) => {
    if (!isStale(error)) throw error;
    return queue.shuffle();
  });
  if (!isSolo.value) tell('What follows is mixed, for all in the room.');
}

/** Puts what follows the current track in the order of a list; what the list does not have comes last. */
export async function sortQueue(trackIds: readonly string[]): Promise<void> {
  const room = opened.value?.room;
  if (room === undefined) return;
  const { queue, currentItem } = room.state;
  const places = new Map(trackIds.map((id, index) => [id, index]));
  const placeIn = ({ trackId }: QueueItem): number => places.get(trackId) ?? trackIds.length;
  const following = queue.slice(queue.findIndex(({ id }) => id === currentItem?.id) + 1);
  const itemIds = following.toSorted((a, b) => placeIn(a) - placeIn(b)).map(({ id }) => id);
  if (itemIds.length > 0) await room.queue.move(itemIds.slice(0, LARGEST_MOVE), { after: 'current' });
}

/** Saves the queue as a playlist of the user. */
export async function saveQueue(name: string): Promise<void> {
  await opened.value?.room.queue.saveAsPlaylist(name);
  tell(`${name} is among your playlists now.`);
}

const isStale = (error: unknown): boolean => isDownbeatError(error) && error.code === 'STALE_REVISION';

/** Runs an edit, and says in words why it was refused. */
function change(edit: (queue: RoomQueue) => Promise<void>): void {
  const queue = opened.value?.room.queue;
  if (queue === undefined) return;
  attempt(() =>
    edit(queue).catch((error: unknown) => {
      if (!isStale(error)) throw error;
      throw new DownbeatError<string>('QUEUE_CHANGED', CHANGED, { cause: error });
    }),
  );
}
