import type { SessionPreview } from '@downbeat/sdk';
import { lazyScreen } from '../parts/lazy.tsx';
import { Cover } from '../parts/cover.tsx';
import { downbeat } from '../state/account.ts';
import { invitation } from '../state/invitation.ts';
import { useResource } from '../state/resource.ts';
import '../style/invited.css';

const GuestDoor = lazyScreen(() => import('./guest/guest-door.tsx'), null);

/** Who invites, what plays and how many listen; without a valid code only that there is an invitation. */
export default function Invited() {
  const inviteCode = invitation.value;
  const { data } = useResource(`preview ${inviteCode}`, () => downbeat.music.previewSession({ inviteCode }));
  if (data.value === null) return <p class="door-words door-invited">You are invited to listen together</p>;
  const { name, ownerName } = data.value;
  return (
    <div class="door-offer">
      <p class="door-words door-invited">
        {ownerName ?? 'Somebody'} invites you to {name}
      </p>
      <WhatPlays preview={data.value} />
      {data.value.allowsGuests && <GuestDoor />}
    </div>
  );
}

function WhatPlays({ preview: { track, isPlaying, memberCount } }: { preview: SessionPreview }) {
  const people = memberCount === 1 ? '1 person listens' : `${memberCount} people listen`;
  return (
    <figure class="door-track">
      {track !== null && <Cover track={track} width={120} eager />}
      <figcaption class="row-text">
        <span class="muted">{isPlaying ? 'Playing now' : 'Ready to play'}</span>
        {track !== null && <strong>{track.title}</strong>}
        {track !== null && <span class="muted">{track.artistName}</span>}
        {memberCount > 0 && <span>{people}</span>}
      </figcaption>
    </figure>
  );
}
