import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { isAlone } from '../permissions.ts';
import { Cover } from '../parts/cover.tsx';
import { Icon } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { LikeButton } from '../parts/like-button.tsx';
import { SyncLight, syncWord } from '../parts/sync-light.tsx';
import { continueKept, kept } from '../state/kept.ts';
import { currentItem } from '../state/playback.ts';
import { entering, opened, roomState } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';
import { Seek } from '../parts/seek.tsx';
import { MoreControls, Transport } from '../parts/transport.tsx';
import { Volume } from '../parts/volume.tsx';

/** What plays, and everything that can be done with it. It never leaves. */
export function PlayerBar() {
  return (
    <section class="player" aria-label="Player">
      {opened.value !== null ? <Playing /> : kept.value !== null ? <Kept /> : <Silent />}
    </section>
  );
}

function Playing() {
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

/** What this tab was in before it was loaded again; browsers demand a click before it sounds. */
function Kept() {
  const room = kept.value;
  const track = room?.trackId ? trackOf(room.trackId).value : null;
  return (
    <>
      <div class="player-now">
        <span class="player-cover">
          <Cover track={track} eager />
        </span>
        <span class="row-text now">
          <strong>{track?.title ?? room?.name}</strong>
          <span class="muted">You were here before</span>
        </span>
      </div>
      <div class="transport">
        <IconButton
          icon="play"
          label="Continue listening"
          class="play"
          busy={entering.busy.value}
          onClick={continueKept}
        />
      </div>
    </>
  );
}

function Silent() {
  return (
    <div class="player-now">
      <span class="player-cover">
        <Cover track={null} />
      </span>
      <span class="row-text now">
        <strong>Nothing plays yet</strong>
        <span class="muted">Press play on a cover.</span>
      </span>
    </div>
  );
}
