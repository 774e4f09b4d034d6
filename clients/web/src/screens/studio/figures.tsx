import type { Track, TrackFigures } from '@downbeat/sdk';
import { countText } from '../../format.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { loadLibrary } from '../../state/music-library.ts';
import { useResource } from '../../state/resource.ts';

interface Props {
  track: Track;
  onClose: () => void;
}

const dayText = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** How often a track of the artist was played, by day. */
export function Figures({ track: { id, title }, onClose }: Props) {
  const figures = useResource(`figures ${id}`, async () =>
    (await loadLibrary()).getTrackFigures({ trackId: id }),
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <Loaded of={figures} skeleton={<SkeletonRows count={2} />}>
        {({ plays, listeners, ratings, averageRating, days }) => (
          <>
            <p class="lead">
              {countText(plays, 'play')} by {countText(listeners, 'listener')}
            </p>
            {averageRating !== null && (
              <p>
                {averageRating.toFixed(1)} of 5 by {countText(ratings, 'rating')}
              </p>
            )}
            <Days days={days} />
            <p class="muted">The last 30 days. Your own plays and ratings do not count.</p>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

/** One bar for each day; screen readers get the days on which it was played. */
function Days({ days }: Pick<TrackFigures, 'days'>) {
  const most = Math.max(1, ...days.map(({ plays }) => plays));
  const played = days.filter(({ plays }) => plays > 0);
  const textOf = ({ day, plays, listeners }: TrackFigures['days'][number]): string =>
    `${dayText.format(new Date(day))}: ${countText(plays, 'play')} by ${countText(listeners, 'listener')}`;
  return (
    <>
      <div class="days" aria-hidden="true">
        {days.map((day) => (
          <span key={day.day} title={textOf(day)} style={{ '--part': String(day.plays / most) }} />
        ))}
      </div>
      <ul class="unseen">
        {played.map((day) => (
          <li key={day.day}>{textOf(day)}</li>
        ))}
      </ul>
    </>
  );
}
