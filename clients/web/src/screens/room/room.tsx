import type { RoomState } from '@downbeat/sdk';
import { useEffect } from 'preact/hooks';
import { Link, useLocation, useParams } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { isAlone } from '../../permissions.ts';
import { lazyScreen } from '../../parts/lazy.tsx';
import { Screen } from '../../parts/screen.tsx';
import { readInviteCode } from '../../state/management.ts';
import { mayLeaveOthers } from '../../state/playback.ts';
import { can, ended, enterSession, entering, opened, roomState } from '../../state/room.ts';
import { Actions } from './actions.tsx';
import { Chat } from './chat.tsx';
import { InvitePanel, isWide } from './invite-panel.tsx';
import { Members } from './members.tsx';
import { NowHere } from './now-here.tsx';
import { Requests } from './requests.tsx';
import { RoomQueue } from './room-queue.tsx';
import { SkipVote } from './skip-vote.tsx';
import { Sync } from './sync.tsx';
import '../../style/room.css';

const Outputs = lazyScreen(() => import('./outputs.tsx'), null);
const Suggestions = lazyScreen(() => import('./suggestions.tsx'), null);

/** The room that this tab is in; another one is entered first. */
export default function Room() {
  const { sessionId = '' } = useParams();
  const isHere = opened.value?.session.id === sessionId && roomState.value !== null;
  return isHere ? <Inside /> : <Outside sessionId={sessionId} />;
}

function Outside({ sessionId }: { sessionId: string }) {
  const { sessionId: endedId, text } = ended.value ?? {};
  const enter = (): void =>
    entering.run(async () => {
      if (await mayLeaveOthers()) await enterSession(sessionId);
    });
  if (endedId === sessionId)
    return (
      <Screen title="You are out of the room">
        <p class="lead">{text}</p>
        <Link class="button" href={addresses.rooms}>
          Your rooms
        </Link>
      </Screen>
    );
  return (
    <Screen title="A room">
      <p class="lead">You are not in this room at the moment.</p>
      <button type="button" class="button button-loud" aria-disabled={entering.busy.value} onClick={enter}>
        Enter and listen
      </button>
    </Screen>
  );
}

function Inside() {
  const [, navigate] = useLocation();
  const session = opened.value?.session;
  const state = roomState.value;
  const mayInvite = can('invite');
  const isConnected = state?.status === 'open';
  // A new code that was made while the socket was lost was not told.
  useEffect(() => {
    if (isConnected) void readInviteCode();
  }, [mayInvite, isConnected]);
  if (session === undefined || state === null) return null;
  const isOpen = state.settings?.isLocked !== true;
  const code = mayInvite && isOpen ? session.inviteCode : '';
  return (
    <Screen
      title={session.name}
      aside={<Actions sessionId={session.id} code={code} />}
      onBack={() => navigate(addresses.rooms)}
    >
      <div class="room" role="region" aria-label="Listening session">
        <div class="room-now-here">
          <NowHere />
          <SkipVote state={state} />
          <Sync />
          <Outputs />
        </div>
        <Side state={state} code={code} />
        <div class="room-queue">
          <Suggestions />
          <RoomQueue state={state} />
        </div>
      </div>
    </Screen>
  );
}

/** Who is here, who wants to be, and how others come. */
function Side({ state, code }: { state: RoomState; code: string }) {
  const members = <Members state={state} />;
  return (
    <div class="room-side">
      {can('manage') && <Requests requests={state.requests} />}
      {state.settings?.isLocked === true && <p class="muted">This room is locked: no one new comes in.</p>}
      {!isAlone(state) && members}
      <Chat state={state} />
      {isWide.value && code !== '' && <InvitePanel code={code} />}
      {isAlone(state) && members}
    </div>
  );
}
