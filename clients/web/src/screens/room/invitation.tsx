import type { ListeningSession, QueueItem } from '@downbeat/sdk';
import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Cover } from '../../parts/cover.tsx';
import { Faces } from '../../parts/people.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, Failure, SkeletonCards } from '../../parts/states.tsx';
import { useRetry } from '../../state/connectivity.ts';
import { dismissInvitation, invitation } from '../../state/invitation.ts';
import { isPassing, useJoining } from '../../state/joining.ts';
import { enterRoom, entering, opened } from '../../state/room.ts';
import { othersIn } from '../../state/rooms.ts';
import { trackOf } from '../../state/tracks.ts';
import { Waiting } from './waiting.tsx';
import '../../style/room.css';
import '../../state/sentences.ts';

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

/** What a refusal is called; other failures can be tried again. */
const refusals: Readonly<Record<string, string>> = {
  INVITE_INVALID: 'This invitation leads nowhere',
  JOIN_REFUSED: 'You were not let in',
  SESSION_LOCKED: 'This room is locked',
  BANNED: 'This room is closed to you',
  INVITATION_WITHDRAWN: 'This invitation is no longer for you',
};

function Invited({ code }: { code: string }) {
  const [joining, again] = useJoining(code);
  const now = joining.value;
  // A refusal is an answer, and stays.
  useRetry(() => joining.value.state === 'out' && isPassing(joining.value.code) && again(), code);
  switch (now.state) {
    case 'asking':
      return (
        <Screen key="asking" title="Invitation">
          <SkeletonCards count={1} />
        </Screen>
      );
    case 'waiting':
      return <Waiting code={code} />;
    case 'in':
      return (
        <Screen key="in" title={titleOf(now.session)}>
          {now.wasAsked && <p role="status">You may come in.</p>}
          <Offer session={now.session} />
        </Screen>
      );
    case 'out':
      return <Refused title={refusals[now.code]} text={now.text} onRetry={again} />;
  }
}

function Refused({ title, text, onRetry }: { title: string | undefined; text: string; onRetry: () => void }) {
  return (
    <Screen key="out" title={title ?? 'Invitation'}>
      {title === undefined ? (
        <Failure text={text} onRetry={onRetry} />
      ) : (
        <>
          <p class="lead" role="alert">
            {text}
          </p>
          <div class="actions">
            <button type="button" class="button" onClick={onRetry}>
              Try again
            </button>
            <Link class="button" href={addresses.rooms}>
              Your rooms
            </Link>
          </div>
        </>
      )}
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
      <Cover track={trackOf(item.trackId).value ?? { title: item.title, coverUrl: null }} width={320} eager />
      <figcaption class="row-text">
        <span class="muted">{isPlaying ? 'Playing now' : 'Ready to play'}</span>
        <strong class="lead">{item.title}</strong>
        <span class="muted">{item.artistName}</span>
      </figcaption>
    </figure>
  );
}
