import { Cover } from '../../parts/cover.tsx';
import { currentItem } from '../../state/playback.ts';
import { trackOf } from '../../state/tracks.ts';

/** What the room plays, or would play first. */
export function NowHere() {
  const item = currentItem.value;
  if (item === null) return null;
  return (
    <div class="room-now">
      <Cover track={trackOf(item.trackId).value ?? { title: item.title, coverUrl: null }} width={320} eager />
      <span class="row-text">
        <strong class="lead">{item.title}</strong>
        <span class="muted">{item.artistName}</span>
      </span>
    </div>
  );
}
