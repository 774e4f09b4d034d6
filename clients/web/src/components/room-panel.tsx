import type { ListeningRoom, RoomState } from '@downbeat/sdk';
import { useSignal } from '@preact/signals';
import { clockText, millisecondsText, statusText } from '../format.ts';
import { isOwner, mayControl } from '../permissions.ts';
import { attempt } from '../state/notice.ts';
import { commanding, endSession, leave, opened, quality, roomState } from '../state/room.ts';
import { Transport } from './transport.tsx';

/** The largest playback error that the page calls unison. */
const IN_UNISON_MS = 5;
/** How long a button shows that it has copied. */
const COPIED_MS = 2000;

export function RoomPanel() {
  const open = opened.value;
  const state = roomState.value;
  if (open === null || state === null) return null;
  const { room, name, sessionId, inviteCode } = open;
  return (
    <section class="card room" aria-label="Listening session">
      <div class="bar">
        <h2>{name}</h2>
        {isOwner(state) && <EndButton sessionId={sessionId} />}
        <button type="button" class="quiet" onClick={leave}>
          Leave
        </button>
      </div>
      <p class="muted" role="status" aria-label="Connection" hidden={state.status === 'open'}>
        {statusText(state)}
      </p>
      <Transport room={room} state={state} />
      <SyncBadge />
      <Queue room={room} state={state} />
      <Members state={state} />
      <p class="invite">
        Invite code <output aria-label="Invite code">{inviteCode}</output>
        <CopyButton text={`${location.origin}/#join=${inviteCode}`} label="Copy link" />
      </p>
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
        if (confirm('End this session for all members?')) commanding.run(() => endSession(sessionId));
      }}
    >
      End for all
    </button>
  );
}

function SyncBadge() {
  const now = quality.value;
  if (now === null) return null;
  const error = now.playbackErrorMs;
  const label = error === null ? 'ready' : Math.abs(error) <= IN_UNISON_MS ? 'in unison' : 'catching up';
  const rows = [
    ['Sync', label],
    ['Playback error', millisecondsText(error)],
    ['Clock error', millisecondsText(now.clockErrorMs)],
    ['Round trip p95', millisecondsText(now.roundTripP95Ms)],
  ];
  return (
    <dl class={`sync ${label.replace(' ', '-')}`} aria-label="Sync quality">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Queue({ room, state }: { room: ListeningRoom; state: RoomState }) {
  if (state.queue.length < 2) return null;
  return (
    <section>
      <h3 id="queue">Queue</h3>
      <ol class="queue" aria-labelledby="queue">
        {state.queue.map((item) => (
          <li key={item.id} aria-current={item.id === state.currentItem?.id}>
            <button
              type="button"
              class="quiet"
              disabled={!mayControl(state)}
              aria-disabled={commanding.busy.value}
              onClick={() => commanding.run(() => room.play({ queueItemId: item.id }))}
            >
              {item.title}
            </button>
            <span class="muted">{clockText(item.durationMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The most members that the page names. */
const MEMBERS_SHOWN = 20;

function Members({ state: { members, memberCount, memberId: self } }: { state: RoomState }) {
  const shown = members.slice(0, MEMBERS_SHOWN);
  const hidden = memberCount - shown.length;
  return (
    <section>
      <h3 id="members">Members</h3>
      <ul class="members" aria-labelledby="members">
        {shown.map(({ memberId, displayName, role }) => (
          <li key={memberId}>
            {displayName}
            {role === 'owner' && <span class="muted"> · owner</span>}
            {memberId === self && <span class="muted"> · you</span>}
          </li>
        ))}
        {hidden > 0 && <li class="muted">and {hidden} more</li>}
      </ul>
    </section>
  );
}

function CopyButton({ text, label }: { text: string; label: string }) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    copied.value = true;
    setTimeout(() => (copied.value = false), COPIED_MS);
  };
  return (
    <button type="button" class="quiet" aria-live="polite" onClick={() => attempt(copy)}>
      {copied.value ? 'Copied' : label}
    </button>
  );
}
