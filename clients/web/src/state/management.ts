// What the owner and co-hosts decide about a room. Loaded with the screen of a room.
import type { ListeningRoom, Member, RequestToJoin } from '@downbeat/sdk';
import type { SettingsChange } from '@downbeat/sdk/listening';
import { signal } from '@preact/signals';
import { downbeat } from './account.ts';
import { ask } from './ask.ts';
import { refreshMore } from './more-members.ts';
import { attempt, createAction, showError, tell } from './notice.ts';
import { opened, roomState, showInviteCode } from './room.ts';
import './sentences.ts';

export type Role = Parameters<ListeningRoom['members']['setRole']>[1];
type Person = Pick<Member, 'userId' | 'displayName'>;

/** The roles of members, in words. */
export const roleNames = {
  owner: 'owner',
  coHost: 'co-host',
  dj: 'DJ',
  listener: 'listener',
  guest: 'guest',
} as const;

/** Whether the rules are shown. */
export const areRulesShown = signal(false);

/** Decisions about a person, one at a time. */
export const deciding = createAction();

function decide(run: (room: ListeningRoom) => Promise<unknown>): void {
  const room = opened.value?.room;
  if (room === undefined) return;
  deciding.run(async () => {
    await run(room);
    refreshMore();
  });
}

/** Changes the rules. Not one at a time: switches that are pressed one after the other all count. */
export function setRules(change: SettingsChange): void {
  attempt(async () => opened.value?.room.settings.set(change));
}

export function setRole({ userId, displayName }: Person, role: Role): void {
  decide(async ({ members }) => {
    await members.setRole(userId, role);
    tell(`${displayName} is a ${roleNames[role]} now.`);
  });
}

export function handOver({ userId, displayName }: Person): void {
  decide(async (room) => {
    const text = `${displayName} decides about this room from then on, and you become a co-host.`;
    if (!(await ask({ title: `Make ${displayName} the owner?`, text, yes: 'Hand over' }))) return;
    await room.transferOwnership(userId);
    tell(`${displayName} owns this room now.`);
  });
}

/** What a removal and a ban of one who has an account cannot prevent. */
const asGuestText = (): string =>
  roomState.value?.settings?.allowsGuests === true
    ? ' Guests are allowed here, so the same person could come back as a guest.'
    : '';

export function remove({ userId, displayName }: Person): void {
  decide(async ({ members }) => {
    const text = `${displayName} leaves the room at once. Only a new invite code leads back.${asGuestText()}`;
    if (!(await ask({ title: `Remove ${displayName}?`, text, yes: 'Remove', isFinal: true }))) return;
    await members.kick(userId);
    tell(`${displayName} is no longer in the room.`);
  });
}

export function ban({ userId, displayName }: Person): void {
  decide(async ({ members }) => {
    const text = `${displayName} leaves the room at once. No code leads back until you lift the ban in the rules.${asGuestText()}`;
    if (!(await ask({ title: `Ban ${displayName}?`, text, yes: 'Ban', isFinal: true }))) return;
    await members.ban(userId);
    tell(`${displayName} is banned from the room.`);
  });
}

export function answer({ userId, displayName }: RequestToJoin, isAccepted: boolean): void {
  decide(async ({ requests }) => {
    await (isAccepted ? requests.approve(userId) : requests.refuse(userId));
    tell(isAccepted ? `${displayName} may come in.` : `${displayName} was refused.`);
  });
}

/** Reads the requests again: one who has just become a co-host was not told of the earlier ones. */
export function readRequests(): void {
  opened.value?.room.requests.list().catch(showError);
}

export function renewInviteCode(): void {
  decide(async ({ settings }) => {
    const text = 'The link and the code of before lead nowhere then. Members stay.';
    if (!(await ask({ title: 'Make a new invite code?', text, yes: 'Make it' }))) return;
    showInviteCode(await settings.rotateInviteCode());
    tell('There is a new invite code.');
  });
}

/** Reads the invite code, which another member may have renewed, or which this one may see since a moment ago. */
export async function readInviteCode(): Promise<void> {
  const sessionId = opened.value?.session.id;
  if (sessionId === undefined) return;
  const found = await downbeat.music.getSession({ sessionId }).result();
  if (found.ok && opened.value?.session.id === sessionId) showInviteCode(found.data.inviteCode);
}
