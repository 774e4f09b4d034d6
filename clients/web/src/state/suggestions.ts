// What members of the room suggest. Loaded with the screen of a room, or with the first suggestion.
import { DownbeatError, type Track } from '@downbeat/sdk';
import { RoomSuggestions, type ShownSuggestion } from '@downbeat/sdk/together';
import { effect, signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { attempt, tell, type Action } from './notice.ts';
import { isSolo } from './playback.ts';
import { opened } from './room.ts';
import './sentences.ts';

/** Of the room that this tab is in, those with the most votes first. */
export const suggestions = signal<readonly ShownSuggestion[]>([]);

let current: RoomSuggestions | null = null;
let followed: object | null = null;

effect(() => {
  const open = opened.value;
  if (followed !== (open?.room ?? null)) forget();
  // The same room, with a new invite code; or no one else is there who could suggest something.
  if (open === null || followed !== null || isSolo.value) return;
  followed = open.room;
  const made = new RoomSuggestions(downbeat, open.session.id, open.room);
  current = made;
  made.onChange((items) => {
    if (current === made) suggestions.value = items;
  });
  // Tried again by itself: the user has not asked for it.
  made.load().catch(() => undefined);
});

function forget(): void {
  current?.close();
  current = null;
  followed = null;
  suggestions.value = [];
}

/** @throws DownbeatError ROOM_CLOSED after the room was left */
function here(): RoomSuggestions {
  if (current === null) throw new DownbeatError('ROOM_CLOSED', 'There is no room');
  return current;
}

export function suggest({ id, title }: Pick<Track, 'id' | 'title'>): void {
  attempt(async () => {
    await here().add(id);
    tell(`${title} is suggested to the room.`);
  });
}

/** @param action that of the suggestion, here and below: decisions about one are made one at a time */
export function accept(action: Action, { id, title }: ShownSuggestion, place: 'next' | 'end'): void {
  action.run(async () => {
    await here().accept(id, place);
    tell(place === 'next' ? `${title} plays next.` : `${title} is in the room’s queue now.`);
  });
}

export function decline(action: Action, { id, title }: ShownSuggestion): void {
  action.run(async () => {
    await here().decline(id);
    tell(`${title} was declined.`);
  });
}

export function withdraw(action: Action, { id, title }: ShownSuggestion): void {
  action.run(async () => {
    await here().withdraw(id);
    tell(`${title} is no longer suggested.`);
  });
}

export function toggleVote(action: Action, { id, hasVoted }: ShownSuggestion): void {
  action.run(async () => (hasVoted ? here().withdrawVote(id) : here().vote(id)));
}
