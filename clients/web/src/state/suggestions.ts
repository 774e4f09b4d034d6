// What members of the room suggest. Loaded with the screen of a room, or with the first suggestion.
import type { Track } from '@downbeat/sdk';
import { RoomSuggestions, type ShownSuggestion } from '@downbeat/sdk/together';
import { effect, signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { attempt, createAction, showError, tell } from './notice.ts';
import { opened } from './room.ts';

/** Of the room that this tab is in, those with the most votes first. */
export const suggestions = signal<readonly ShownSuggestion[]>([]);
/** Decisions about a suggestion, one at a time. */
export const answering = createAction();

let current: RoomSuggestions | null = null;
let followed: object | null = null;

effect(() => {
  const open = opened.value;
  // The same room, with a new invite code.
  if (followed === (open?.room ?? null)) return;
  followed = open?.room ?? null;
  current?.close();
  suggestions.value = [];
  current = open && new RoomSuggestions(downbeat, open.session.id, open.room);
  current?.onChange((items) => (suggestions.value = items));
  current?.load().catch(showError);
});

export function suggest({ id, title }: Pick<Track, 'id' | 'title'>): void {
  attempt(async () => {
    await current?.add(id);
    tell(`${title} is suggested to the room.`);
  });
}

export function accept({ id, title }: ShownSuggestion, place: 'next' | 'end'): void {
  answering.run(async () => {
    await current?.accept(id, place);
    tell(place === 'next' ? `${title} plays next.` : `${title} is in the room’s queue now.`);
  });
}

export function decline({ id, title }: ShownSuggestion): void {
  answering.run(async () => {
    await current?.decline(id);
    tell(`${title} was declined.`);
  });
}

export function withdraw({ id, title }: ShownSuggestion): void {
  answering.run(async () => {
    await current?.withdraw(id);
    tell(`${title} is no longer suggested.`);
  });
}

export function toggleVote({ id, hasVoted }: ShownSuggestion): void {
  answering.run(async () => (hasVoted ? current?.withdrawVote(id) : current?.vote(id)));
}
