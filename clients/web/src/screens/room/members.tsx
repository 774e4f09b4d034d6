import type { Member, RoomState } from '@downbeat/sdk';
import { useEffect } from 'preact/hooks';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { More } from '../../parts/more.tsx';
import { Face } from '../../parts/people.tsx';
import { user } from '../../state/account.ts';
import { ban, handOver, remove, roleNames, setRole, type Role } from '../../state/management.ts';
import { forgetMore, hasMore, loadMore, refreshMore, withMore } from '../../state/more-members.ts';
import { can } from '../../state/room.ts';

/** How a role is given. */
const roles = [
  ['coHost', 'Make co-host'],
  ['dj', 'Make DJ'],
  ['listener', 'Make listener'],
] as const satisfies readonly (readonly [Role, string])[];

export function Members({ state }: { state: RoomState }) {
  const { members: first, memberCount, memberId: self, presence } = state;
  const others = presenceText(presence);
  useEffect(forgetMore, []);
  useEffect(refreshMore, [memberCount]);
  const shown = withMore(first);
  const hidden = memberCount - shown.length;
  return (
    <section class="section" aria-labelledby="members">
      <h2 id="members">{memberCount === 1 ? 'Here: you' : `Here: ${memberCount}`}</h2>
      {others !== '' && <p class="muted">{others}</p>}
      <ul class="members" aria-label="Members">
        {shown.map((member) => (
          <MemberRow
            key={member.memberId}
            member={member}
            isSelf={member.memberId === self}
            items={menuOf(member, state)}
          />
        ))}
      </ul>
      {hidden > 0 && <p class="muted">and {hidden} more</p>}
      {memberCount > first.length && hasMore.value && <More onMore={loadMore} />}
    </section>
  );
}

/** How many do not listen at the moment; empty when all do. */
function presenceText(presence: RoomState['presence']): string {
  const { away = 0, buffering = 0 } = presence ?? {};
  return [away > 0 && `${away} away`, buffering > 0 && `${buffering} loading the track`]
    .filter(Boolean)
    .join(', ');
}

interface RowProps {
  member: Member;
  isSelf: boolean;
  items: readonly MenuItem[];
}

function MemberRow({ member: { userId, displayName, role, presence }, isSelf, items }: RowProps) {
  const words = [
    roleNames[role],
    isSelf && 'you',
    presence === 'away' && 'away',
    presence === 'buffering' && 'loading',
  ];
  return (
    <li class="member">
      <Face id={userId} name={displayName} />
      <span class="row-text">
        <strong>{displayName}</strong>
        <span class="muted">{words.filter(Boolean).join(', ')}</span>
      </span>
      {items.length > 0 && <Menu of={displayName} items={() => items} />}
    </li>
  );
}

/** What this user may decide about a member: all about the others for the owner, not about co-hosts for a co-host. */
function menuOf(member: Member, { role: own }: RoomState): readonly MenuItem[] {
  const { userId, role } = member;
  const isOutOfReach = role === 'owner' || (role === 'coHost' && own !== 'owner');
  if (userId === user.value?.id || !can('manage') || isOutOfReach) return [];
  const isGuest = role === 'guest';
  const given = roles.filter(([name]) => !isGuest && name !== role && (name !== 'coHost' || own === 'owner'));
  return [
    ...given.map(([name, label]): MenuItem => ({ label, icon: 'person', run: () => setRole(member, name) })),
    ...(own === 'owner' && !isGuest
      ? [{ label: 'Make owner', icon: 'people', run: () => handOver(member) } as const]
      : []),
    { label: 'Remove', icon: 'leave', isFinal: true, run: () => remove(member) },
    { label: 'Ban', icon: 'close', isFinal: true, run: () => ban(member) },
  ];
}
