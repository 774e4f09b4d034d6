/** The addresses of the page's screens. The page's servers answer them (deploy/local/page-server.ts, deploy/gateway). */
export const addresses = {
  home: '/',
  search: '/search',
  playlists: '/playlists',
  // Below the playlists, so that the servers of the page answer them already.
  liked: '/playlists/liked',
  rated: '/playlists/rated',
  history: '/playlists/history',
  followedArtists: '/playlists/artists',
  playlistInvite: '/playlists/join',
  publicPlaylists: '/playlists/public',
  playlist: (playlistId: string) => `/playlists/${playlistId}`,
  albums: '/albums',
  album: (albumId: string) => `/albums/${albumId}`,
  artists: '/artists',
  artist: (artistId: string) => `/artists/${artistId}`,
  genres: '/genres',
  genre: (genreId: string) => `/genres/${genreId}`,
  queue: '/queue',
  playing: '/playing',
  rooms: '/rooms',
  room: (sessionId: string) => `/rooms/${sessionId}`,
  studio: '/studio',
  account: '/account',
  signIn: '/sign-in',
  signUp: '/sign-up',
  invite: '/invite',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
} as const;

/** The link that invites to a playlist; its code is in no server's log either. */
export function playlistInviteLink(inviteCode: string): string {
  return `${location.origin}${addresses.playlistInvite}#list=${inviteCode}`;
}

/**
 * The link that invites to a room. Browsers do not send the part after the # to a server, so the code is in no server's
 * log.
 */
export function inviteLink(inviteCode: string): string {
  return `${location.origin}${addresses.invite}#join=${inviteCode}`;
}
