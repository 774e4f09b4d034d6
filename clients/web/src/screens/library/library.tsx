import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { FollowedArtists } from './followed-artists.tsx';
import { History } from './history.tsx';
import { Liked, Rated } from './kept-tracks.tsx';

/** What the page keeps for the user, by the address. One file for all: each on its own would make the first screen larger. */
export default function Library() {
  const [path] = useLocation();
  if (path === addresses.liked) return <Liked />;
  if (path === addresses.rated) return <Rated />;
  return path === addresses.history ? <History /> : <FollowedArtists />;
}
