import type { Member } from '@downbeat/sdk';
import { hueOf, initials } from '../format.ts';

/** A person as initials on a colour that is always theirs. */
export function Face({ name, id }: { name: string; id: string }) {
  return (
    <span class="face" style={{ '--own-hue': String(hueOf(id)) }} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** A few faces over each other, and how many more there are. */
export function Faces({ members, count }: { members: readonly Member[]; count: number }) {
  const shown = members.slice(0, 4);
  return (
    <span class="faces">
      {shown.map(({ memberId, userId, displayName }) => (
        <Face key={memberId} id={userId} name={displayName} />
      ))}
      {count > shown.length && <span class="face face-more">+{count - shown.length}</span>}
    </span>
  );
}
