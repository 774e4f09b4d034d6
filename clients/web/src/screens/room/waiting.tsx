import { Link } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Logo } from '../../parts/logo.tsx';
import { Screen } from '../../parts/screen.tsx';
import { downbeat } from '../../state/account.ts';
import { useResource } from '../../state/resource.ts';

/** Shown until someone has decided about this user. The invitation goes on by itself then. */
export function Waiting({ code }: { code: string }) {
  const { data } = useResource(`preview ${code}`, () => downbeat.music.previewSession({ inviteCode: code }));
  const { name = 'the room', ownerName = null, track = null } = data.value ?? {};
  return (
    <Screen key="waiting" title="At the door">
      <div class="waiting">
        <Logo moving />
        <p class="lead" role="status">
          {ownerName ?? 'The owner'} has been asked whether you may join {name}.
        </p>
        <p class="muted">
          {track !== null && `It has ${track.title} by ${track.artistName}. `}
          This page goes on by itself as soon as there is an answer.
        </p>
        <Link class="button" href={addresses.rooms}>
          Stop waiting
        </Link>
      </div>
    </Screen>
  );
}
