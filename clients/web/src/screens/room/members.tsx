import type { RoomState } from '@downbeat/sdk';
import { Face } from '../../parts/people.tsx';

const roleNames = { owner: 'owner', coHost: 'co-host', dj: 'DJ', listener: '' } as const;

/** The most members that the page names. */
const MEMBERS_SHOWN = 20;

export function Members({ state: { members, memberCount, memberId: self } }: { state: RoomState }) {
  const shown = members.slice(0, MEMBERS_SHOWN);
  const hidden = memberCount - shown.length;
  return (
    <section class="section" aria-labelledby="members">
      <h2 id="members">{memberCount === 1 ? 'Here: you' : `Here: ${memberCount}`}</h2>
      <ul class="members" aria-label="Members">
        {shown.map(({ memberId, userId, displayName, role }) => (
          <li key={memberId} class="member">
            <Face id={userId} name={displayName} />
            <span class="row-text">
              <strong>{displayName}</strong>
              <span class="muted">
                {[roleNames[role], memberId === self ? 'you' : ''].filter(Boolean).join(', ')}
              </span>
            </span>
          </li>
        ))}
        {hidden > 0 && <li class="muted">and {hidden} more</li>}
      </ul>
    </section>
  );
}
