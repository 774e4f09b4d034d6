import { effect, signal } from '@preact/signals';
import { downbeat, user } from './account.ts';
import { opened, roomState } from './room.ts';

/** The names of present and former members, by the id of the user. */
const names = signal<ReadonlyMap<string, string>>(new Map());
/** The room whose members were all asked for. */
let listed: string | null = null;

effect(() => {
  const { members = [] } = roomState.value ?? {};
  remember(members);
});

function remember(members: readonly { userId: string; displayName: string }[]): void {
  const known = names.peek();
  const added = members.filter(({ userId, displayName }) => known.get(userId) !== displayName);
  if (added.length === 0) return;
  names.value = new Map([...known, ...added.map((one) => [one.userId, one.displayName] as const)]);
}

/** Asks for all members once: the state of a room names the first of them only. */
async function listAll(sessionId: string): Promise<void> {
  listed = sessionId;
  for await (const member of downbeat.music.listMembers({ sessionId, limit: 100 })) remember([member]);
}

/** Who has added an item, in words. */
export function addedByText(userId: string): string {
  if (userId === user.value?.id) return 'added by you';
  const name = names.value.get(userId);
  if (name !== undefined) return `added by ${name}`;
  const open = opened.value;
  const state = roomState.value;
  const isIncomplete = state !== null && state.memberCount > state.members.length;
  // Without an answer the name stays unknown.
  if (isIncomplete && open !== null && listed !== open.session.id)
    listAll(open.session.id).catch(() => undefined);
  return 'added by someone who has left';
}
