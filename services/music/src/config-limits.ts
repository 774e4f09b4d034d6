import { Type } from '@sinclair/typebox';

export const MEBIBYTE = 1024 * 1024;
export const GIBIBYTE = 1024 * MEBIBYTE;

export const integer = (description: string, value: number, range: { minimum: number; maximum: number }) =>
  Type.Integer({ description, ...range, default: value, examples: [value] });

const perMinute = (description: string, value: number) =>
  integer(`${description} per minute and account`, value, { minimum: 1, maximum: 1_000_000 });

export const rateFragment = {
  UPLOADS_PER_MINUTE: perMinute('uploads', 30),
  DOWNLOADS_PER_MINUTE: perMinute('downloads of albums and playlists', 30),
  SEARCHES_PER_MINUTE: perMinute('searches', 240),
  CHANGES_PER_MINUTE: perMinute('changes of tracks, playlists and listening sessions, of each kind,', 300),
  SESSIONS_PER_MINUTE: perMinute('listening sessions opened, joined, and (per IP) previewed,', 60),
  GUESTS_PER_MINUTE: integer('guests who join listening sessions, per minute and IP', 30, {
    minimum: 1,
    maximum: 1_000_000,
  }),
  TICKETS_PER_MINUTE: perMinute('tickets for sockets', 120),
  CHATS_PER_MINUTE: perMinute('chat messages in listening sessions', 60),
  REACTIONS_PER_MINUTE: perMinute('reactions in listening sessions', 120),
};

const quota = (description: string, value: number, maximum = 1_000_000) =>
  integer(description, value, { minimum: 0, maximum });

/** Only artists upload, so only they have a quota of tracks. */
export const quotaFragment = {
  ARTIST_MAX_TRACKS: quota('tracks of an artist', 1_000),
  ARTIST_MAX_BYTES: quota("bytes of an artist's tracks and covers", 10 * GIBIBYTE, 10 ** 14),
  LISTENER_MAX_PLAYLISTS: quota('playlists of a listener', 200, 1_000),
  ARTIST_MAX_PLAYLISTS: quota('playlists of an artist', 200, 1_000),
  ADMIN_MAX_PLAYLISTS: quota('playlists of an admin', 200, 1_000),
  LISTENER_MAX_SESSIONS: quota('listening sessions of a listener', 50, 1_000),
  ARTIST_MAX_SESSIONS: quota('listening sessions of an artist', 50, 1_000),
  ADMIN_MAX_SESSIONS: quota('listening sessions of an admin', 50, 1_000),
  MAX_PLAYLIST_ITEMS: integer('items of a playlist', 1_000, { minimum: 1, maximum: 1_000 }),
  MAX_LIKES: integer('liked tracks of an account', 10_000, { minimum: 1, maximum: 100_000 }),
  MAX_RATINGS: integer('rated tracks of an account', 10_000, { minimum: 1, maximum: 100_000 }),
  MAX_FOLLOWED_ARTISTS: integer('artists that an account follows', 1_000, { minimum: 1, maximum: 1_000 }),
  MAX_HISTORY_ENTRIES: integer("plays in an account's history", 10_000, { minimum: 1, maximum: 100_000 }),
  TRAIL_RETENTION_DAYS: quota('days for which trails of sessions are kept; 0: none', 30, 365),
  RELEASE_WINDOW_SECONDS: integer(
    'how long what an artist publishes is collected before followers are told of it together',
    3_600,
    { minimum: 1, maximum: 86_400 },
  ),
  UPLOADS_AT_ONCE: integer('uploads at once of one account, in each instance', 3, {
    minimum: 1,
    maximum: 1_000,
  }),
  DOWNLOADS_AT_ONCE: integer('albums and playlists that one account downloads at once, in each instance', 2, {
    minimum: 1,
    maximum: 1_000,
  }),
  MAX_DOWNLOAD_TRACKS: integer('tracks of one archive', 1_000, { minimum: 1, maximum: 1_000 }),
  MAX_DOWNLOAD_BYTES: integer('bytes of one archive', 20 * GIBIBYTE, { minimum: 1024, maximum: 10 ** 14 }),
  UPLOADS_NEED_VERIFIED: Type.Optional(
    Type.Boolean({
      description: 'whether an upload needs a confirmed e-mail address; true in production when not set',
      examples: [true],
    }),
  ),
};
