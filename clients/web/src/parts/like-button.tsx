import type { Track } from '@downbeat/sdk';
import { stateOf, toggleLike } from '../state/likes.ts';
import { IconButton } from './icon-button.tsx';
import type { MenuItem } from './menu.tsx';

/** A heart, filled for a track that the user likes. */
export function LikeButton({ track }: { track: Pick<Track, 'id' | 'title'> }) {
  const isLiked = stateOf(track.id).value?.isLiked === true;
  return (
    <IconButton
      class="like"
      icon="heart"
      label={`Like ${track.title}`}
      pressed={isLiked}
      onClick={() => void toggleLike(track)}
    />
  );
}

/** The same as an entry of a menu, where there is no room for a heart. */
export function likeItem(track: Pick<Track, 'id'>): MenuItem {
  const isLiked = stateOf(track.id).value?.isLiked === true;
  return { label: isLiked ? 'Like no longer' : 'Like', icon: 'heart', run: () => void toggleLike(track) };
}
