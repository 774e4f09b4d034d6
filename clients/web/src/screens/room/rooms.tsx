import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { fieldOf } from '../../format.ts';
import { Field } from '../../parts/field.tsx';
import { More } from '../../parts/more.tsx';
import { RoomRow } from '../../parts/room-row.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { invitationAddress } from '../../state/invitation.ts';
import { useResource } from '../../state/resource.ts';
import { findRooms, sortRooms, type Room, type RoomPage } from '../../state/rooms.ts';
import { AllPublicRooms } from './public-rooms.tsx';

const PAGE = 5;

/** The rooms of the user, and the way into one by its code. */
export default function Rooms() {
  const rooms = useResource('rooms', () => findRooms(PAGE));
  return (
    <Screen title="Rooms">
      <section class="section" aria-label="Your rooms">
        <Loaded of={rooms} skeleton={<SkeletonRows count={3} />}>
          {(first) =>
            first.items.length === 0 ? (
              <Empty title="No rooms yet">
                <p>Play something and press “Listen together”, or enter the code that someone gave you.</p>
              </Empty>
            ) : (
              <RoomList first={first} onGone={() => void rooms.reload()} />
            )
          }
        </Loaded>
      </section>
      <AllPublicRooms />
      <JoinForm />
    </Screen>
  );
}

function RoomList({ first, onGone }: { first: RoomPage; onGone: () => void }) {
  const later = useSignal<RoomPage | null>(null);
  const items = [...first.items, ...(later.value?.items ?? [])];
  const cursor = later.value === null ? first.nextCursor : later.value.nextCursor;
  const more = async (): Promise<void> => {
    const page = await findRooms(PAGE, cursor ?? undefined);
    const known = new Set(items.map(({ id }) => id));
    const added = page.items.filter(({ id }) => !known.has(id));
    later.value = { items: [...(later.value?.items ?? []), ...added], nextCursor: page.nextCursor };
  };
  const { live, empty } = sortRooms(items);
  return (
    <>
      <Part title="Listening now" rooms={live} onGone={onGone} />
      <Part title="Continue" rooms={empty} onGone={onGone} />
      {cursor !== null && <More onMore={more} />}
    </>
  );
}

function Part({ title, rooms, onGone }: { title: string; rooms: readonly Room[]; onGone: () => void }) {
  if (rooms.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul class="room-list">
        {rooms.map((room) => (
          <RoomRow key={room.id} room={room} onGone={onGone} />
        ))}
      </ul>
    </>
  );
}

/** Leads to the invitation of a code that was told or written. */
function JoinForm() {
  const [, navigate] = useLocation();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    navigate(invitationAddress(fieldOf(new FormData(event.currentTarget as HTMLFormElement), 'inviteCode')));
  };
  return (
    <section class="section" aria-labelledby="join-head">
      <div class="section-head">
        <h2 id="join-head">Join by code</h2>
      </div>
      <form class="form-line" onSubmit={submit}>
        <Field
          label="Invite code"
          class="code-input"
          name="inviteCode"
          required
          minLength={8}
          maxLength={8}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          hint="Eight letters and digits"
        />
        <button type="submit" class="button">
          Join
        </button>
      </form>
    </section>
  );
}
