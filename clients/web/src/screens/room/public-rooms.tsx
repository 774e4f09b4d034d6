import type { ListeningSession } from '@downbeat/sdk';
import { type Together, togetherOf } from '@downbeat/sdk/together';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Cover } from '../../parts/cover.tsx';
import { downbeat } from '../../state/account.ts';
import { waitToJoin } from '../../state/joining.ts';
import { attempt } from '../../state/notice.ts';
import { mayLeaveOthers } from '../../state/playback.ts';
import { useResource } from '../../state/resource.ts';
import { enterRoom } from '../../state/room.ts';

type PublicRoom = Awaited<ReturnType<Together['listPublicSessions']>>['items'][number];

/** How many are shown: those with the most listeners. */
const SHOWN = 6;

const together = togetherOf(downbeat);

/** Rooms that anyone may join; nothing is shown while there are none. Those that the user has joined are listed elsewhere. */
export default function PublicRooms() {
  const found = useResource('public rooms', () => together.listPublicSessions({ limit: 2 * SHOWN }));
  const rooms = (found.data.value?.items ?? []).filter(({ isMember }) => !isMember).slice(0, SHOWN);
  if (rooms.length === 0) return null;
  return (
    <section class="section" aria-labelledby="public-rooms">
      <div class="section-head">
        <h2 id="public-rooms">Open to everyone</h2>
      </div>
      <ul class="room-list">
        {rooms.map((room) => (
          <PublicRow key={room.id} room={room} onGone={() => void found.reload()} />
        ))}
      </ul>
    </section>
  );
}

/** How far the user is on the way into a room, and what goes on. Leaving the screen ends a wait. */
function useJoin(sessionId: string, onGone: () => void) {
  const state = useSignal<'idle' | 'busy' | 'waiting' | 'accepted'>('idle');
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);
  const enter = async (session: ListeningSession): Promise<void> => {
    try {
      await enterRoom(async () => session);
    } finally {
      state.value = 'idle';
      onGone();
    }
  };
  const show = (now: Parameters<Parameters<typeof waitToJoin>[1]>[0]): void => {
    if (now.state === 'waiting') state.value = 'waiting';
    // After a wait there is no click of a moment ago, which browsers demand for sound.
    else if (now.state === 'in' && now.wasAsked) state.value = 'accepted';
    else if (now.state === 'in') attempt(() => enter(now.session));
  };
  const join = (): void => {
    if (state.value === 'busy' || state.value === 'waiting') return;
    attempt(async () => {
      if (!(await mayLeaveOthers())) return;
      state.value = 'busy';
      try {
        await waitToJoin(() => together.joinPublicSession({ sessionId }), show, left.current.signal);
      } catch (error) {
        state.value = 'idle';
        onGone();
        throw error;
      }
    });
  };
  return { state: state.value, join };
}

function PublicRow({ room, onGone }: { room: PublicRoom; onGone: () => void }) {
  const { id, name, requiresApproval } = room;
  const { state, join } = useJoin(id, onGone);
  const label = labelOf(state, requiresApproval);
  return (
    <li class="row">
      <span class="row-cover">
        <Cover track={room.track} />
      </span>
      <span class="row-text">
        <strong>{name}</strong>
        <span class="muted">{textOf(room)}</span>
        {state === 'waiting' && (
          <span class="muted" role="status">
            {room.ownerName ?? 'The owner'} has been asked.
          </span>
        )}
      </span>
      <button
        type="button"
        class="button"
        aria-label={`${label}: ${name}`}
        aria-disabled={state === 'busy' || state === 'waiting'}
        onClick={join}
      >
        {label}
      </button>
    </li>
  );
}

function labelOf(state: string, requiresApproval: boolean): string {
  if (state === 'waiting') return 'Waiting';
  if (state === 'accepted') return 'Enter';
  return requiresApproval ? 'Ask to join' : 'Join';
}

function textOf({ ownerName, memberCount, isPlaying, track }: PublicRoom): string {
  const people = `${memberCount} ${memberCount === 1 ? 'listens' : 'listen'}`;
  const what = track !== null && isPlaying ? `${track.title}, ${track.artistName}` : '';
  return [ownerName !== null && `with ${ownerName}`, people, what].filter(Boolean).join(' · ');
}
