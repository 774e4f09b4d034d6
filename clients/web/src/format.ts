import type { RoomState } from '@downbeat/sdk';

/** Milliseconds as minutes and seconds: 61,500 is 1:01. */
export function clockText(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Milliseconds with one decimal. */
export function millisecondsText(value: number | null): string {
  if (value === null) return '–';
  // `|| 0` turns -0 into 0, so that the text is never "-0.0".
  const rounded = Math.round(value * 10) / 10 || 0;
  return `${rounded.toFixed(1)} ms`;
}

interface RoomSummary {
  ownerId: string;
  createdAt: string;
  others: number;
  isPlaying: boolean;
  wasHere: boolean;
}

const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago something was, in words. */
export function agoText(durationMs: number): string {
  const [unit, unitMs] = UNITS.find(([, ms]) => durationMs >= ms) ?? ['second', Infinity];
  return unit === 'second' ? 'just now' : ago.format(-Math.floor(durationMs / unitMs), unit);
}

/** What goes on in a room, in words for the user of that id. */
export function roomText(room: RoomSummary, userId: string, nowMs = Date.now()): string {
  const { ownerId, createdAt, others, isPlaying, wasHere } = room;
  const empty = wasHere ? 'no listeners now' : `opened ${agoText(nowMs - Date.parse(createdAt))}`;
  const people = others === 0 ? empty : `${others} listening now`;
  const state = [wasHere && 'you were here', people, others > 0 && !isPlaying && 'paused'].filter(Boolean);
  return `${ownerId === userId ? 'yours · ' : ''}${state.join(', ')}`;
}

/** The letters that stand for a person: of the first and the last word of the name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map(firstLetter);
  return letters.join('').toUpperCase() || '?';
}

const graphemes = new Intl.Segmenter();

function firstLetter(word = ''): string {
  return graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '';
}

/** A hue from 0 to 359 that is always the same for the same text. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return hash;
}

/** A number of things in words: 1 track, 2 tracks. */
export function countText(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** How long a list of tracks is, in words. */
export function lengthText(durationMs: number): string {
  const minutes = Math.round(durationMs / 60_000);
  if (minutes < 1) return 'under a minute';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Why a member cannot come back, by the reason of the server. */
const departures: Readonly<Record<string, string>> = {
  removed: 'You were removed from this room. Only a new invitation leads back.',
  banned: 'You were banned from this room.',
};

/** Who waits to be let in, in words; empty when no one does. */
export function requestsText(requests: readonly { displayName: string }[]): string {
  const [first, ...others] = requests;
  if (first === undefined) return '';
  if (others.length === 0) return `${first.displayName} asks to join.`;
  return `${first.displayName} and ${countText(others.length, 'other')} ask to join.`;
}

/** Why no command can be sent at the moment, in words for a listener; empty while the socket is open. */
export function statusText({
  status,
  reason,
  closeReason,
}: Pick<RoomState, 'status' | 'reason' | 'closeReason'>): string {
  if (status !== 'closed' && closeReason === 'tooManySockets')
    return 'You listen in too many places. Close one of them; this page goes on trying for a minute.';
  const because = reason === null ? '' : `: ${reason}`;
  switch (status) {
    case 'open':
      return '';
    case 'closed':
      return departures[closeReason ?? ''] ?? `You are no longer in this room${because}.`;
    case 'connecting':
    case 'waiting':
      return `Reconnecting${because}. The music goes on.`;
  }
}

/** A text field of a form; empty when the form has no such field. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/**
 * The code of an invite link, which is this page with `#join=CODE`; empty without one. Browsers do not send the part
 * after the # to a server, so the code is in no server's log.
 */
export function invitedCode(hash: string): string {
  return new URLSearchParams(hash.slice(1)).get('join') ?? '';
}
