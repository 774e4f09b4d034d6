import type { Member } from '@downbeat/sdk';

export function Members({ members, self }: { members: readonly Member[]; self: string | null }) {
  return (
    <ul class="members" aria-label="Members">
      {members.map(({ memberId, displayName, role }) => (
        <li key={memberId}>
          {displayName}
          {role === 'owner' && <span class="muted"> · owner</span>}
          {memberId === self && <span class="muted"> · you</span>}
        </li>
      ))}
    </ul>
  );
}
