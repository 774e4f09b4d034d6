import type { ListeningRoom, RoomState } from '@downbeat/sdk';
import { isOwner } from '../may-control.ts';
import { commanding, endSession, leave, opened, roomState } from '../state/room.ts';
import { statusText } from '../status-text.ts';
import { CopyButton } from './copy-button.tsx';
import { Members } from './members.tsx';
import { Queue } from './queue.tsx';
import { SyncBadge } from './sync-badge.tsx';
import { Transport } from './transport.tsx';

export function RoomPanel() {
  const open = opened.value;
  const state = roomState.value;
  if (open === null || state === null) return null;
  return (
    <section class="card room" aria-label="Listening session">
      <div class="bar">
        <h2>{open.name}</h2>
        {isOwner(state) && <EndButton sessionId={open.sessionId} />}
        <button type="button" class="quiet" onClick={leave}>
          Leave
        </button>
      </div>
      <p class="muted" role="status" aria-label="Connection" hidden={state.status === 'open'}>
        {statusText(state)}
      </p>
      <OpenRoomPanel {...open} state={state} />
    </section>
  );
}

function EndButton({ sessionId }: { sessionId: string }) {
  return (
    <button
      type="button"
      class="quiet"
      aria-disabled={commanding.busy.value}
      onClick={() => {
        if (confirm('End this session for everybody in it?')) commanding.run(() => endSession(sessionId));
      }}
    >
      End for all
    </button>
  );
}

function OpenRoomPanel({
  room,
  inviteCode,
  state,
}: {
  room: ListeningRoom;
  inviteCode: string;
  state: RoomState;
}) {
  return (
    <>
      <Transport room={room} state={state} />
      <SyncBadge />
      <Queue room={room} state={state} />
      <Members members={state.members} self={state.memberId} />
      <p class="invite">
        Invite code <output aria-label="Invite code">{inviteCode}</output>
        <CopyButton text={`${location.origin}/#join=${inviteCode}`} label="Copy link" />
      </p>
    </>
  );
}
