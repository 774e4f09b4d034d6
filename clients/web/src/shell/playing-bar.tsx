import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { isAlone } from '../permissions.ts';
import { Cover } from '../parts/cover.tsx';
import { Icon } from '../parts/icon.tsx';
import { LikeButton } from '../parts/like-button.tsx';
import { PlayingOn } from '../parts/playing-on.tsx';
import { Seek } from '../parts/seek.tsx';
import { SyncLight, syncWord } from '../parts/sync-light.tsx';
import { MoreControls, Transport } from '../parts/transport.tsx';
import { currentItem } from '../state/playback.ts';
import { opened, roomState } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';
import { Volume } from '../parts/volume.tsx';

/** What plays, while a room is open. Loaded with the first one. */
export default function PlayingBar() {
  const item = currentItem.value;
  return (
    <>
      <Link class="player-now" href={addresses.playing}>
        <span class="unseen">Show what plays: </span>
        <span class="player-cover">
          <Cover track={item === null ? null : trackOf(item.trackId).value} eager />
        </span>
        <span class="row-text now">
          <strong>{item?.title}</strong>
          <span class="muted">{item?.artistName}</span>
        </span>
      </Link>
      <Transport />
      <Seek />
      <div class="player-rest">
        {item !== null && <LikeButton track={{ id: item.trackId, title: item.title }} />}
        <MoreControls />
        <PlayingOn />
        <Volume />
        <Together />
      </div>
    </>
  );
}

/** Opens the room that plays already: its link, its code, and who is there. */
function Together() {
  const [, navigate] = useLocation();
  const state = roomState.value;
  const session = opened.value?.session;
  if (state === null || session === undefined) return null;
  const text = isAlone(state) ? 'Listen together' : `${state.memberCount} listening · ${syncWord()}`;
  return (
    <button
      type="button"
      class="button together"
      title={text}
      onClick={() => navigate(addresses.room(session.id))}
    >
      {isAlone(state) ? <Icon name="people" /> : <SyncLight />}
      <span class="together-text">{text}</span>
    </button>
  );
}
