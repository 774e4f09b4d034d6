import { Cover } from '../parts/cover.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { lazyScreen } from '../parts/lazy.tsx';
import { continueKept, kept } from '../state/kept.ts';
import { entering, opened } from '../state/room.ts';
import { trackOf } from '../state/tracks.ts';

const Playing = lazyScreen(() => import('./playing-bar.tsx'), null);

/** What plays, and everything that can be done with it. It never leaves. */
export function PlayerBar() {
  return (
    <section class="player" aria-label="Player">
      {opened.value !== null ? <Playing /> : kept.value !== null ? <Kept /> : <Silent />}
    </section>
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
