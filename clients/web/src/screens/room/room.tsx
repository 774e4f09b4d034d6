import { useLocation, useParams } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { isOwner } from '../../permissions.ts';
import { Cover } from '../../parts/cover.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import { Screen } from '../../parts/screen.tsx';
import { ask } from '../../state/ask.ts';
import { currentItem, mayLeaveOthers } from '../../state/playback.ts';
import {
  commanding,
  endSession,
  enterSession,
  entering,
  leave,
  opened,
  roomState,
} from '../../state/room.ts';
import { trackOf } from '../../state/tracks.ts';
import { Chat } from './chat.tsx';
import { InviteButton, InvitePanel, isWide } from './invite-panel.tsx';
import { Members } from './members.tsx';
import { RoomQueue } from './room-queue.tsx';
import { Sync } from './sync.tsx';
import '../../style/room.css';

/** The room that this tab is in; another one is entered first. */
export default function Room() {
  const { sessionId = '' } = useParams();
  const isHere = opened.value?.session.id === sessionId && roomState.value !== null;
  return isHere ? <Inside /> : <Outside sessionId={sessionId} />;
}

function Outside({ sessionId }: { sessionId: string }) {
  const enter = (): void =>
    entering.run(async () => {
      if (await mayLeaveOthers()) await enterSession(sessionId);
    });
  return (
    <Screen title="A room" aside={undefined}>
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
  if (session === undefined || state === null) return null;
  return (
    <Screen
      title={session.name}
      aside={<Actions sessionId={session.id} code={session.inviteCode} />}
      onBack={() => navigate(addresses.rooms)}
    >
      <div class="room" role="region" aria-label="Listening session">
        <div class="room-now-here">
          <NowHere />
          <Sync />
        </div>
        <div class="room-side">
          {isWide.value && session.inviteCode !== '' && <InvitePanel code={session.inviteCode} />}
          <Members state={state} />
          <Chat state={state} />
        </div>
        <RoomQueue state={state} />
      </div>
    </Screen>
  );
}

function NowHere() {
  const item = currentItem.value;
  if (item === null) return null;
  return (
    <div class="room-now">
      <Cover track={trackOf(item.trackId).value ?? { title: item.title, coverUrl: null }} eager />
      <span class="row-text">
        <strong class="lead">{item.title}</strong>
        <span class="muted">{item.artistName}</span>
      </span>
    </div>
  );
}

function Actions({ sessionId, code }: { sessionId: string; code: string }) {
  const [, navigate] = useLocation();
  const isMine = roomState.value !== null && isOwner(roomState.value);
  const end = (): void =>
    commanding.run(async () => {
      const text = 'The music stops for all members, and the link leads nowhere afterwards.';
      if (!(await ask({ title: 'End this room for all?', text, yes: 'End for all', isFinal: true }))) return;
      await endSession(sessionId);
      navigate(addresses.rooms);
    });
  return (
    <div class="actions">
      {!isWide.value && code !== '' && <InviteButton code={code} />}
      <button
        type="button"
        class="button"
        onClick={() => {
          leave();
          navigate(addresses.rooms);
        }}
      >
        <Icon name="leave" />
        Leave
      </button>
      {isMine && (
        <Menu
          of="this room"
          items={() => [{ label: 'End for all', icon: 'trash', isFinal: true, run: end }]}
        />
      )}
    </div>
  );
}
