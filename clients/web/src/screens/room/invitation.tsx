import { DownbeatError, type ListeningSession, type QueueItem } from '@downbeat/sdk';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Cover } from '../../parts/cover.tsx';
import { Faces } from '../../parts/people.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, Loaded, SkeletonCards } from '../../parts/states.tsx';
import { downbeat } from '../../state/account.ts';
import { dismissInvitation, invitation } from '../../state/invitation.ts';
import { enterRoom, entering, opened } from '../../state/room.ts';
import { useResource } from '../../state/resource.ts';
import { othersIn } from '../../state/rooms.ts';
import { trackOf } from '../../state/tracks.ts';
import '../../style/room.css';

/** What an invite link leads to: who invites, what plays, who is there. */
export default function Invitation() {
  const code = invitation.value.trim().toUpperCase();
  if (code === '')
    return (
      <Screen title="Invitation">
        <Empty title="This link has no code">
          <p>Ask for the link again, or enter the code under Rooms.</p>
          <Link class="button button-loud" href={addresses.rooms}>
            Rooms
          </Link>
        </Empty>
      </Screen>
    );
  return <Invited key={code} code={code} />;
}

/** A code as the contract has it; other text is not sent. */
const CODE = /^[A-HJ-NP-Z2-9]{4}-?[A-HJ-NP-Z2-9]{4}$/;

async function join(inviteCode: string): Promise<ListeningSession> {
  if (!CODE.test(inviteCode)) throw new DownbeatError<string>('INVITE_INVALID', 'No code');
  return downbeat.music.joinSession({ inviteCode });
}

function Invited({ code }: { code: string }) {
  const session = useResource(`invitation ${code}`, () => join(code));
  return (
    <Screen title={session.data.value === null ? 'Invitation' : titleOf(session.data.value)}>
      <Loaded of={session} skeleton={<SkeletonCards count={1} />}>
        {(found) => <Offer session={found} />}
      </Loaded>
    </Screen>
  );
}

function titleOf({ members, name }: ListeningSession): string {
  const host = members.find(({ role }) => role === 'owner')?.displayName;
  return host === undefined ? `You are invited to ${name}` : `${host} invites you to ${name}`;
}

function Offer({ session }: { session: ListeningSession }) {
  const [, navigate] = useLocation();
  const item = session.queue.find(({ id }) => id === session.timeline.queueItemId) ?? session.queue[0];
  const here = opened.value?.session;
  const enter = (): void =>
    entering.run(async () => {
      await enterRoom(async () => session);
      dismissInvitation();
      navigate(addresses.room(session.id), { replace: true });
    });
  return (
    <div class="invited">
      {item !== undefined && <WhatPlays item={item} isPlaying={session.timeline.state === 'playing'} />}
      <div class="invited-text">
        <WhoIsThere session={session} />
        {here !== undefined && here.id !== session.id && (
          <p>Joining leaves {here.name}, where you are now.</p>
        )}
        <button type="button" class="button button-loud" aria-disabled={entering.busy.value} onClick={enter}>
          {here?.id === session.id ? 'Show the room' : 'Join'}
        </button>
      </div>
    </div>
  );
}

function WhoIsThere({ session }: { session: ListeningSession }) {
  const others = othersIn(session);
  if (others === 0) return <p>No one listens at the moment. You can go in and wait.</p>;
  return (
    <p class="who">
      <Faces members={session.members} count={session.memberCount} />
      {others === 1 ? '1 person listens' : `${others} people listen`} in {session.name}
    </p>
  );
}

function WhatPlays({ item, isPlaying }: { item: QueueItem; isPlaying: boolean }) {
  return (
    <figure class="invited-cover">
      <Cover track={trackOf(item.trackId).value ?? { title: item.title, coverUrl: null }} eager />
      <figcaption class="row-text">
        <span class="muted">{isPlaying ? 'Playing now' : 'Ready to play'}</span>
        <strong class="lead">{item.title}</strong>
        <span class="muted">{item.artistName}</span>
      </figcaption>
    </figure>
  );
}
