import type { Member } from '@downbeat/sdk';

export function Members({ members, self }: { members: readonly Member[]; self: string | null }) {
  return (
    <section>
      <h3 id="members">Members</h3>
      <ul class="members" aria-labelledby="members">
        {members.map(({ memberId, displayName, role }) => (
          <li key={memberId}>
            {displayName}
            {role === 'owner' && <span class="muted"> · owner</span>}
            {memberId === self && <span class="muted"> · you</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
