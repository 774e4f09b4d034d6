import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { roomText } from '../format.ts';
import { user } from '../state/account.ts';
import { mayLeaveOthers } from '../state/playback.ts';
import { enterSession, entering, opened } from '../state/room.ts';
import type { Room } from '../state/rooms.ts';
import { trackOf } from '../state/tracks.ts';
import { Cover } from './cover.tsx';

interface Props {
  room: Room;
  onGone?: () => void;
}

/** A room that the user may go back to. Each is entered by a click, because browsers demand one for sound. */
export function RoomRow({ room, onGone }: Props) {
  const isHere = opened.value?.session.id === room.id;
  const enter = (): void =>
    entering.run(async () => {
      if (!(await mayLeaveOthers())) return;
      try {
        await enterSession(room.id);
      } finally {
        onGone?.();
      }
    });
  return (
    <li class="row" aria-current={isHere ? 'true' : undefined}>
      <span class="row-cover">
        <Cover track={room.trackId === null ? null : trackOf(room.trackId).value} />
      </span>
      <span class="row-text">
        <strong>{room.name}</strong>
        <span class="muted">{isHere ? 'You are here' : roomText(room, user.value?.id ?? '')}</span>
      </span>
      {isHere ? (
        <Link class="button" href={addresses.room(room.id)} aria-label={`Open ${room.name}`}>
          Open
        </Link>
      ) : (
        <button
          type="button"
          class="button"
          aria-label={`Enter ${room.name}`}
          aria-disabled={entering.busy.value}
          onClick={enter}
        >
          Enter
        </button>
      )}
    </li>
  );
}
