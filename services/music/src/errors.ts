import { defineErrors, type FieldError } from '@downbeat/shared/errors';

/** The problems of tracks, their files and playlists. */
export const errors = defineErrors({
  SIGNATURE_INVALID: { status: 401, title: 'The signature of this URL is not valid' },
  SIGNATURE_EXPIRED: { status: 401, title: 'This URL has expired; ask for a new one' },
  TRACK_NOT_FOUND: { status: 404, title: 'There is no such track' },
  ALBUM_NOT_FOUND: { status: 404, title: 'There is no such album' },
  ARTIST_NOT_FOUND: { status: 404, title: 'There is no such artist' },
  GENRE_NOT_FOUND: { status: 404, title: 'There is no such genre' },
  COVER_NOT_FOUND: { status: 404, title: 'This track has no cover' },
  PLAYLIST_NOT_FOUND: { status: 404, title: 'There is no such playlist' },
  PLAYLIST_ITEM_NOT_FOUND: { status: 404, title: 'There is no such item in this playlist' },
  PLAYLIST_MEMBER_NOT_FOUND: { status: 404, title: 'This user is not a member of the playlist' },
  QUOTA_EXCEEDED: { status: 409, title: 'You have reached the limit of your account' },
  PLAYLIST_LIMIT_REACHED: { status: 409, title: 'You have reached the limit of playlists' },
  LIKE_LIMIT_REACHED: { status: 409, title: 'You like as many tracks as an account may' },
  RATING_LIMIT_REACHED: { status: 409, title: 'You have rated as many tracks as an account may' },
  ARTIST_FOLLOW_LIMIT_REACHED: { status: 409, title: 'You follow as many artists as an account may' },
  PLAYLIST_FULL: { status: 409, title: 'This playlist is full' },
  DOWNLOAD_TOO_LARGE: { status: 409, title: 'This is more than one download may have' },
  PLAYLIST_MEMBERS_FULL: { status: 409, title: 'This playlist has as many members as one may have' },
  PLAYLIST_INVITES_FULL: { status: 409, title: 'This playlist has as many invites as one may have' },
  PLAYLIST_LIST_FULL: { status: 409, title: 'You have as many playlists of others as an account may' },
  PLAYLIST_CHANGED: { status: 409, title: 'The playlist has changed in the meantime' },
  AUDIO_NOT_RECOGNISED: { status: 415, title: 'The file is not MP3, FLAC, Ogg, M4A or WAV' },
  COVER_NOT_RECOGNISED: { status: 415, title: 'The cover is not a JPEG, PNG or WebP that we can read' },
  RANGE_NOT_SATISFIABLE: { status: 416, title: 'The file has no such range' },
  AUDIO_UNREADABLE: { status: 422, title: 'The file claims to be audio but cannot be read as such' },
  PLAYLIST_FILE_UNREADABLE: { status: 422, title: 'This is no playlist that can be read' },
  PLAYLIST_ORDER_INVALID: { status: 422, title: 'An order names every item of the playlist once' },
  PLAY_QUEUE_CHANGED: { status: 409, title: 'The play queue has changed in the meantime' },
  PLAY_QUEUE_INVALID: { status: 422, title: 'The current track is none of the queue' },
  LISTENBRAINZ_TOKEN_INVALID: { status: 422, title: 'ListenBrainz does not know this token' },
  LISTENBRAINZ_UNAVAILABLE: { status: 503, title: 'ListenBrainz cannot be reached at the moment' },
  STORAGE_UNAVAILABLE: { status: 503, title: 'Files cannot be reached at the moment' },
  STORAGE_FULL: { status: 507, title: 'There is not enough space for this file' },
});

/** Names the invalid part of an upload form, and what is allowed there. */
export function formFault(field: 'audio' | 'cover', message: string): { errors: FieldError[] } {
  return { errors: [{ in: 'form', field, message }] };
}

export const AUDIO_ALLOWED = 'must be a complete MP3, FLAC, Ogg, M4A or WAV file';
export const COVER_ALLOWED = 'must be a JPEG, PNG or WebP picture';
