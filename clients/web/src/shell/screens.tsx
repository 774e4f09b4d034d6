import { Redirect, Route, Switch } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import Home from '../screens/home.tsx';
import { invitation } from '../state/invitation.ts';
import { lazyScreen } from '../parts/lazy.tsx';
import { SkeletonCards } from '../parts/states.tsx';

const Search = lazyScreen(() => import('../screens/search/search.tsx'));
const Playlists = lazyScreen(() => import('../screens/playlists.tsx'));
const Library = lazyScreen(() => import('../screens/library/library.tsx'));
const Playlist = lazyScreen(() => import('../screens/playlist/playlist.tsx'));
const Albums = lazyScreen(() => import('../screens/catalogue/albums.tsx'), <SkeletonCards />);
const Album = lazyScreen(() => import('../screens/catalogue/album.tsx'));
const Artists = lazyScreen(() => import('../screens/catalogue/artists.tsx'));
const Artist = lazyScreen(() => import('../screens/catalogue/artist.tsx'));
const Genres = lazyScreen(() => import('../screens/catalogue/genres.tsx'));
const Genre = lazyScreen(() => import('../screens/catalogue/genre.tsx'));
const JoinPlaylist = lazyScreen(() => import('../screens/playlist/join.tsx'));
const PublicPlaylists = lazyScreen(() => import('../screens/playlist/public-playlists.tsx'));
const Queue = lazyScreen(() => import('../screens/queue.tsx'));
const Playing = lazyScreen(() => import('../screens/playing.tsx'));
const Rooms = lazyScreen(() => import('../screens/room/rooms.tsx'));
const Room = lazyScreen(() => import('../screens/room/room.tsx'));
const Invitation = lazyScreen(() => import('../screens/room/invitation.tsx'));
const Studio = lazyScreen(() => import('../screens/studio/studio.tsx'));
const Account = lazyScreen(() => import('../screens/account/account.tsx'));
const NotFound = lazyScreen(() => import('../screens/not-found.tsx'));

/** The screens of a user who is signed in, by address. */
export function Screens() {
  return (
    <Switch>
      <Route path={addresses.home} component={Home} />
      <Route path={addresses.search} component={Search} />
      <Route path={addresses.playlists} component={Playlists} />
      <Route path={addresses.liked} component={Library} />
      <Route path={addresses.rated} component={Library} />
      <Route path={addresses.history} component={Library} />
      <Route path={addresses.followedArtists} component={Library} />
      <Route path={addresses.playlistInvite} component={JoinPlaylist} />
      <Route path={addresses.publicPlaylists} component={PublicPlaylists} />
      <Route path={addresses.playlist(':playlistId')} component={Playlist} />
      <Route path={addresses.albums} component={Albums} />
      <Route path={addresses.album(':albumId')} component={Album} />
      <Route path={addresses.artists} component={Artists} />
      <Route path={addresses.artist(':artistId')} component={Artist} />
      <Route path={addresses.genres} component={Genres} />
      <Route path={addresses.genre(':genreId')} component={Genre} />
      <Route path={addresses.queue} component={Queue} />
      <Route path={addresses.playing} component={Playing} />
      <Route path={addresses.rooms} component={Rooms} />
      <Route path={addresses.room(':sessionId')} component={Room} />
      <Route path={addresses.invite} component={Invitation} />
      <Route path={addresses.studio} component={Studio} />
      <Route path={addresses.account} component={Account} />
      <Route path={addresses.signIn}>
        <Welcomed />
      </Route>
      <Route path={addresses.signUp}>
        <Welcomed />
      </Route>
      <Route path={addresses.resetPassword}>
        <Welcomed />
      </Route>
      <Route path={addresses.forgotPassword} component={Account} />
      <Route component={NotFound} />
    </Switch>
  );
}

/** Where a user goes who has just signed in: to the invitation, if there was one. */
function Welcomed() {
  const { value } = invitation;
  const { hash } = location;
  if (hash.startsWith('#list=')) return <Redirect to={addresses.playlistInvite + hash} replace />;
  return <Redirect to={value === '' ? addresses.home : `${addresses.invite}#join=${value}`} replace />;
}
