import type { ListeningSession } from '@downbeat/sdk';
import { type Together, togetherOf } from '@downbeat/sdk/together';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { Cover } from '../../parts/cover.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { downbeat } from '../../state/account.ts';
import { resumeSound } from '../../state/audio.ts';
import { waitToJoin } from '../../state/joining.ts';
import { attempt } from '../../state/notice.ts';
import { mayLeaveOthers } from '../../state/playback.ts';
import { addPage, firstPage, type LoadPage } from '../../state/pages.ts';
import { useResource } from '../../state/resource.ts';
import { entering, enterRoom } from '../../state/room.ts';
import { More } from '../../parts/more.tsx';

type PublicRoom = Awaited<ReturnType<Together['listPublicSessions']>>['items'][number];

/** How many are shown beside other things: those with the most listeners. */
const SHOWN = 6;

const together = togetherOf(downbeat);

const publicPage: LoadPage<PublicRoom> = (page) => together.listPublicSessions(page);

/** The rooms with the most listeners that anyone may join; nothing is shown while there are none. */
export default function PublicRooms() {
  const found = useResource('public rooms', () => together.listPublicSessions({ limit: SHOWN }));
  const rooms = found.data.value?.items ?? [];
  return rooms.length === 0 ? null : (
    <Section>
      <Rows rooms={rooms} onGone={() => void found.reload()} />
    </Section>
  );
}

/** All rooms that anyone may join. */
export function AllPublicRooms() {
  const found = useResource('all public rooms', () => firstPage(publicPage));
  return (
    <Section>
      <Loaded of={found} skeleton={<SkeletonRows count={2} />}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <p class="muted">No room is open to everyone at the moment.</p>}
            <Rows rooms={items} onGone={() => void found.reload()} />
            {nextCursor !== null && <More onMore={() => addPage(found.data, publicPage)} />}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Section({ children }: { children: ComponentChildren }) {
  return (
    <section class="section" aria-labelledby="public-rooms">
      <div class="section-head">
        <h2 id="public-rooms">Open to everyone</h2>
      </div>
      {children}
    </section>
  );
}

function Rows({ rooms, onGone }: { rooms: readonly PublicRoom[]; onGone: () => void }) {
  return (
    <ul class="room-list">
      {rooms.map((room) => (
        <PublicRow key={room.id} room={room} onGone={onGone} />
      ))}
    </ul>
  );
}

/** How far the user is on the way into a room, and what goes on. Leaving the screen ends a wait. */
function useJoin(sessionId: string, onGone: () => void) {
  const [, navigate] = useLocation();
  const state = useSignal<'idle' | 'busy' | 'waiting' | 'accepted'>('idle');
  const left = useRef(new AbortController());
  useEffect(() => () => left.current.abort(), []);
  const enter = async (session: ListeningSession): Promise<void> => {
    state.value = 'idle';
    await enterRoom(async () => session);
    navigate(addresses.room(sessionId));
  };
  const show = (now: Parameters<Parameters<typeof waitToJoin>[1]>[0]): void => {
    if (now.state === 'waiting') state.value = 'waiting';
    // After a wait there is no click of a moment ago, which browsers demand for sound.
    else if (now.state === 'in' && now.wasAsked) state.value = 'accepted';
    else if (now.state === 'in') entering.run(() => enter(now.session));
  };
  const join = (): void => {
    if (state.value === 'busy' || state.value === 'waiting' || entering.busy.value) return;
    // In the click itself: the answers of the service come too late for it.
    resumeSound().catch(() => undefined);
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
  const label = labelOf(room.isMember ? 'accepted' : state, requiresApproval);
  return (
    <li class="row">
      <span class="row-cover">
        <Cover track={room.track} />
      </span>
      <span class="row-text">
        <strong>{name}</strong>
        <span class="muted">{textOf(room)}</span>
        <span class="muted" role="status">
          {state === 'waiting' && `${room.ownerName ?? 'The owner'} has been asked.`}
          {state === 'accepted' && 'You may come in.'}
        </span>
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
