import type { Track } from '@downbeat/sdk';
import { countText } from '../format.ts';
import { stateOf } from '../state/likes.ts';

/** How often others have played a track, in words; nothing until it is known. */
export function PlayCount({ track }: { track: Pick<Track, 'id'> }) {
  const plays = stateOf(track.id).value?.plays;
  return <>{plays === undefined ? '' : countText(plays, 'play')}</>;
}
