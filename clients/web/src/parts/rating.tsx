import type { Track } from '@downbeat/sdk';
import { useId } from 'preact/hooks';
import { countText } from '../format.ts';
import { ask } from '../state/ask.ts';
import { stateOf } from '../state/likes.ts';
import { rate } from '../state/ratings.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import type { MenuItem } from './menu.tsx';
import '../style/rating.css';

const STARS = [1, 2, 3, 4, 5];

type Rated = Pick<Track, 'id' | 'title'>;

/** Five stars, of which one is chosen: radio buttons, for the arrow keys and for screen readers. */
export function Rating({ track }: { track: Rated }) {
  const name = useId();
  const own = stateOf(track.id).value?.userRating ?? 0;
  return (
    <div class="rating">
      <fieldset class="stars">
        <legend class="unseen">Rate {track.title}</legend>
        {STARS.map((stars) => (
          <label key={stars} class={stars <= own ? 'star is-on' : 'star'} title={countText(stars, 'star')}>
            <input
              type="radio"
              name={name}
              aria-label={countText(stars, 'star')}
              checked={stars === own}
              onChange={() => void rate(track.id, stars)}
            />
            <Icon name="star" />
          </label>
        ))}
      </fieldset>
      {own > 0 && (
        <IconButton
          icon="close"
          label={`Take your rating of ${track.title} back`}
          onClick={() => void rate(track.id, null)}
        />
      )}
      <Others trackId={track.id} />
    </div>
  );
}

/** What all together think of it. */
function Others({ trackId }: { trackId: string }) {
  const { averageRating = null, ratings = 0 } = stateOf(trackId).value ?? {};
  if (averageRating === null) return null;
  return (
    <span class="muted">
      {averageRating.toFixed(1)} of 5, {countText(ratings, 'rating')}
    </span>
  );
}

/** The entry of a menu that asks for the rating. */
export const rateItem = (track: Rated): MenuItem => ({
  label: 'Rate',
  icon: 'star',
  run: () =>
    void ask({ title: `Rate ${track.title}`, text: <Rating track={track} />, yes: 'Done', isOnly: true }),
});
