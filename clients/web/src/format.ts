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

interface SessionSummary {
  ownerId: string;
  createdAt: string;
  listening: number | null;
}

/** Tells one session from others of the same name, in words for the user of that id. */
export function sessionText({ ownerId, createdAt, listening }: SessionSummary, userId: string): string {
  const opened = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const state = listening === null ? `opened ${opened}` : `you were here, ${presence(listening)}`;
  return ownerId === userId ? `yours · ${state}` : state;
}

function presence(listening: number): string {
  return listening === 0 ? 'no listeners now' : `${listening} listening now`;
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
      return `You are no longer in this session${because}.`;
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
