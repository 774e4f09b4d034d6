// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
export interface paths {
  '/api/music/get': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List tracks */
    get: operations['listTracks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/create': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Upload a track
     * @description MP3, FLAC, Ogg, M4A or WAV, detected by its bytes. The tags of the file fill in the text parts that are missing or empty. The file is streamed to storage and never held in memory as a whole. In production the e-mail address must be confirmed first (EMAIL_NOT_VERIFIED). An account has a limit of tracks and of their bytes (QUOTA_EXCEEDED, 409) and of uploads at once (RATE_LIMITED). STORAGE_FULL (507) also protects the reserve of free space.
     */
    post: operations['createTrack'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change several tracks in the same way
     * @description Each is decided on its own, as by `updateTrack`. A track that is refused as UNAVAILABLE can be sent again.
     */
    patch: operations['updateTracks'];
    trace?: never;
  };
  '/api/music/duplicates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Find which files are among your tracks already
     * @description Before an upload, by the SHA-256 of each file. Only the very same file is found, not one of the same recording that was encoded another time.
     */
    post: operations['findDuplicates'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /** Get a track */
    get: operations['getTrack'];
    put?: never;
    post?: never;
    /**
     * Delete a track
     * @description For the artist who uploaded it, and for admins.
     */
    delete: operations['deleteTrack'];
    options?: never;
    head?: never;
    /**
     * Change the metadata of a track, or who can see it
     * @description For the artist who uploaded it, and for admins. What is left out stays as it is; `null` removes a value. The file itself stays as it was uploaded.
     */
    patch: operations['updateTrack'];
    trace?: never;
  };
  '/api/music/tracks/{trackId}/stream': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /**
     * Stream a track
     * @description For an `<audio>` element, which sends no Authorization header: `streamUrl` carries a signature instead. One byte range per request (RFC 9110, section 14); a request for several ranges gets the whole file.
     *
     *     Without `formats` and `maxBitRate`: the file that was uploaded, if browsers play it, else its best rendition. Add them to `streamUrl`, whose signature stays valid, to get what a client can play over its line. Of the original, Opus with 160 and with 96 kbit/s, and AAC with 128, the first comes that has one of the formats and at most the bit rate; if none has, the one with the lowest bit rate among those in the formats; if there is none yet, the original. `x-rendition` says which it is. All have the same samples at the same time, without the delay of an encoder, so positions mean the same in each. With `as=attachment` a browser saves the file, with `formats=raw` the one that was uploaded.
     */
    get: operations['streamTrack'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/cover': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /**
     * Get the cover of a track
     * @description Soon after the upload it is there in three sizes, each as AVIF, WebP and JPEG. With `size` the answer is the smallest file that is large enough, of a type that the `Accept` header names; JPEG needs no name. Until then, and without `size`, it is the whole cover. An answer to a URL that names the present cover (`v`, as in `coverUrl`) may be kept as long as the URL is valid.
     */
    get: operations['getTrackCover'];
    /**
     * Give a track another cover
     * @description For the artist who uploaded it, and for admins. It is checked as at the upload. It counts for the bytes of the artist (QUOTA_EXCEEDED, 409).
     */
    put: operations['setTrackCover'];
    post?: never;
    /**
     * Remove the cover of a track
     * @description For the artist who uploaded it, and for admins. Also when it has none.
     */
    delete: operations['removeTrackCover'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/edits': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /**
     * List what was changed of a track, the last change first
     * @description For the artist who uploaded it, and for admins. The last 50 changes are kept.
     */
    get: operations['listTrackEdits'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/lyrics': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /**
     * Get the lyrics of a track
     * @description From the tags of the file at its upload, or as its artist has written them since. Without any, `lines` is empty.
     */
    get: operations['getLyrics'];
    /**
     * Write the lyrics of a track
     * @description For the artist who uploaded it, and for admins. A text in which a line begins with `[mm:ss.xx]` is read as LRC: lines without a time are left out then, `[offset:…]` moves all. Any other text has no times. At most 2,000 lines of 500 characters are kept.
     */
    put: operations['setLyrics'];
    post?: never;
    /**
     * Remove the lyrics of a track
     * @description For the artist who uploaded it, and for admins; also when it has none.
     */
    delete: operations['removeLyrics'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/analysis': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /**
     * Get what decoding a track has found
     * @description Each upload is decoded once, in the background, after it is stored; it can be played before that. The answer has the waveform for a seek bar.
     */
    get: operations['getTrackAnalysis'];
    put?: never;
    /**
     * Analyse a track again
     * @description For the artist who uploaded it, and for admins, e.g. after a failure. While it is pending this changes nothing. If its renditions have failed, they are made again, too.
     */
    post: operations['analyseTrack'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/like': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Like a track
     * @description Liking it again changes nothing. OpenSubsonic calls it `star`.
     */
    put: operations['likeTrack'];
    post?: never;
    /**
     * Like a track no longer
     * @description Also when it was not liked, or has been deleted.
     */
    delete: operations['unlikeTrack'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/rating': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Rate a track
     * @description From 1 to 5, in the place of an earlier rating. It counts for `averageRating`, unless the track is one's own. The word and the scale are those of OpenSubsonic, whose 0 is `removeRating`.
     */
    put: operations['setRating'];
    post?: never;
    /**
     * Take the rating of a track back
     * @description Also when it was not rated, or has been deleted.
     */
    delete: operations['removeRating'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/tracks/{trackId}/figures': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    /**
     * Get how often a track is played, by how many, and how it is rated
     * @description For the artist who uploaded it, and for admins. Plays and ratings by that artist do not count. Days are those of UTC.
     */
    get: operations['getTrackFigures'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/track-states': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Which of these tracks are liked, how they are rated, and how often they are played
     * @description For the tracks that a page shows. Lists of tracks do not say it, because they are the same for all readers.
     */
    get: operations['listTrackStates'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/likes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tracks that the caller likes, the last liked first
     * @description A page can have fewer than `limit` before the end, where a track is being deleted; the list ends where `nextCursor` is `null`.
     */
    get: operations['listLikedTracks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/ratings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tracks that the caller has rated, the best first
     * @description Of the same rating, the last rated first. A page can have fewer than `limit` before the end, where a track is being deleted; the list ends where `nextCursor` is `null`.
     */
    get: operations['listRatedTracks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/plays': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Report what was played
     * @description A play counts when half of the track or 4 minutes of it were played (OpenSubsonic and Last.fm call the report `scrobble`). It may be reported up to 14 days later, e.g. after it was played without a network. Each report is decided on its own, so one that is refused keeps none of the others from counting. It is safe to send them again: an `id` counts once. The same track by the same account sooner than half of it, or 4 minutes, after the play before is no further play: two devices in a room are one listener.
     */
    post: operations['reportPlays'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/now-playing': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What the caller plays now, on any device
     * @description No other account sees it. Nothing once the track has ended, unless a device has set another one.
     */
    get: operations['getNowPlaying'];
    /**
     * Say what the caller plays now
     * @description At the start of a track, and after a pause or a jump. The last device wins. Other devices of the account see it; other accounts do not. An account that is connected to ListenBrainz has it told there, too (`playing_now`), unless the track is not public. It is no play: those are reported when enough was heard.
     */
    put: operations['setNowPlaying'];
    post?: never;
    /**
     * Say that the caller plays nothing
     * @description At a pause or stop. ListenBrainz takes nothing back; there it ends with the length of the track.
     */
    delete: operations['clearNowPlaying'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/play-queue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The queue that the caller plays alone, from any device
     * @description So that another device goes on from there (OpenSubsonic: `getPlayQueue`). No other account sees it. It is kept for 400 days after the last save.
     */
    get: operations['getPlayQueue'];
    /**
     * Replace the caller's play queue
     * @description At most 500 tracks; a player of more saves those around the current one. The last save wins. With the `revision` of the queue that it is based on, a save is refused when another device has saved since: PLAY_QUEUE_CHANGED, and nothing is written. Tracks are not looked up. Save at a new track, a pause, an edit, and now and then in between.
     */
    put: operations['savePlayQueue'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/listenbrainz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the caller's plays are submitted to ListenBrainz */
    get: operations['getScrobbling'];
    /**
     * Have the caller's plays submitted to ListenBrainz
     * @description With a user token of ListenBrainz, which is checked there, kept encrypted, and never shown again. From then on each play that counts is submitted, unless its track is not public then. What waits is submitted later: while the server is away, or when it asks for a pause. At most 1,000 plays wait, for 30 days. A token that ListenBrainz refuses later ends it (`state: refused`) until another is given; then what waits is submitted.
     */
    put: operations['connectListenBrainz'];
    post?: never;
    /**
     * Submit the caller's plays no longer
     * @description Deletes the token, and the plays that wait. What ListenBrainz has, it keeps.
     */
    delete: operations['disconnectListenBrainz'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the caller's plays, newest first
     * @description The latest 10,000 of the last 400 days, unless the installation keeps another number.
     */
    get: operations['listHistory'];
    put?: never;
    post?: never;
    /**
     * Clear the history
     * @description Also empties the list of played tracks. What the artists of these tracks see as a number stays.
     */
    delete: operations['clearHistory'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/history/{playId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playId: components['schemas']['PlayId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Remove an entry from the history
     * @description Also when there is no such entry. Reporting the same `id` again does not bring it back.
     */
    delete: operations['deleteHistoryEntry'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/played': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tracks that the caller has played, each once
     * @description A page can have fewer than `limit` before the end, where a track is being deleted; the list ends where `nextCursor` is `null`.
     */
    get: operations['listPlayedTracks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Search artists, albums, playlists and tracks at once
     * @description The best few of each kind. Artists and albums that are named exactly as `q` come first, then the artists with the most tracks, and the albums that got a track last. Playlists are the caller's own and those of others in which the caller is a member or that the caller follows, newest first. Tracks are in the order of `relevance`. The lists of artists, albums and tracks take the same `q`, and have all.
     */
    get: operations['search'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/suggestions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Suggest artists, albums and tracks while the user types
     * @description Those whose name or title begins with `q` come first, then those that have the words elsewhere. It reads a bounded number of entries, also for a single letter, so it does not find everything that a search finds.
     */
    get: operations['listSuggestions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/albums': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List albums
     * @description An album is what the tracks of one account with the same album artist and title make; without an album artist, their first artist. It is there as long as it has a public track.
     */
    get: operations['listAlbums'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/albums/{albumId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        albumId: components['parameters']['AlbumId'];
      };
      cookie?: never;
    };
    /**
     * Get an album with its tracks
     * @description In the order of disc and track number; tracks without a number last. The account that has uploaded it, and admins, also get the tracks that are not public.
     */
    get: operations['getAlbum'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/albums/{albumId}/download': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        albumId: components['parameters']['AlbumId'];
      };
      cookie?: never;
    };
    /**
     * Download an album as one ZIP
     * @description The tracks of the album that the caller sees, as the files that were uploaded, with their covers and an M3U8 of them. Nothing is compressed, so `content-length` is known. Files that cannot be found are named in the entry `Not included.txt`. When a file fails later, the connection ends before the announced length. Of each account a few downloads run at once.
     */
    get: operations['downloadAlbum'];
    put?: never;
    /**
     * Get a link that downloads an album
     * @description For a browser, which sends no Authorization header with a link. The link begins downloads for ten minutes, with the rights of the caller, unless the auth session ends before.
     */
    post: operations['createAlbumDownload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/artists': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List artists, by name
     * @description Those in the tags of public tracks, and the accounts whose tracks name none. The same name in the tracks of two accounts is two artists.
     */
    get: operations['listArtists'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/artists/{artistId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        artistId: components['parameters']['CatalogueArtistId'];
      };
      cookie?: never;
    };
    /**
     * Get an artist with the newest albums and tracks
     * @description At most 20 of each; `listAlbums` with `artistId` has all albums. The account whose tracks name the artist, and admins, also get what is not public.
     */
    get: operations['getArtist'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/artists/{artistId}/follow': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        artistId: components['parameters']['CatalogueArtistId'];
      };
      cookie?: never;
    };
    /**
     * Whether the caller follows an artist, and how many do
     * @description `getArtist` does not say it, because its answer is the same for all readers.
     */
    get: operations['getArtistFollow'];
    /**
     * Follow an artist
     * @description `listNewReleases` has the tracks of the artist from then on, also the earlier ones.
     */
    put: operations['followArtist'];
    post?: never;
    /**
     * Follow an artist no longer
     * @description Also when there is no such artist any more.
     */
    delete: operations['unfollowArtist'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/followed-artists': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the artists that the caller follows, the last followed first */
    get: operations['listFollowedArtists'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/new-releases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tracks of the artists that the caller follows, the last published first
     * @description By the moment at which a track became public first. A page can have fewer than `limit` before the end, where a track is being deleted; the list ends where `nextCursor` is `null`.
     */
    get: operations['listNewReleases'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/genres': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the genres of public tracks, by name */
    get: operations['listGenres'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/genres/{genreId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        genreId: components['parameters']['GenreId'];
      };
      cookie?: never;
    };
    /** Get a genre */
    get: operations['getGenre'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/genres/{genreId}/tracks': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        genreId: components['parameters']['GenreId'];
      };
      cookie?: never;
    };
    /**
     * List the public tracks of a genre, the newest first
     * @description Empty for a genre that is not there.
     */
    get: operations['listGenreTracks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the caller's playlists, newest first
     * @description Those of the caller, and those of others in which the caller is a member (`role`) or which the caller follows (`isFollowed`).
     */
    get: operations['listPlaylists'];
    put?: never;
    /** Create a playlist */
    post: operations['createPlaylist'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    /**
     * Get a playlist with its tracks
     * @description Only its owner and members find a private playlist; for all others it does not exist.
     */
    get: operations['getPlaylist'];
    put?: never;
    post?: never;
    /**
     * Delete a playlist
     * @description For the owner.
     */
    delete: operations['deletePlaylist'];
    options?: never;
    head?: never;
    /**
     * Change the name, the description or the visibility of a playlist
     * @description For the owner, and without the visibility for members with the role `edit`.
     */
    patch: operations['updatePlaylist'];
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/items': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Put the items in another order
     * @description Names every item once. An order for an older `revision` is refused and changes nothing. For the owner, and members with the role `edit`.
     */
    put: operations['reorderPlaylist'];
    /**
     * Add a track
     * @description At the end, or before another item. For the owner, and members with the role `add` or `edit`.
     */
    post: operations['addPlaylistItem'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/items/{itemId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
        itemId: components['schemas']['Id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Remove an item
     * @description For the owner, and members with the role `edit`; with the role `add` for what they have added themselves.
     */
    delete: operations['removePlaylistItem'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/tracks': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Add up to 100 tracks
     * @description At the end, or before another item. All are added, or none: TRACK_NOT_FOUND names those that do not exist. For the owner, and members with the role `add` or `edit`.
     */
    post: operations['addPlaylistTracks'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/copies': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a playlist of your own from one that you can see
     * @description It is private, and has the description and the tracks that you see in the original.
     */
    post: operations['duplicatePlaylist'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/join': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Join a playlist with an invite code
     * @description The caller becomes a member, with the role of the invite. The role of one who is a member already stays.
     */
    post: operations['joinPlaylist'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/invites': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    /**
     * List the invites to a playlist that have not expired
     * @description For the owner.
     */
    get: operations['listPlaylistInvites'];
    put?: never;
    /**
     * Invite others to a playlist
     * @description For the owner. Who has the code can join until it expires. A playlist has at most 10 such invites.
     */
    post: operations['createPlaylistInvite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/invites/{inviteId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
        inviteId: components['schemas']['Id'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Withdraw an invite to a playlist
     * @description For the owner. Those who have joined with it stay.
     */
    delete: operations['withdrawPlaylistInvite'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/members': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    /**
     * List who is in a playlist
     * @description For the owner and members.
     */
    get: operations['listPlaylistMembers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/members/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Set what a member may do in a playlist
     * @description For the owner. A lower role withdraws the invite by which the member came.
     */
    put: operations['setPlaylistMemberRole'];
    post?: never;
    /**
     * Remove a member from a playlist, or leave it
     * @description For the owner, and for members about themselves. The owner also withdraws the invite by which the member came. What the member has added stays.
     */
    delete: operations['removePlaylistMember'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a playlist from the file of another program
     * @description M3U8, XSPF or JSPF. An entry is matched by the id of a track of ours in its location or identifier, or else by title, artist and duration among the public tracks and your own. The answer says which entries were found; the others are left out. When none was found, no playlist is made: the answer is `PLAYLIST_FILE_UNREADABLE`, as for a text that is none of these formats.
     */
    post: operations['importPlaylist'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/export': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    /**
     * Get a playlist as a file for another program
     * @description With the tracks that the caller sees. Their locations are paths of this service without a signature, which would expire.
     */
    get: operations['exportPlaylist'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/download': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    /**
     * Download a playlist as one ZIP
     * @description The tracks in the playlist that the caller sees, as the files that were uploaded, with their covers and an M3U8 of them. Nothing is compressed, so `content-length` is known. Files that cannot be found are named in the entry `Not included.txt`. When a file fails later, the connection ends before the announced length. Of each account a few downloads run at once.
     */
    get: operations['downloadPlaylist'];
    put?: never;
    /**
     * Get a link that downloads a playlist
     * @description For a browser, which sends no Authorization header with a link. The link begins downloads for ten minutes, with the rights of the caller, unless the auth session ends before.
     */
    post: operations['createPlaylistDownload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/public': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Find public playlists, the newest first */
    get: operations['listPublicPlaylists'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/playlists/{playlistId}/follow': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Keep a playlist of others among one's own
     * @description `listPlaylists` has it as long as it is not private. Changes nothing for its owner and members, who have it already.
     */
    put: operations['followPlaylist'];
    post?: never;
    /** Follow a playlist no longer */
    delete: operations['unfollowPlaylist'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the caller's listening sessions, newest first */
    get: operations['listSessions'];
    put?: never;
    /** Open a listening session */
    post: operations['createSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/join': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Join a session with an invite code
     * @description Where the owner or a co-host decides about new members, the answer is JOIN_PENDING until they have: repeat the call after `Retry-After`.
     */
    post: operations['joinSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * See where an invite code leads, before joining and without an account
     * @description The code is in the body, because URLs end up in logs.
     */
    post: operations['previewSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/guests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Join a session as a guest, with an invite code and without an account
     * @description Where the setting `allowsGuests` is on and no one decides about new members. The access token is valid for this session only, and until `expiresAt` at the latest; it cannot be renewed. With it a guest reads the session, gets tickets for its socket, loads the tracks that are in its queue, and writes and votes where the permissions `chat` and `vote` name guests. All other routes of all services answer 403. What a guest hears is no play, and is in no history.
     */
    post: operations['joinAsGuest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/public': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the public sessions that are going on, those with the most members first
     * @description Sessions with the setting `visibility: public` that are not locked, while a member is connected, without those from which the caller is banned. How many members there are may be some seconds old. The order changes while pages are read, so that one may be on two pages; a page may have fewer items than `limit`.
     */
    get: operations['listPublicSessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * Get a session with its timeline
     * @description Only its members find it; for all others it does not exist.
     */
    get: operations['getSession'];
    put?: never;
    post?: never;
    /**
     * End a session
     * @description For the owner only. Every socket is closed with 4004.
     */
    delete: operations['endSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/join': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Join a public session, without an invite code
     * @description A session that is private exists for its members only. As by an invite code, the answer is JOIN_PENDING where the owner or a co-host decides about new members: repeat the call after `Retry-After`.
     */
    post: operations['joinPublicSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/members': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /** List the connected members of a session, in the order in which they joined */
    get: operations['listMembers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/settings': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change who may do what in a session
     * @description For the owner and co-hosts. What only the owner may do, only the owner may give to others. Each member gets `settingsChanged`.
     */
    patch: operations['updateSessionSettings'];
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/members/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Remove a member, or leave for good
     * @description For the owner and co-hosts; a co-host can remove DJs and listeners. Every socket of the user is closed with 4008, and the user can come back with a new invite code only. That is for the account: while the session allows guests, the same person could join as a guest, and a removed guest as another one. Every member except the owner can remove itself, and may come back with the same code.
     */
    delete: operations['removeMember'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/members/{userId}/role': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Set the role of a member
     * @description For the owner. A co-host can make listeners DJs, and DJs listeners. Each member gets `roleChanged`, and the next command counts with the new role.
     */
    put: operations['setMemberRole'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/owner': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Make another member the owner
     * @description For the owner, who becomes a co-host. The session counts for the new owner.
     */
    put: operations['transferSession'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/invite-code': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replace the invite code
     * @description For the owner and co-hosts. The former code and its links lead nowhere from now on.
     */
    post: operations['rotateInviteCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/bans': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * List the users who are banned from a session
     * @description For the owner and co-hosts.
     */
    get: operations['listBans'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/bans/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Ban a user from a session
     * @description For the owner and co-hosts; a co-host can ban DJs and listeners. Every socket of the user is closed with 4009, and no invite code lets the user in until the ban is lifted. The user need not be a member. A ban of a guest removes all guests who joined from the same network, and keeps others from there out; of a guest of whom no network is known it is refused with `MEMBER_NOT_FOUND`. A user with an account is not known as a guest: while the session allows guests, the same person could come back as one.
     */
    put: operations['banUser'];
    post?: never;
    /**
     * Lift the ban of a user
     * @description For the owner and co-hosts. The user can join with the invite code again.
     */
    delete: operations['unbanUser'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/requests': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * List the users who ask to join a session
     * @description For the owner and co-hosts, who also get `joinRequested` and `joinRequestEnded` on their sockets.
     */
    get: operations['listJoinRequests'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/requests/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Let a user join who asks to, or refuse
     * @description For the owner and co-hosts. The next `joinSession` of the user answers with the session, or with JOIN_REFUSED until there is a new invite code.
     */
    put: operations['answerJoinRequest'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/chat': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * List the chat messages of a session, the newest first
     * @description For members. The latest 1,000 are kept, each for 30 days, until the session ends; then its trail has them (`getTrail`). New ones come as `chatPosted` on the socket.
     */
    get: operations['listChatMessages'];
    put?: never;
    /**
     * Write a message to the members of a session
     * @description For members with the permission `chat`. The message is stored, and has the position that playback had when it came. Every member gets `chatPosted`.
     */
    post: operations['postChatMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/chat/{messageId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        messageId: components['parameters']['MessageId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Delete a chat message
     * @description For its author, and for the owner and co-hosts. Every member gets `chatDeleted`.
     */
    delete: operations['deleteChatMessage'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/reactions': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * React to what is heard
     * @description For members with the permission `chat`. Reactions are counted for a moment, then every member gets `reactions`. Only the trail of the session keeps them.
     */
    post: operations['react'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/skip-vote': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Vote to skip the current item
     * @description For connected members with the permission `vote`, while the item plays and another one follows. With enough votes the server goes on as by `next`. Every member gets `skipVotes`. The same vote again changes nothing.
     */
    put: operations['voteToSkip'];
    post?: never;
    /**
     * Withdraw the vote to skip the current item
     * @description Every member gets `skipVotes`.
     */
    delete: operations['withdrawSkipVote'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/suggestions': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * List the suggestions of a session, those with the most votes first
     * @description Of those with as many votes, the earlier one first. For every member.
     */
    get: operations['listTrackSuggestions'];
    put?: never;
    /**
     * Suggest a track
     * @description For every member, so also for those without the permission `add`. A session keeps 50 suggestions, 5 of each user. A track that is suggested already is answered with that suggestion. Every member gets `suggestionAdded`.
     */
    post: operations['suggestTrack'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/suggestions/{suggestionId}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        suggestionId: components['parameters']['SuggestionId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Accept or decline a suggestion
     * @description To accept it needs the permission `add`; to decline it, `add` or `reorder`. An accepted track comes into the queue as added by the user who suggested it: at its end, or after the current item. Every member gets `queueChanged` and `suggestionEnded`.
     */
    put: operations['answerSuggestion'];
    post?: never;
    /**
     * Withdraw an own suggestion
     * @description Also when it is gone. Every member gets `suggestionEnded`.
     */
    delete: operations['withdrawSuggestion'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/suggestions/{suggestionId}/vote': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        suggestionId: components['parameters']['SuggestionId'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Vote for a suggestion
     * @description For members with the permission `vote`. Each user has one vote for each suggestion, which stays when the user leaves. Every member gets `suggestionVotes` within about a second.
     */
    put: operations['voteForSuggestion'];
    post?: never;
    /** Withdraw the vote for a suggestion */
    delete: operations['withdrawSuggestionVote'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/tickets': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Get a ticket that opens the session's socket once, within 30 seconds */
    post: operations['createTicket'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/socket': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * Open the WebSocket of a session
     * @description RFC 6455, subprotocol `downbeat.v1`, which may be left out. Text frames, one JSON message each, of at most 64 KiB: `ClientMessage` up, `ServerMessage` down (listening.yaml). A bearer token in the URL is refused. At most 20 messages and 20 control frames a second are accepted. Beyond that, messages are refused and pings are not answered; a client that does not slow down is disconnected. The close code tells why a socket was closed, and whether to connect again: `x-close-codes` of reply 101.
     */
    get: operations['openSocket'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/sync': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * See how well the members of a session keep step
     * @description From the reports that every member sends each five seconds. The owner and co-hosts see the 100 worst members and why each is not in step, other members their own devices; everyone sees the spread. After the end of a session its owner has the summary for 30 days.
     */
    get: operations['getSyncReceipt'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/sessions/{sessionId}/trail': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    /**
     * Read what was played, edited and written in a session, in its order
     * @description For the members of a session, and after its end for those who were members then, but for guests. From the first entry with a `state` on, the state at any moment is what the messages until then lead to. Entries are kept for some days (30 by default), the newest 20,000 of a session. A page may have fewer entries than `limit`.
     */
    get: operations['getTrail'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/trails': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the sessions that have ended, whose trail the caller may read, newest first
     * @description Those of which the caller was a member at their end, together with others. They are listed for as long as trails are kept.
     */
    get: operations['listTrails'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/output-delays': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the output delays of the account's devices, the last set one first */
    get: operations['listOutputDelays'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/music/output-delays/{deviceId}/{output}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Names the machine. Unlike the `deviceId` of a ticket it is the same for all tabs of a browser. */
        deviceId: components['schemas']['DeviceId'];
        output: components['schemas']['OutputName'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Keep the delay of an output of a device
     * @description What the listener has set by ear. The account keeps the 50 that were set last; a further one replaces the oldest.
     */
    put: operations['setOutputDelay'];
    post?: never;
    /**
     * Forget the delay of an output
     * @description Also when there is none.
     */
    delete: operations['removeOutputDelay'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Is the process alive?
     * @description Answers while the event loop runs; checks no dependency.
     */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Is the service ready, and what is the state of each dependency?
     * @description 503 only when a required dependency is down. When another dependency is down, the status is `degraded`, with 200.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Prometheus metrics
     * @description For the operator alone: with METRICS_TOKEN as the bearer token or, where none is set, from the service's own machine.
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This contract, as JSON */
    get: operations['getOpenapiJson'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This contract, as YAML */
    get: operations['getOpenapiYaml'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/asyncapi.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The events and the messages of listening sessions, as AsyncAPI */
    get: operations['getAsyncapiYaml'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/listening.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The messages of the WebSocket of a listening session, as schemas */
    get: operations['getListeningYaml'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The documentation as a web page, with a console */
    get: operations['getDocs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description No control characters, and none that change the direction of writing. */
    TrackTitle: string;
    /** @description No control characters, and none that change the direction of writing. */
    TagText: string;
    TagNumber: number;
    /** @enum {string} */
    AudioContentType: 'audio/mpeg' | 'audio/flac' | 'audio/ogg' | 'audio/mp4' | 'audio/wav';
    /**
     * @description `relevance` puts a track first whose title has the word of the search that the fewest tracks have, then the artist,
     *     then the album and the genre, each time whole words before beginnings, and newer tracks before older ones. Without
     *     words it is `newest`.
     * @default newest
     * @enum {string}
     */
    TrackSort: 'newest' | 'oldest' | 'title' | 'relevance';
    ArtistRef: {
      id: components['schemas']['Id'];
      name: components['schemas']['DisplayName'];
    };
    Track: {
      id: components['schemas']['Id'];
      title: components['schemas']['TrackTitle'];
      artist: components['schemas']['ArtistRef'];
      /** @description The artist in the tags of the file, or in the `artist` part. Several artists have `; ` between them. */
      taggedArtist: string | null;
      album: string | null;
      /** @description The artist of the whole album, where the tags or the form say one. */
      albumArtist?: string | null;
      /** @description Several genres have `; ` between them. */
      genre: string | null;
      /** @description Those of `taggedArtist`, one by one; without it, the account. */
      artists?: components['schemas']['CatalogueRef'][];
      /** @description Null without an album. */
      albumId?: components['schemas']['CatalogueId'] | null;
      /** @description Those of `genre`, one by one. */
      genres?: components['schemas']['CatalogueRef'][];
      discNumber?: components['schemas']['TagNumber'] | null;
      year: components['schemas']['TagNumber'] | null;
      trackNumber: components['schemas']['TagNumber'] | null;
      /** @description Read from the file when it is uploaded, and counted when it is analysed shortly after that, which can change it a little. `updatedAt` does not change then. */
      durationMs: components['schemas']['DurationMs'];
      /** @description By how much a player turns this track up or down, so that all tracks are equally loud. Null until it is analysed, and for silence. */
      gainDb: components['schemas']['GainDb'] | null;
      contentType: components['schemas']['AudioContentType'];
      visibility: components['schemas']['TrackVisibility'];
      bytes: number;
      /** @description Relative to this service, signed, stable until the hour ends. */
      streamUrl: string;
      /** @description Relative, signed; null without a cover. Another cover has another URL. `size` may be added; see `getTrackCover`. */
      coverUrl: string | null;
      coverPlaceholder?: components['schemas']['CoverPlaceholder'];
      createdAt: components['schemas']['Timestamp'];
      /** @description When the data of the track last changed; a new name of its artist counts. Equal to `createdAt` at first. */
      updatedAt: components['schemas']['Timestamp'];
    };
    /** @description A picture of a few pixels, to be shown larger until the cover is loaded: the source of an `<img>` element. Null without a cover, and until it is made shortly after the upload. */
    CoverPlaceholder: string | null;
    /** @description Decibels, towards -14 LUFS. A quiet track is turned up only as far as its true peak stays below -1 dBTP. */
    GainDb: number;
    /**
     * @description A track can be played in every state.
     * @enum {string}
     */
    AnalysisState: 'pending' | 'done' | 'failed';
    /** @description The peaks of 800 parts of equal length; 255 is full scale. */
    Waveform: number[];
    /** @description What decoding the whole file has found. While a second analysis is pending, that of the first; all is null before the first has ended, and after one has failed. */
    TrackAnalysis: {
      trackId: components['schemas']['Id'];
      state: components['schemas']['AnalysisState'];
      /** @description Why it failed, in words. */
      reason: string | null;
      durationMs: components['schemas']['DurationMs'] | null;
      /** @description Hertz. */
      sampleRate: number | null;
      channels: number | null;
      /** @description Of one channel, without the delay and the padding of the encoder where the file says them. */
      samples: number | null;
      /** @description Integrated loudness by EBU R128, of a mono file as two loudspeakers play it. Null for silence. */
      loudnessLufs: number | null;
      /** @description By EBU R128. Null for silence. */
      truePeakDbtp: number | null;
      gainDb: components['schemas']['GainDb'] | null;
      /** @description It has much less sound than its own header says. */
      isTruncated: boolean | null;
      /** @description A part could not be decoded. */
      isDamaged: boolean | null;
      /** @description Nothing in it is louder than -72 dB below full scale. */
      isSilent: boolean | null;
      waveform: components['schemas']['Waveform'] | null;
      analysedAt: components['schemas']['Timestamp'] | null;
      renditions: components['schemas']['TrackRenditions'];
    };
    /**
     * @description What browsers play. `wav` is PCM of 8 to 32 bits.
     * @enum {string}
     */
    AudioFormatName: 'mp3' | 'flac' | 'aac' | 'vorbis' | 'opus' | 'wav';
    /**
     * @description The format and the kbit/s.
     * @enum {string}
     */
    RenditionName: 'opus-160' | 'opus-96' | 'aac-128';
    Rendition: {
      name: components['schemas']['RenditionName'];
      format: components['schemas']['AudioFormatName'];
      contentType: components['schemas']['AudioContentType'];
      /** @description kbit/s, at most on average. */
      bitRate: number;
      bytes: number;
    };
    OriginalAudio: {
      /** @description Null for one that browsers do not play, such as ALAC or MP2. */
      format: components['schemas']['AudioFormatName'] | null;
      /** @description kbit/s, of the whole file. */
      bitRate: number;
    };
    /** @description Other encodings of the track, made after its analysis. None is made that is not clearly smaller than the original, unless browsers do not play the original. They do not count for the bytes of the artist. When the analysis has failed, they have failed for its reason. Where the operator has turned them off (`RENDITIONS=false`), they stay pending, and the original is sent. */
    TrackRenditions: {
      state: components['schemas']['AnalysisState'];
      /** @description Why it failed, in words. */
      reason: string | null;
      /** @description Null until they are done. */
      original: components['schemas']['OriginalAudio'] | null;
      items: components['schemas']['Rendition'][];
    };
    TrackPage: {
      items: components['schemas']['Track'][];
      nextCursor: string | null;
    };
    TrackUpload: {
      /**
       * Format: binary
       * @description The file.
       */
      audio: Blob;
      /**
       * Format: binary
       * @description JPEG, PNG or WebP. Without it the embedded cover is used.
       */
      cover?: Blob;
      title?: components['schemas']['TrackTitle'];
      artist?: components['schemas']['TagText'];
      album?: components['schemas']['TagText'];
      albumArtist?: components['schemas']['TagText'];
      genre?: components['schemas']['TagText'];
      year?: components['schemas']['TagNumber'];
      discNumber?: components['schemas']['TagNumber'];
      trackNumber?: components['schemas']['TagNumber'];
      visibility?: components['schemas']['TrackVisibility'];
    };
    /**
     * @description `unlisted`: in no list, no search and not among the tracks of its artist, but anyone who knows its id can play it, e.g. from a playlist or in a session. `private`: only for its artist and for admins.
     * @enum {string}
     */
    TrackVisibility: 'public' | 'unlisted' | 'private';
    /** @description Four digits. */
    Year: number;
    TrackChange: {
      title?: components['schemas']['TrackTitle'];
      taggedArtist?: components['schemas']['TagText'] | null;
      album?: components['schemas']['TagText'] | null;
      albumArtist?: components['schemas']['TagText'] | null;
      genre?: components['schemas']['TagText'] | null;
      year?: components['schemas']['Year'] | null;
      discNumber?: components['schemas']['TagNumber'] | null;
      trackNumber?: components['schemas']['TagNumber'] | null;
      visibility?: components['schemas']['TrackVisibility'];
    };
    TracksChange: {
      trackIds: components['schemas']['Id'][];
      change: components['schemas']['TrackChange'];
    };
    /** @description A SHA-256 digest, as 64 hexadecimal digits. */
    Sha256: string;
    LyricsText: {
      /** @description LRC, or plain text. */
      text: string;
    };
    LyricsLine: {
      /** @description When the line begins; null in lyrics without times. */
      startMs: number | null;
      /** @description Empty for a pause. */
      text: string;
    };
    Lyrics: {
      trackId: components['schemas']['Id'];
      /** @description The tags of the file, or its artist; null without lyrics. */
      source: ('file' | 'artist') | null;
      /** @description Whether each line has a time; they are in the order of their times then. */
      isTimed: boolean;
      lines: components['schemas']['LyricsLine'][];
      updatedAt: string | null;
    };
    FileDigests: {
      sha256: components['schemas']['Sha256'][];
    };
    DuplicateTrack: {
      sha256: components['schemas']['Sha256'];
      trackId: components['schemas']['Id'];
      title: components['schemas']['TrackTitle'];
      album: components['schemas']['TagText'] | null;
    };
    DuplicateTracks: {
      items: components['schemas']['DuplicateTrack'][];
    };
    TrackChangeRefusal: {
      /** @enum {string} */
      code: 'TRACK_NOT_FOUND' | 'FORBIDDEN' | 'UNAVAILABLE';
      /** @description In words. */
      detail: string;
    };
    TrackChangeResult: {
      trackId: components['schemas']['Id'];
      /** @enum {string} */
      outcome: 'changed' | 'unchanged' | 'refused';
      /** @description Null unless it is refused. */
      refusal: components['schemas']['TrackChangeRefusal'] | null;
    };
    TrackChangeResults: {
      results: components['schemas']['TrackChangeResult'][];
    };
    CoverUpload: {
      /**
       * Format: binary
       * @description JPEG, PNG or WebP.
       */
      cover: Blob;
    };
    FieldChange: {
      /** @enum {string} */
      field:
        | 'title'
        | 'taggedArtist'
        | 'album'
        | 'albumArtist'
        | 'genre'
        | 'year'
        | 'discNumber'
        | 'trackNumber'
        | 'visibility'
        | 'cover';
      /** @description Before, as text; null where nothing was. Always null for a cover. */
      from: string | null;
      /** @description After; for a cover `set`, or null for a removed one. */
      to: string | null;
    };
    TrackEdit: {
      editedAt: components['schemas']['Timestamp'];
      editedBy: components['schemas']['ArtistRef'];
      changes: components['schemas']['FieldChange'][];
    };
    TrackEditList: {
      items: components['schemas']['TrackEdit'][];
    };
    /**
     * @description Opaque. It stays as long as the names do, and is the same for spellings that differ only in case, accents and spaces.
     * @example b2Xk9LmQ4tVw7RzNc5PyHg
     */
    CatalogueId: string;
    CatalogueRef: {
      id: components['schemas']['CatalogueId'];
      name: string;
    };
    /**
     * @description `year` puts the newest year first and albums without one last; `newest` goes by the last upload of a track.
     * @default title
     * @enum {string}
     */
    AlbumSort: 'title' | 'year' | 'newest';
    DownloadLink: {
      /** @description Path and query, on the same host. */
      downloadUrl: string;
      filename: string;
      /** @description Each track once, also when a playlist repeats it. */
      trackCount: number;
      expiresAt: components['schemas']['Timestamp'];
    };
    Album: {
      id: components['schemas']['CatalogueId'];
      /** @description As spelled in the first track. */
      title: string;
      artist: components['schemas']['CatalogueRef'];
      uploaderId: components['schemas']['Id'];
      /** @description The last year of its tracks. */
      year: components['schemas']['TagNumber'] | null;
      trackCount: number;
      /** @description That of its first track that has a cover: relative, signed; null without any. */
      coverUrl: string | null;
      coverPlaceholder?: components['schemas']['CoverPlaceholder'];
    };
    AlbumPage: {
      items: components['schemas']['Album'][];
      nextCursor: string | null;
    };
    AlbumDetail: {
      id: components['schemas']['CatalogueId'];
      title: string;
      artist: components['schemas']['CatalogueRef'];
      uploaderId: components['schemas']['Id'];
      year: components['schemas']['TagNumber'] | null;
      trackCount: number;
      coverUrl: string | null;
      coverPlaceholder?: components['schemas']['CoverPlaceholder'];
      /** @description Of the tracks together. */
      durationMs: number;
      genres: components['schemas']['CatalogueRef'][];
      /** @description The first 1,000. */
      tracks: components['schemas']['Track'][];
    };
    /**
     * @description `tracks` puts the artist with the most public tracks first.
     * @default name
     * @enum {string}
     */
    ArtistSort: 'name' | 'tracks';
    Artist: {
      id: components['schemas']['CatalogueId'];
      /** @description As spelled in the newest track; of an account, its name. */
      name: string;
      uploaderId: components['schemas']['Id'];
      /** @description Also those of albums of this artist by others. */
      trackCount: number;
      albumCount: number;
    };
    ArtistPage: {
      items: components['schemas']['Artist'][];
      nextCursor: string | null;
    };
    ArtistDetail: {
      id: components['schemas']['CatalogueId'];
      name: string;
      uploaderId: components['schemas']['Id'];
      trackCount: number;
      albumCount: number;
      albums: components['schemas']['Album'][];
      newestTracks: components['schemas']['Track'][];
    };
    Genre: {
      id: components['schemas']['CatalogueId'];
      /** @description As spelled in one of its tracks. */
      name: string;
      /** @description Public tracks. */
      trackCount: number;
    };
    GenrePage: {
      items: components['schemas']['Genre'][];
      nextCursor: string | null;
    };
    /** @description Each word must be the beginning of a word of what is found. */
    SearchWords: string;
    /** @default 5 */
    MatchLimit: number;
    /** @description Whether there may be more than these. A search looks at a bounded number of candidates, so with several words there may be none after all. */
    HasMore: boolean;
    ArtistMatches: {
      items: components['schemas']['Artist'][];
      hasMore: components['schemas']['HasMore'];
    };
    AlbumMatches: {
      items: components['schemas']['Album'][];
      hasMore: components['schemas']['HasMore'];
    };
    PlaylistMatches: {
      items: components['schemas']['PlaylistSummary'][];
      hasMore: components['schemas']['HasMore'];
    };
    TrackMatches: {
      items: components['schemas']['Track'][];
      hasMore: components['schemas']['HasMore'];
    };
    SearchMatches: {
      artists: components['schemas']['ArtistMatches'];
      albums: components['schemas']['AlbumMatches'];
      playlists: components['schemas']['PlaylistMatches'];
      tracks: components['schemas']['TrackMatches'];
    };
    /** @enum {string} */
    SuggestionKind: 'artist' | 'album' | 'track';
    Suggestion: {
      kind: components['schemas']['SuggestionKind'];
      /** @description Of the artist, the album or the track. */
      id: string;
      /** @description The name or the title. */
      text: string;
      /** @description Of an album or a track; `null` for an artist. */
      artistName: string | null;
    };
    SuggestionList: {
      items: components['schemas']['Suggestion'][];
    };
    /** @description 1 to 100 ids (UUID, version 7, in lower case) with a comma between them. */
    TrackIds: string;
    LikedTrack: {
      likedAt: components['schemas']['Timestamp'];
      track: components['schemas']['Track'];
    };
    LikedTrackPage: {
      items: components['schemas']['LikedTrack'][];
      nextCursor: string | null;
    };
    /** @description From 1, the worst, to 5, the best. */
    Rating: number;
    NewRating: {
      rating: components['schemas']['Rating'];
    };
    /** @description Of all ratings, with at most two decimals; `null` while there are none. */
    AverageRating: number | null;
    RatedTrack: {
      rating: components['schemas']['Rating'];
      ratedAt: components['schemas']['Timestamp'];
      track: components['schemas']['Track'];
    };
    RatedTrackPage: {
      items: components['schemas']['RatedTrack'][];
      nextCursor: string | null;
    };
    /** @description Where in the track, in milliseconds. */
    TrackPositionMs: number;
    /** @description The device, as it names itself to the listener. */
    DeviceLabel: string;
    NewNowPlaying: {
      trackId: components['schemas']['Id'];
      positionMs?: components['schemas']['TrackPositionMs'];
      device?: components['schemas']['DeviceLabel'];
    };
    NowPlaying: {
      track: components['schemas']['Track'] | null;
      /** @description When the start of the track was heard, or would have been before a jump. */
      startedAt: components['schemas']['Timestamp'] | null;
      device: string | null;
    };
    NewPlayQueue: {
      trackIds: components['schemas']['Id'][];
      /** @description The place of the current track, from 0; null only when the queue is empty. */
      current: number | null;
      positionMs: components['schemas']['TrackPositionMs'];
      changedBy?: components['schemas']['DeviceLabel'];
      /** @description Of the queue that it is based on; 0 when there was none. */
      revision?: number;
    };
    SavedPlayQueue: {
      revision: number;
      changedAt: components['schemas']['Timestamp'];
    };
    PlayQueueEntry: {
      trackId: components['schemas']['Id'];
      track: components['schemas']['Track'] | null;
    };
    PlayQueue: {
      /** @description Grows by one with each save; 0 when there was none. */
      revision: number;
      entries: components['schemas']['PlayQueueEntry'][];
      /** @description The place of the current track, from 0. */
      current: number | null;
      positionMs: components['schemas']['TrackPositionMs'];
      changedAt: components['schemas']['Timestamp'] | null;
      /** @description The device that saved it, as it names itself. */
      changedBy: string | null;
    };
    ListenBrainzToken: {
      /** @description From the settings of the account at ListenBrainz. */
      token: string;
    };
    ScrobblingState: {
      /**
       * @description `refused`: ListenBrainz does not know the token any more, so a new one is needed.
       * @enum {string}
       */
      state: 'on' | 'off' | 'refused';
      /** @description Of the account at ListenBrainz. */
      userName: string | null;
      /** @description Plays that are not submitted yet. */
      waiting: number;
      /** @description When plays were submitted last. */
      submittedAt: components['schemas']['Timestamp'] | null;
    };
    ArtistFollowState: {
      artistId: components['schemas']['CatalogueId'];
      /** @description By the caller. */
      isFollowed: boolean;
      /** @description All accounts that follow. */
      followers: number;
    };
    FollowedArtist: {
      followedAt: components['schemas']['Timestamp'];
      artistId: components['schemas']['CatalogueId'];
      /** @description Of now; without public tracks, of when it was followed. */
      name: string;
      /** @description Null while the artist has no public tracks. */
      artist: components['schemas']['Artist'] | null;
    };
    FollowedArtistPage: {
      items: components['schemas']['FollowedArtist'][];
      nextCursor: string | null;
    };
    Release: {
      /** @description When the track became public first. */
      releasedAt: components['schemas']['Timestamp'];
      track: components['schemas']['Track'];
    };
    ReleasePage: {
      items: components['schemas']['Release'][];
      nextCursor: string | null;
    };
    TrackState: {
      trackId: components['schemas']['Id'];
      isLiked: boolean;
      /** @description By the caller; `null` for a track that is not rated. */
      userRating: components['schemas']['Rating'] | null;
      averageRating: components['schemas']['AverageRating'];
      /** @description By all listeners except its artist. */
      ratings: number;
      /** @description By all listeners except its artist. */
      plays: number;
      /** @description By the caller, since the history was cleared. */
      ownPlays: number;
    };
    TrackStateList: {
      items: components['schemas']['TrackState'][];
    };
    /** @description Made by the client, e.g. a UUID; 16 to 64 letters, digits, `-` and `_`. */
    PlayId: string;
    PlayReport: {
      id: components['schemas']['PlayId'];
      trackId: components['schemas']['Id'];
      startedAt: components['schemas']['Timestamp'];
      /** @description How long the track was heard, without pauses and what was skipped. */
      playedMs: number;
    };
    PlayReports: {
      plays: components['schemas']['PlayReport'][];
    };
    PlayRefusal: {
      /** @enum {string} */
      code: 'PLAY_TOO_SHORT' | 'PLAY_TOO_OLD' | 'PLAY_IN_FUTURE' | 'TRACK_NOT_FOUND';
      /** @description In words. */
      detail: string;
    };
    PlayResult: {
      id: components['schemas']['PlayId'];
      /**
       * @description `repeated`: this play has been counted before. After each of the three there is nothing to send again.
       * @enum {string}
       */
      outcome: 'counted' | 'repeated' | 'refused';
      /** @description Null unless it is refused. */
      refusal: components['schemas']['PlayRefusal'] | null;
    };
    PlayResults: {
      results: components['schemas']['PlayResult'][];
    };
    HistoryEntry: {
      id: components['schemas']['PlayId'];
      startedAt: components['schemas']['Timestamp'];
      /** @description When it was played. */
      title: string;
      /** @description When it was played. */
      artistName: string;
      /** @description Null when the track has been deleted, or is not visible to you. */
      track: components['schemas']['Track'] | null;
    };
    HistoryPage: {
      items: components['schemas']['HistoryEntry'][];
      nextCursor: string | null;
    };
    /**
     * @default recent
     * @enum {string}
     */
    PlayedSort: 'recent' | 'most';
    PlayedTrack: {
      plays: number;
      lastPlayedAt: components['schemas']['Timestamp'];
      track: components['schemas']['Track'];
    };
    PlayedTrackPage: {
      items: components['schemas']['PlayedTrack'][];
      nextCursor: string | null;
    };
    DayFigures: {
      /** Format: date */
      day: string;
      plays: number;
      /** @description Different accounts on this day. */
      listeners: number;
    };
    TrackFigures: {
      trackId: components['schemas']['Id'];
      plays: number;
      /** @description Different accounts. One that has not played it for 400 days counts again. */
      listeners: number;
      ratings: number;
      averageRating: components['schemas']['AverageRating'];
      /** @description How many have rated it 1, 2, 3, 4 and 5. */
      ratingCounts: number[];
      /** @description The last 30 days, today included, the oldest first. */
      days: components['schemas']['DayFigures'][];
    };
    /**
     * @description `private`: only for its owner and members. `unlisted`: for all who have its id, and in no list. `public`: for all, and found by `listPublicPlaylists`.
     * @enum {string}
     */
    Visibility: 'private' | 'unlisted' | 'public';
    NewPlaylist: {
      name: components['schemas']['Name'];
      description?: components['schemas']['PlaylistDescription'];
      visibility?: components['schemas']['Visibility'];
      /** @description Tracks for the beginning, e.g. those of a queue; the same one may come more than once. Those that have been deleted are left out. */
      trackIds?: components['schemas']['Id'][];
    };
    /** @description What is left out stays as it is; `null` removes the description. */
    PlaylistChange: {
      name?: components['schemas']['Name'];
      description?: components['schemas']['PlaylistDescription'] | null;
      visibility?: components['schemas']['Visibility'];
    };
    /** @description The item before which the tracks come; at the end when it is left out. */
    NextItemId: components['schemas']['Id'];
    NewPlaylistItem: {
      trackId: components['schemas']['Id'];
      beforeItemId?: components['schemas']['NextItemId'];
    };
    NewPlaylistTracks: {
      /** @description In this order; the same one may come more than once. */
      trackIds: components['schemas']['Id'][];
      beforeItemId?: components['schemas']['NextItemId'];
    };
    PlaylistCopy: {
      /** @description That of the original by default. */
      name?: components['schemas']['Name'];
    };
    PlaylistOrder: {
      revision: number;
      itemIds: components['schemas']['Id'][];
    };
    /** @enum {string} */
    PlaylistFileFormat: 'm3u8' | 'xspf' | 'jspf';
    PlaylistImport: {
      /** @description The whole file, at most 2 MiB. */
      text: string;
      /** @description Told from the text by default. */
      format?: components['schemas']['PlaylistFileFormat'];
      /** @description That in the file by default. */
      name?: components['schemas']['Name'];
      visibility?: components['schemas']['Visibility'];
    };
    ImportedEntry: {
      title: string | null;
      artist: string | null;
      durationMs: number | null;
      /** @description Null when no track was found. */
      trackId: components['schemas']['Id'] | null;
      matchedBy: ('id' | 'metadata') | null;
    };
    PlaylistImportResult: {
      playlistId: components['schemas']['Id'];
      name: components['schemas']['Name'];
      matched: number;
      /** @description In the order of the file. */
      entries: components['schemas']['ImportedEntry'][];
    };
    /**
     * @description `edit`: changes the items, the name and the description. `add`: adds tracks, and removes those. `view`: reads it, also when it is private.
     * @enum {string}
     */
    PlaylistRole: 'owner' | 'edit' | 'add' | 'view';
    /** @enum {string} */
    PlaylistMemberRole: 'edit' | 'add' | 'view';
    PlaylistRoleAssignment: {
      role: components['schemas']['PlaylistMemberRole'];
    };
    PlaylistMember: {
      userId: components['schemas']['Id'];
      displayName: components['schemas']['PlaylistAccountName'];
      role: components['schemas']['PlaylistRole'];
      joinedAt: components['schemas']['Timestamp'];
    };
    /** @description Null when it is not known: of an account that is no member any more, and of the owner of an old playlist that was never shared. */
    PlaylistAccountName: string | null;
    PlaylistMemberList: {
      items: components['schemas']['PlaylistMember'][];
    };
    NewPlaylistInvite: {
      role: components['schemas']['PlaylistMemberRole'];
      /** @description A week by default. */
      expiresInHours?: number;
    };
    PlaylistInvite: {
      id: components['schemas']['Id'];
      /** @description Eight letters and digits, without similar ones. */
      inviteCode: string;
      role: components['schemas']['PlaylistMemberRole'];
      createdAt: components['schemas']['Timestamp'];
      expiresAt: components['schemas']['Timestamp'];
    };
    PlaylistInviteList: {
      items: components['schemas']['PlaylistInvite'][];
    };
    PlaylistContributor: {
      userId: components['schemas']['Id'];
      displayName: components['schemas']['PlaylistAccountName'];
    };
    PlaylistItem: {
      id: components['schemas']['Id'];
      addedAt: components['schemas']['Timestamp'];
      addedBy: components['schemas']['PlaylistContributor'];
      track: components['schemas']['Track'];
    };
    PlaylistSummary: {
      id: components['schemas']['Id'];
      name: components['schemas']['Name'];
      description: string | null;
      visibility: components['schemas']['Visibility'];
      ownerId: components['schemas']['Id'];
      ownerName: components['schemas']['PlaylistAccountName'];
      /** @description That of the reader; `view` for all who are no members. */
      role: components['schemas']['PlaylistRole'];
      /** @description Whether the reader follows it, and is no member of it. */
      isFollowed: boolean;
      itemCount: number;
      /** @description The different covers among the first eight tracks, e.g. for a mosaic. Relative and signed, like `coverUrl`. */
      coverUrls: string[];
      /** @description Those of `coverUrls`, in the same order. */
      coverPlaceholders?: components['schemas']['CoverPlaceholder'][];
      revision: number;
      createdAt: components['schemas']['Timestamp'];
      updatedAt: components['schemas']['Timestamp'];
    };
    Playlist: {
      id: components['schemas']['Id'];
      name: components['schemas']['Name'];
      description: string | null;
      visibility: components['schemas']['Visibility'];
      ownerId: components['schemas']['Id'];
      ownerName: components['schemas']['PlaylistAccountName'];
      /** @description That of the reader; `view` for all who are no members. */
      role: components['schemas']['PlaylistRole'];
      /** @description Grows by one with every change. */
      revision: number;
      createdAt: components['schemas']['Timestamp'];
      updatedAt: components['schemas']['Timestamp'];
      items: components['schemas']['PlaylistItem'][];
    };
    PlaylistPage: {
      items: components['schemas']['PlaylistSummary'][];
      nextCursor: string | null;
    };
    /** @description Eight letters and digits, without similar ones; empty for a member whose role may not invite. */
    InviteCode: string;
    /**
     * @description An invite code in any letter case, with or without a dash in the middle.
     * @example K7QW2MXR
     * @example k7qw-2mxr
     */
    GivenInviteCode: string;
    NewListeningSession: {
      name?: components['schemas']['Name'];
      /** @description The first queue, 1 to 100 tracks; edits of the queue add more, also those of a playlist. */
      trackIds: components['schemas']['Id'][];
      playbackControl?: components['schemas']['PlaybackControl'];
      settings?: components['schemas']['SettingsChange'];
    };
    JoinRequest: {
      inviteCode: components['schemas']['GivenInviteCode'];
    };
    NewGuest: {
      inviteCode: components['schemas']['GivenInviteCode'];
      displayName: components['schemas']['DisplayName'];
    };
    GuestSession: {
      /** @description An access token for this session only, which no refresh renews. */
      accessToken: string;
      /** @description Seconds that the access token is valid. */
      expiresIn: number;
      expiresAt: components['schemas']['Timestamp'];
      guest: components['schemas']['Guest'];
      sessionId: components['schemas']['Id'];
    };
    Guest: {
      id: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
    };
    RoleAssignment: {
      /** @enum {string} */
      role: 'coHost' | 'dj' | 'listener';
    };
    NewOwner: {
      userId: components['schemas']['Id'];
    };
    NewInviteCode: {
      inviteCode: components['schemas']['InviteCode'];
    };
    JoinDecision: {
      /** @enum {string} */
      decision: 'approve' | 'refuse';
    };
    NewChatMessage: {
      text: components['schemas']['ChatText'];
    };
    ChatMessagePage: {
      items: components['schemas']['ChatMessage'][];
      nextCursor: string | null;
    };
    NewSkipVote: {
      /** @description The item that is meant; another one may be current by now. */
      queueItemId: components['schemas']['Id'];
    };
    NewSuggestion: {
      trackId: components['schemas']['Id'];
    };
    SuggestionAnswer: {
      /** @enum {string} */
      decision: 'accept' | 'decline';
      /**
       * @description Where an accepted track comes. Where members take turns, those who may not change the order add in turn.
       * @default end
       * @enum {string}
       */
      place?: 'next' | 'end';
    };
    TrackSuggestionList: {
      items: components['schemas']['TrackSuggestion'][];
      /** @description Those that have the caller's vote. */
      votedIds: components['schemas']['Id'][];
    };
    NewReaction: {
      reaction: components['schemas']['Reaction'];
    };
    RequestToJoinList: {
      items: components['schemas']['RequestsToJoin'];
    };
    Ban: {
      userId: components['schemas']['Id'];
      /** @description Null when the user was never a member. */
      displayName: string | null;
      bannedAt: components['schemas']['Timestamp'];
    };
    BanList: {
      items: components['schemas']['Ban'][];
    };
    SessionPreview: {
      name: components['schemas']['Name'];
      /** @description The owner's display name; null unless the owner is among the first 20 members. */
      ownerName: string | null;
      isPlaying: boolean;
      /** @description What plays, or would play first; null when the queue is empty, or the track was deleted or is private. */
      track: components['schemas']['PreviewedTrack'] | null;
      memberCount: components['schemas']['MemberCount'];
      /** @description Whether someone without an account can listen now, by `joinAsGuest`. */
      allowsGuests: boolean;
    };
    PreviewedTrack: {
      title: string;
      artistName: string;
      /** @description Relative, and signed for this cover alone, for 10 to 20 minutes and without an account; null without a cover. */
      coverUrl: string | null;
    };
    ListeningSession: {
      id: components['schemas']['Id'];
      name: components['schemas']['Name'];
      ownerId: components['schemas']['Id'];
      actingHostId: components['schemas']['ActingHostId'];
      role: components['schemas']['MemberRole'];
      inviteCode: components['schemas']['InviteCode'];
      playbackControl: components['schemas']['PlaybackControl'];
      settings: components['schemas']['SessionSettings'];
      queue: components['schemas']['Queue'];
      timeline: components['schemas']['Timeline'];
      members: components['schemas']['FirstMembers'];
      memberCount: components['schemas']['MemberCount'];
      createdAt: components['schemas']['Timestamp'];
    };
    MemberPage: {
      items: components['schemas']['Member'][];
      nextCursor: string | null;
    };
    ListeningSessionSummary: {
      id: components['schemas']['Id'];
      name: components['schemas']['Name'];
      ownerId: components['schemas']['Id'];
      playbackControl: components['schemas']['PlaybackControl'];
      createdAt: components['schemas']['Timestamp'];
    };
    ListeningSessionPage: {
      items: components['schemas']['ListeningSessionSummary'][];
      nextCursor: string | null;
    };
    PublicSession: {
      id: components['schemas']['Id'];
      name: components['schemas']['Name'];
      ownerId: components['schemas']['Id'];
      /** @description Null for a session of an earlier version. */
      ownerName: string | null;
      /** @description Whether the caller has joined it before. */
      isMember: boolean;
      /** @description Whether the owner or a co-host decides about each new member. */
      requiresApproval: boolean;
      isPlaying: boolean;
      /** @description What plays, or would play; null without one, and for a track that was deleted or is private. */
      track: components['schemas']['PreviewedTrack'] | null;
      memberCount: components['schemas']['MemberCount'];
    };
    PublicSessionPage: {
      items: components['schemas']['PublicSession'][];
      nextCursor: string | null;
    };
    /** @description What the listener calls an output of the device, e.g. `speakers` or `headphones`. */
    OutputName: string;
    /** @description How much later than the device reports the output is heard; negative is earlier. The client plays earlier by as much. */
    OutputDelayMs: number;
    NewOutputDelay: {
      delayMs: components['schemas']['OutputDelayMs'];
    };
    OutputDelay: {
      deviceId: components['schemas']['DeviceId'];
      output: components['schemas']['OutputName'];
      delayMs: components['schemas']['OutputDelayMs'];
      setAt: components['schemas']['Timestamp'];
    };
    /**
     * @description Why a member is not in step: its estimate of the session's time is too uncertain (`clock`); what it plays is off or silent (`output`); the track is not loaded in time (`stall`); the browser runs the timers of its tab too rarely (`throttled`).
     * @enum {string}
     */
    SyncCause: 'clock' | 'output' | 'stall' | 'throttled';
    MemberSyncState: {
      memberId: string;
      userId: components['schemas']['Id'];
      deviceId: components['schemas']['DeviceId'];
      displayName: components['schemas']['DisplayName'];
      /** @description Heard minus due; negative is late. Null while nothing should sound. */
      errorMs: number | null;
      /** @description One standard deviation of the clock estimate. */
      clockErrorMs: number | null;
      /** @description How much faster the session's clock runs than the device's. */
      driftPpm: number | null;
      roundTripP95Ms: number;
      /** @description What the device adds between buffer and ear. */
      outputDelayMs: number;
      /** @description How often the track was restarted since the room was entered. */
      resyncs: number;
      correction: components['schemas']['Correction'];
      cause: components['schemas']['SyncCause'] | null;
      /** @description How long ago the member reported. */
      ageMs: number;
    };
    /** @description The errors of the members that play, without their signs. */
    SyncSpread: {
      p50Ms: number;
      p95Ms: number;
      maxMs: number;
    };
    /** @description All reports of members that played since the first one. Errors are counted in classes from 1 to 1,000 ms, so the percentiles are estimates, and 1,000 stands for more, too. */
    SyncSummary: {
      since: components['schemas']['Timestamp'];
      /**
       * Format: date-time
       * @description Null while the session goes on.
       */
      endedAt: string | null;
      /** @description Most devices at once. */
      members: number;
      reports: number;
      p50Ms: number;
      p95Ms: number;
      /** @description Reports of members that were not in step. */
      causes: {
        clock: number;
        output: number;
        stall: number;
        throttled: number;
      };
    };
    TrailPage: {
      items: components['schemas']['TrailEntry'][];
      nextCursor: string | null;
    };
    /** @description One moment of a session. It has what the members were told then, or a state, or both, or neither at the end of the session. */
    TrailEntry: {
      epoch: number;
      revision: number;
      /** @description On the timebase of the timelines of the same epoch. */
      atServerTimeUs: number;
      message?: components['schemas']['TrailMessage'];
      state?: components['schemas']['TrailState'];
    };
    TrailMessage:
      | components['schemas']['TimelineChanged']
      | components['schemas']['QueueChanged']
      | components['schemas']['ChatPosted']
      | components['schemas']['Reactions'];
    /** @description The whole state after the entry. */
    TrailState: {
      name: components['schemas']['Name'];
      timeline: components['schemas']['Timeline'];
      queue: components['schemas']['Queue'];
      repeat: components['schemas']['RepeatMode'];
      outputs: components['schemas']['Outputs'];
    };
    EndedSessionPage: {
      items: components['schemas']['EndedSession'][];
      nextCursor: string | null;
    };
    EndedSession: {
      sessionId: components['schemas']['Id'];
      name: components['schemas']['Name'];
      ownerId: components['schemas']['Id'];
      /** @description How many accounts were members at the end. */
      memberCount: number;
      createdAt: components['schemas']['Timestamp'];
      endedAt: components['schemas']['Timestamp'];
    };
    SyncReceipt: {
      /** @description Members that have reported in the last 15 seconds. */
      reporting: number;
      /** @description Of these, the members that should hear the music, and do not. */
      unheard: number;
      /** @description Of those that hear the music; null while none does. */
      spread: components['schemas']['SyncSpread'] | null;
      /** @description The worst first. */
      members: components['schemas']['MemberSyncState'][];
      /** @description Null until a member has played. */
      summary: components['schemas']['SyncSummary'] | null;
    };
    OutputDelayList: {
      items: components['schemas']['OutputDelay'][];
    };
    TicketRequest: {
      deviceId: components['schemas']['DeviceId'];
      deviceName?: components['schemas']['DeviceName'];
    };
    Ticket: {
      ticket: string;
      /** @description Path and query to open, on the same host. */
      socketPath: string;
      expiresAt: components['schemas']['Timestamp'];
    };
    Cursor: string;
    /**
     * Format: uuid
     * @description UUID, version 7 (8 of a guest), in lower case.
     * @example 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e
     */
    Id: string;
    FieldError: {
      /** @enum {string} */
      in: 'body' | 'query' | 'path' | 'header' | 'form';
      /** @description The path of the field with dots; empty for the whole part. */
      field: string;
      /** @description The rule that the value breaks. */
      message: string;
    };
    /** @description The quota of the account that a refused request would exceed. Deleting something frees it. */
    QuotaUse: {
      /** @enum {string} */
      name:
        | 'tracks'
        | 'trackBytes'
        | 'playlists'
        | 'playlistItems'
        | 'likes'
        | 'ratings'
        | 'followedArtists'
        | 'sessions';
      used: number;
      limit: number;
    };
    /** @description RFC 9457. Programs use `code`; `title` and `detail` are for humans. */
    Problem: {
      /**
       * Format: uri-reference
       * @description Identifies the kind of problem.
       */
      type: string;
      title: string;
      status: number;
      code: string;
      detail?: string;
      /** @description The path of the request, without its query. */
      instance: string;
      requestId: string;
      errors?: components['schemas']['FieldError'][];
      quota?: components['schemas']['QuotaUse'];
    };
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Ada Lovelace
     */
    DisplayName: string;
    /** @description Milliseconds. */
    DurationMs: number;
    /**
     * Format: date-time
     * @description RFC 3339, in UTC.
     * @example 2026-11-23T11:16:00.000Z
     */
    Timestamp: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Friday
     */
    Name: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example For the hour after sunset
     */
    PlaylistDescription: string;
    /**
     * @description Who may control playback, in short: `everyone` when every role may, else `owner`. `settings.permissions` says which roles.
     * @enum {string}
     */
    PlaybackControl: 'owner' | 'everyone';
    /**
     * @description Permissions for a purpose. `party`: everyone adds and plays. `radio`: the owner and co-hosts play and add. `class`: the owner and co-hosts play, DJs add too, and only the owner and co-hosts invite.
     * @enum {string}
     */
    PermissionPreset: 'party' | 'radio' | 'class';
    /**
     * @description A role of members with an account, from the highest to the lowest.
     * @enum {string}
     */
    AccountRole: 'owner' | 'coHost' | 'dj' | 'listener';
    /**
     * @description From the highest to the lowest. The owner and co-hosts manage the members. A user has one role on all devices, and keeps it while a member. A `guest` has no account, and always stays one.
     * @enum {string}
     */
    MemberRole: 'owner' | 'coHost' | 'dj' | 'listener' | 'guest';
    /** @description What is left out stays as it is. */
    PermissionsChange: {
      playback?: components['schemas']['AccountRole'];
      add?: components['schemas']['AccountRole'];
      reorder?: components['schemas']['AccountRole'];
      invite?: components['schemas']['AccountRole'];
      chat?: components['schemas']['MemberRole'];
      vote?: components['schemas']['MemberRole'];
    };
    /** @description Of the connected users who may vote, how many must vote to skip an item, in percent, rounded up; 50 at first. */
    SkipSharePercent: number;
    /**
     * @description Who can join: with the invite code only (`private`, at first), or every signed-in user (`public`). The list of public sessions has those that are not locked, while a member is connected.
     * @enum {string}
     */
    SessionVisibility: 'private' | 'public';
    /** @description Whether those who add to the end of the queue take turns: a new item comes before further items of users who have more of them to come. Who may not change the order always adds in turn. Other items stay where they are, also where they were moved to. */
    FairTurns: boolean;
    /** @description Whether someone with the invite code can join without an account, by `joinAsGuest`; false at first, and no preset changes it. Without effect while the session is locked, or someone decides about new members. When it is switched off, the guests leave: their sockets are closed with 4010. */
    AllowsGuests: boolean;
    /** @description What is left out stays as it is. `permissions` counts after `preset`. */
    SettingsChange: {
      preset?: components['schemas']['PermissionPreset'];
      permissions?: components['schemas']['PermissionsChange'];
      isLocked?: boolean;
      requiresApproval?: boolean;
      skipSharePercent?: components['schemas']['SkipSharePercent'];
      visibility?: components['schemas']['SessionVisibility'];
      fairTurns?: components['schemas']['FairTurns'];
      allowsGuests?: components['schemas']['AllowsGuests'];
    };
    /** @description The user who has the owner's permissions while the owner is away for long: the one who has been here longest, of the highest role. Null while the owner is here. */
    ActingHostId: string | null;
    /** @description The lowest role that may do each thing; every higher one may too. `playback`: play, pause, seek, go on and back. `add`: add to the queue. `reorder`: move and remove what others have added. `invite`: see the invite code. `chat`: write messages and react. `vote`: vote to skip the current item, and for suggestions. Only `chat` and `vote` can be for guests too. */
    Permissions: {
      playback: components['schemas']['AccountRole'];
      add: components['schemas']['AccountRole'];
      reorder: components['schemas']['AccountRole'];
      invite: components['schemas']['AccountRole'];
      chat: components['schemas']['MemberRole'];
      vote: components['schemas']['MemberRole'];
    };
    SessionSettings: {
      permissions: components['schemas']['Permissions'];
      /** @description The preset with these permissions; null when none has them. */
      preset: components['schemas']['PermissionPreset'] | null;
      /** @description Whether no new member can join. */
      isLocked: boolean;
      /** @description Whether the owner or a co-host decides about each new member. */
      requiresApproval: boolean;
      skipSharePercent: components['schemas']['SkipSharePercent'];
      visibility: components['schemas']['SessionVisibility'];
      fairTurns: components['schemas']['FairTurns'];
      allowsGuests: components['schemas']['AllowsGuests'];
    };
    QueueItem: {
      id: components['schemas']['Id'];
      trackId: components['schemas']['Id'];
      title: string;
      artistName: string;
      durationMs: components['schemas']['DurationMs'];
      addedBy: components['schemas']['Id'];
    };
    Queue: components['schemas']['QueueItem'][];
    /** @description Raised when the timebase or the stored state was replaced. Revisions of other epochs cannot be compared. */
    Epoch: number;
    /** @description Grows by one with every accepted command, and whenever the server moves the queue on: one counter for timeline and queue. A command carries the newest that its sender knows, and is refused as stale when what it depends on has changed since: of `play`, `pause`, `seek`, `next` and `previous` that is playback; of `clear`, `shuffle` and `replace` it is the queue; of `outputs` it is the list of outputs. All other edits name what they are about, so they are applied to the queue as it is then. */
    Revision: number;
    /** @description Microseconds on the session's timebase. */
    TimeUs: number;
    /** @description Milliseconds from the start of the track. */
    PositionMs: number;
    /** @description While `playing`, the position at time t is anchorPositionMs + (t - anchorServerTimeUs) / 1000 * rate. Otherwise it is anchorPositionMs, from anchorServerTimeUs on. Before the anchor the former timeline goes on; without one, nothing sounds. */
    Timeline: {
      epoch: components['schemas']['Epoch'];
      revision: components['schemas']['Revision'];
      queueItemId: string | null;
      anchorServerTimeUs: components['schemas']['TimeUs'];
      anchorPositionMs: components['schemas']['PositionMs'];
      rate: number;
      /** @enum {string} */
      state: 'stopped' | 'playing' | 'paused';
    };
    /** @description Distinguishes the devices of one user; two tabs are two devices. */
    DeviceId: string;
    /**
     * @description What a client says of its member: `listening`, at first and where it is missing; `away`, e.g. in a hidden page while nothing plays; `buffering`, while it has not got what should be heard.
     * @enum {string}
     */
    Presence: 'listening' | 'away' | 'buffering';
    /** @description What people call a device, e.g. "Kitchen"; set by its client. Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen. */
    DeviceName: string;
    /** @description A user on a device. */
    Member: {
      /** @description The user and the device, joined by a colon. */
      memberId: string;
      userId: components['schemas']['Id'];
      deviceId: components['schemas']['DeviceId'];
      displayName: components['schemas']['DisplayName'];
      role: components['schemas']['MemberRole'];
      presence?: components['schemas']['Presence'];
      deviceName?: components['schemas']['DeviceName'];
    };
    /** @description Those who joined first, in this order, at most 20, and always the member who receives a snapshot; after them the chosen outputs that are connected. `listMembers` gives all. */
    FirstMembers: components['schemas']['Member'][];
    /** @description How many members are connected. */
    MemberCount: number;
    /** @description A user who has the invite code, and waits for the owner or a co-host. */
    RequestToJoin: {
      userId: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
      requestedAt: components['schemas']['Timestamp'];
    };
    /** @description In a snapshot only for members who decide about them. */
    RequestsToJoin: components['schemas']['RequestToJoin'][];
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example This drop!
     */
    ChatText: string;
    PlaceInTrack: {
      queueItemId: components['schemas']['Id'];
      trackId: components['schemas']['Id'];
      title: string;
      positionMs: components['schemas']['PositionMs'];
    };
    /** @description Where playback was; null when there was no current item. */
    TrackPosition: components['schemas']['PlaceInTrack'] | null;
    /** @description A message of a member to all others. */
    ChatMessage: {
      id: components['schemas']['Id'];
      /** @description Grows with every message of the session; it is the order of the messages. Some numbers may be missing. */
      number: number;
      userId: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
      /** @description True for a message of a guest, who has no account; else missing. */
      isGuest?: boolean;
      text: components['schemas']['ChatText'];
      postedAt: components['schemas']['Timestamp'];
      at: components['schemas']['TrackPosition'];
    };
    /** @enum {string} */
    Reaction: 'heart' | 'fire' | 'clap' | 'laugh' | 'wow' | 'sad' | 'party' | 'wave';
    VoteCount: number;
    /** @description With so many votes the server goes on as by `next`. */
    VotesNeeded: number;
    /** @description The votes to skip the current item. Each user has one, on all devices, and loses it by leaving. */
    SkipVotes: {
      queueItemId: components['schemas']['Id'];
      count: components['schemas']['VoteCount'];
      needed: components['schemas']['VotesNeeded'];
      /** @description Whether this user has voted. */
      hasVoted: boolean;
    };
    /** @description A track that a member wants to hear in this session. */
    TrackSuggestion: {
      id: components['schemas']['Id'];
      trackId: components['schemas']['Id'];
      title: string;
      artistName: string;
      durationMs: components['schemas']['DurationMs'];
      userId: components['schemas']['Id'];
      displayName: components['schemas']['DisplayName'];
      suggestedAt: components['schemas']['Timestamp'];
      votes: components['schemas']['VoteCount'];
    };
    /**
     * @description What the player did last to come back into step, in the last seconds: it changed its rate, or started the track again at the right place.
     * @enum {string}
     */
    Correction: 'none' | 'rate' | 'resync';
    /** @description Chosen by the client; the same command sent twice takes effect once. */
    CommandId: string;
    /** @description The user and the device, joined by a colon. */
    MemberId: string;
    /** @description A device that was chosen; its names are those of that moment. */
    OutputDevice: {
      memberId: components['schemas']['MemberId'];
      displayName: components['schemas']['DisplayName'];
      deviceName?: components['schemas']['DeviceName'];
    };
    OutputDevices: components['schemas']['OutputDevice'][];
    /** @description Which devices sound: all, at first, or those that were chosen by a member who controls playback. Every other one is a remote then, which shows and controls playback, and plays nothing. They do so from `fromServerTimeUs` on, and until then those that sounded before go on: the device that begins has time to load the track, and starts at the same moment at which another one falls silent. A chosen device stays chosen when it leaves, and sounds again when it comes back. When none of them has been there for 15 seconds, playback pauses where the last one left. */
    Outputs: {
      /** @description Null when all devices sound. */
      devices: components['schemas']['OutputDevices'] | null;
      fromServerTimeUs: components['schemas']['TimeUs'];
    };
    /** @description A command takes effect at the anchor, or the server moves the queue on at the end of an item: then commandId is `advance-<epoch>-<revision>`, and the anchor is exactly the end of the item that is playing. It has `outputs` only when these have changed, and plays as before then. Every member receives the same bytes, the sender too. */
    TimelineChanged: {
      /** @constant */
      type: 'timeline';
      commandId: components['schemas']['CommandId'];
      timeline: components['schemas']['Timeline'];
      leadTimeMs: number;
      outputs?: components['schemas']['Outputs'];
      /** @description The member who gave the command; null when the server moved the queue on, also because enough members voted to skip the item, and when it has paused because no chosen output is there. */
      by: string | null;
    };
    /**
     * @description What follows the end of an item; after the last one nothing (`off`), or the first (`all`).
     * @enum {string}
     */
    RepeatMode: 'off' | 'one' | 'all';
    /** @description The item before; null at the beginning of the queue. */
    ItemBefore: string | null;
    ItemsInserted: {
      /** @constant */
      change: 'inserted';
      items: components['schemas']['QueueItem'][];
      after: components['schemas']['ItemBefore'];
    };
    /** @description Ids of queue items. */
    NamedItems: components['schemas']['Id'][];
    ItemsRemoved: {
      /** @constant */
      change: 'removed';
      itemIds: components['schemas']['NamedItems'];
    };
    /** @description These items come together, in this order, after the item `after` of the others. */
    ItemsMoved: {
      /** @constant */
      change: 'moved';
      itemIds: components['schemas']['NamedItems'];
      after: components['schemas']['ItemBefore'];
    };
    /** @description All items but `kept` are removed; null for all. */
    QueueCleared: {
      /** @constant */
      change: 'cleared';
      kept: string | null;
    };
    /** @description The item at each place of the new queue is the one that was at this index, counted from 0. */
    QueueReordered: {
      /** @constant */
      change: 'reordered';
      order: number[];
    };
    /** @description One change, of the queue as the changes before have left it. */
    QueueChange:
      | components['schemas']['ItemsInserted']
      | components['schemas']['ItemsRemoved']
      | components['schemas']['ItemsMoved']
      | components['schemas']['QueueCleared']
      | components['schemas']['QueueReordered'];
    /** @description The queue or the repeat mode was edited. The changes, applied in their order, lead to the queue of the server. The timeline has the new revision; it plays as before, unless the edit has moved playback on. Every member receives the same bytes, the sender too. */
    QueueChanged: {
      /** @constant */
      type: 'queueChanged';
      commandId: components['schemas']['CommandId'];
      timeline: components['schemas']['Timeline'];
      leadTimeMs: number;
      repeat: components['schemas']['RepeatMode'];
      changes: components['schemas']['QueueChange'][];
      /** @description The member who gave the command. */
      by: string;
    };
    /** @description A member has written a message. May come twice; it is the same message when its id is the same. */
    ChatPosted: {
      /** @constant */
      type: 'chatPosted';
      message: components['schemas']['ChatMessage'];
    };
    ReactionCount: {
      reaction: components['schemas']['Reaction'];
      count: number;
    };
    /** @description How members have reacted in the last moment, all of one instance together. Only the trail of the session keeps them. */
    Reactions: {
      /** @constant */
      type: 'reactions';
      counts: components['schemas']['ReactionCount'][];
      at: components['schemas']['TrackPosition'];
    };
    Health: {
      /** @constant */
      status: 'ok';
      service: string;
      uptimeSeconds: number;
    };
    DependencyState: {
      /** @enum {string} */
      state: 'up' | 'down';
      /** @description Whether the service needs it to be ready. */
      required: boolean;
      /** @description Why it is down, in a few words. */
      error?: string;
    };
    Readiness: {
      /** @enum {string} */
      status: 'ok' | 'degraded' | 'down';
      service: string;
      dependencies: {
        [key: string]: components['schemas']['DependencyState'];
      };
    };
    ContractDocument: {
      [key: string]: unknown;
    };
  };
  responses: {
    /** @description The error, as a problem document (RFC 9457) with a stable `code`. When the service does not answer, the gateway replies UNAVAILABLE with 502 or TIMEOUT with 504. */
    Problem: {
      headers: {
        'x-request-id': components['headers']['RequestId'];
        'retry-after': components['headers']['RetryAfter'];
        ratelimit: components['headers']['RateLimit'];
        'ratelimit-policy': components['headers']['RateLimitPolicy'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description The cached copy is up to date. */
    NotModified: {
      headers: {
        [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The protocol is now WebSocket. */
    SwitchingProtocols: {
      headers: {
        [name: string]: unknown;
      };
      content?: never;
    };
  };
  parameters: {
    TrackId: components['schemas']['Id'];
    PlaylistId: components['schemas']['Id'];
    UserId: components['schemas']['Id'];
    SuggestionId: components['schemas']['Id'];
    MessageId: components['schemas']['Id'];
    SessionId: components['schemas']['Id'];
    AlbumId: components['schemas']['CatalogueId'];
    CatalogueArtistId: components['schemas']['CatalogueId'];
    GenreId: components['schemas']['CatalogueId'];
    /** @description From `downloadUrl`. */
    DownloadLink: string;
    /** @description Makes the URL of another cover another URL. Any text is taken for the present cover. */
    CoverVersion: string;
    /**
     * @description The pixels that are needed on the longer side: the answer has the next of 96, 300 and 640, or more.
     * @example 300
     */
    CoverSize: number;
    /** @description The auth session of the reader. */
    SignatureSession: components['schemas']['Id'];
    /** @description Unix time, in seconds, on the hour. */
    SignatureExpires: number;
    /** @description That of a private track has the key of the track behind it; see `streamUrl` and `coverUrl`. */
    Signature: string;
    /**
     * @description What the client plays, separated by commas. `raw` is the file that was uploaded, whatever it is. Without it, all but `raw`. `flac` and `opus` come in Ogg, too.
     * @example opus,mp3
     */
    StreamFormats: string;
    /**
     * @description The most kbit/s that the client wants; 0 for no limit. OpenSubsonic has the same.
     * @example 128
     */
    MaxBitRate: number;
    /** @description The maximum number of items in the reply. */
    Limit: number;
    /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
    Cursor: components['schemas']['Cursor'];
    /**
     * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
     * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
     */
    IdempotencyKey: string;
    /**
     * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
     * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
     */
    IfMatch: string;
  };
  requestBodies: never;
  headers: {
    /** @description `original`, or the name of the rendition. */
    Rendition: string;
    /** @description Identifies this request in every log line; include it when you report a problem. */
    RequestId: string;
    /** @description Seconds to wait before the next try. Sent with every 429, and with a 503 that is expected to be short. */
    RetryAfter: number;
    /** @description What is left on a limited operation (draft-ietf-httpapi-ratelimit-headers): `"default";r=9;t=42` are 9 requests in the next 42 seconds. */
    RateLimit: string;
    /** @description The limit of this operation: `"default";q=10;w=60` are 10 requests in 60 seconds. */
    RateLimitPolicy: string;
    /** @description The next page, with `rel="next"` (RFC 8288), relative to the URL of the request; missing on the last page. */
    Link: string;
    /** @description `true` for the answer of an earlier try with the same Idempotency-Key. */
    IdempotencyReplayed: string;
    /** @description The path of what was created. */
    Location: string;
    /** @description Identifies this state of the resource, for If-None-Match and If-Match. If-Match holds for every reader and hour, although the signed URLs, and with them the tag, differ. */
    EntityTag: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listTracks: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
        /**
         * @description Each word must be the beginning of a word of the title, the artist, the album or the genre.
         *     For each page a search of several words looks at a bounded number of tracks, so a page can have fewer than
         *     `limit`, or none, before the end; the list ends where `nextCursor` is `null`.
         */
        q?: string;
        sort?: components['schemas']['TrackSort'];
        /** @description Only the tracks that this user has uploaded, e.g. one's own. `relevance` is `newest` then. */
        artistId?: components['schemas']['Id'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackPage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  createTrack: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['TrackUpload'];
      };
    };
    responses: {
      /** @description The track. */
      201: {
        headers: {
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Track'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  updateTracks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TracksChange'];
      };
    };
    responses: {
      /** @description One result for each track, in their order. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackChangeResults'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  findDuplicates: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FileDigests'];
      };
    };
    responses: {
      /** @description The tracks that have one of these files; of several with the same file the one that was uploaded last. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DuplicateTracks'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getTrack: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The track. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Track'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  deleteTrack: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updateTrack: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TrackChange'];
      };
    };
    responses: {
      /** @description The changed track. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Track'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  streamTrack: {
    parameters: {
      query?: {
        /** @description The auth session of the reader. */
        sid?: components['parameters']['SignatureSession'];
        /** @description Unix time, in seconds, on the hour. */
        expires?: components['parameters']['SignatureExpires'];
        /** @description That of a private track has the key of the track behind it; see `streamUrl` and `coverUrl`. */
        signature?: components['parameters']['Signature'];
        /**
         * @description What the client plays, separated by commas. `raw` is the file that was uploaded, whatever it is. Without it, all but `raw`. `flac` and `opus` come in Ogg, too.
         * @example opus,mp3
         */
        formats?: components['parameters']['StreamFormats'];
        /**
         * @description The most kbit/s that the client wants; 0 for no limit. OpenSubsonic has the same.
         * @example 128
         */
        maxBitRate?: components['parameters']['MaxBitRate'];
        /** @description Whether a browser plays the file or saves it, as `Artist - Title`. */
        as?: 'inline' | 'attachment';
      };
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The whole file. */
      200: {
        headers: {
          etag?: string;
          'accept-ranges'?: string;
          'x-rendition': components['headers']['Rendition'];
          [name: string]: unknown;
        };
        content: {
          'audio/*': Blob;
        };
      };
      /** @description The requested range. */
      206: {
        headers: {
          etag?: string;
          'content-range'?: string;
          'x-rendition': components['headers']['Rendition'];
          [name: string]: unknown;
        };
        content: {
          'audio/*': Blob;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getTrackCover: {
    parameters: {
      query?: {
        /** @description Makes the URL of another cover another URL. Any text is taken for the present cover. */
        v?: components['parameters']['CoverVersion'];
        /**
         * @description The pixels that are needed on the longer side: the answer has the next of 96, 300 and 640, or more.
         * @example 300
         */
        size?: components['parameters']['CoverSize'];
        /** @description The auth session of the reader. */
        sid?: components['parameters']['SignatureSession'];
        /** @description Unix time, in seconds, on the hour. */
        expires?: components['parameters']['SignatureExpires'];
        /** @description That of a private track has the key of the track behind it; see `streamUrl` and `coverUrl`. */
        signature?: components['parameters']['Signature'];
      };
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A picture of at most 1200 by 1200 pixels. */
      200: {
        headers: {
          etag?: string;
          vary?: string;
          [name: string]: unknown;
        };
        content: {
          'image/*': Blob;
        };
      };
      /** @description The requested range. */
      206: {
        headers: {
          etag?: string;
          'content-range'?: string;
          [name: string]: unknown;
        };
        content: {
          'image/*': Blob;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  setTrackCover: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': components['schemas']['CoverUpload'];
      };
    };
    responses: {
      /** @description The changed track. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Track'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  removeTrackCover: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The changed track. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Track'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listTrackEdits: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The changes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackEditList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getLyrics: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The lyrics. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lyrics'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  setLyrics: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LyricsText'];
      };
    };
    responses: {
      /** @description The lyrics. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Lyrics'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  removeLyrics: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getTrackAnalysis: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The analysis, or its state. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackAnalysis'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  analyseTrack: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is pending. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackAnalysis'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  likeTrack: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Liked. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  unlikeTrack: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not liked. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  setRating: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewRating'];
      };
    };
    responses: {
      /** @description Rated. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  removeRating: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not rated. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getTrackFigures: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        trackId: components['parameters']['TrackId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackFigures'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listTrackStates: {
    parameters: {
      query: {
        /** @description Ids of 1 to 100 tracks, with a comma between them. */
        ids: components['schemas']['TrackIds'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One for each id, in their order. A track that does not exist is not liked, and has no ratings and no plays. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackStateList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listLikedTracks: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LikedTrackPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listRatedTracks: {
    parameters: {
      query?: {
        /** @description None that is rated lower. */
        minRating?: number;
        /** @description None that is rated higher. */
        maxRating?: number;
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RatedTrackPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  reportPlays: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlayReports'];
      };
    };
    responses: {
      /** @description What became of each report, in their order. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlayResults'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getNowPlaying: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `track` is null when nothing plays, or the track is not visible to you any more. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NowPlaying'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  setNowPlaying: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewNowPlaying'];
      };
    };
    responses: {
      /** @description Known to the account's devices. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  clearNowPlaying: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Nothing plays. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getPlayQueue: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description With its tracks; those that were deleted or are not visible to you any more are null, and keep their places. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlayQueue'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  savePlayQueue: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPlayQueue'];
      };
    };
    responses: {
      /** @description Saved. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SavedPlayQueue'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getScrobbling: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The token is not part of it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScrobblingState'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  connectListenBrainz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ListenBrainzToken'];
      };
    };
    responses: {
      /** @description Connected. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScrobblingState'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  disconnectListenBrainz: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not connected. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listHistory: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  clearHistory: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Cleared. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  deleteHistoryEntry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playId: components['schemas']['PlayId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listPlayedTracks: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
        sort?: components['schemas']['PlayedSort'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlayedTrackPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  search: {
    parameters: {
      query: {
        q: components['schemas']['SearchWords'];
        /** @description 0 leaves the artists out; so do the other limits. */
        artistLimit?: components['schemas']['MatchLimit'];
        albumLimit?: components['schemas']['MatchLimit'];
        playlistLimit?: components['schemas']['MatchLimit'];
        trackLimit?: components['schemas']['MatchLimit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was found. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SearchMatches'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  listSuggestions: {
    parameters: {
      query: {
        q: components['schemas']['SearchWords'];
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The suggestions, best first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SuggestionList'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  listAlbums: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
        sort?: components['schemas']['AlbumSort'];
        /** @description Only the albums on which this artist is. Of one's own, also those without a public track. */
        artistId?: components['schemas']['CatalogueId'];
        genreId?: components['schemas']['CatalogueId'];
        /**
         * @description Each word must be the beginning of a word of the title or the artist of the album.
         *     With several words or filters a page looks at a bounded number of albums, so it can have fewer than `limit`, or
         *     none, before the end; the list ends where `nextCursor` is `null`.
         */
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlbumPage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getAlbum: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        albumId: components['parameters']['AlbumId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The album. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlbumDetail'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  downloadAlbum: {
    parameters: {
      query?: {
        /** @description From `downloadUrl`. */
        link?: components['parameters']['DownloadLink'];
      };
      header?: never;
      path: {
        albumId: components['parameters']['AlbumId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The archive. */
      200: {
        headers: {
          'content-length'?: string;
          'content-disposition'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/zip': Blob;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createAlbumDownload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        albumId: components['parameters']['AlbumId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The link, and what it downloads. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DownloadLink'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listArtists: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
        sort?: components['schemas']['ArtistSort'];
        /**
         * @description Each word must be the beginning of a word of the name. With several words a page can have fewer than `limit`, or
         *     none, before the end; the list ends where `nextCursor` is `null`.
         */
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ArtistPage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getArtist: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        artistId: components['parameters']['CatalogueArtistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The artist. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ArtistDetail'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getArtistFollow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        artistId: components['parameters']['CatalogueArtistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The state. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ArtistFollowState'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  followArtist: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        artistId: components['parameters']['CatalogueArtistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Followed, also when it was already. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  unfollowArtist: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        artistId: components['parameters']['CatalogueArtistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not followed, also when it was not before. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listFollowedArtists: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FollowedArtistPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listNewReleases: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReleasePage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listGenres: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GenrePage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getGenre: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        genreId: components['parameters']['GenreId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The genre. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Genre'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  listGenreTracks: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        genreId: components['parameters']['GenreId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackPage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  listPlaylists: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page, without the items. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaylistPage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  createPlaylist: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPlaylist'];
      };
    };
    responses: {
      /** @description The playlist. */
      201: {
        headers: {
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          location: components['headers']['Location'];
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getPlaylist: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The playlist. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  deletePlaylist: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updatePlaylist: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaylistChange'];
      };
    };
    responses: {
      /** @description The changed playlist. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  reorderPlaylist: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaylistOrder'];
      };
    };
    responses: {
      /** @description The changed playlist. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  addPlaylistItem: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPlaylistItem'];
      };
    };
    responses: {
      /** @description The changed playlist. */
      201: {
        headers: {
          etag: components['headers']['EntityTag'];
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  removePlaylistItem: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
        itemId: components['schemas']['Id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The changed playlist. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  addPlaylistTracks: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description The ETag that the resource must still have (RFC 9110, 13.1.1), or a list of them, or `*`. If it has changed, nothing is written: 412 PRECONDITION_FAILED. For the items of a playlist, the ETag of the playlist. A PUT, PATCH or DELETE without this header in its contract refuses every If-Match but `*`.
         * @example "5a2f6b1c4d3e.7.Zk3vJm0l9s1Q7c8yT2bNwX.r4uHdPqLaEoGi5MjKtRzAw"
         */
        'if-match'?: components['parameters']['IfMatch'];
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPlaylistTracks'];
      };
    };
    responses: {
      /** @description The changed playlist. */
      201: {
        headers: {
          etag: components['headers']['EntityTag'];
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  duplicatePlaylist: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaylistCopy'];
      };
    };
    responses: {
      /** @description The new playlist. */
      201: {
        headers: {
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          location: components['headers']['Location'];
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  joinPlaylist: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JoinRequest'];
      };
    };
    responses: {
      /** @description The playlist. */
      200: {
        headers: {
          etag: components['headers']['EntityTag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Playlist'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listPlaylistInvites: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them, the oldest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaylistInviteList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createPlaylistInvite: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPlaylistInvite'];
      };
    };
    responses: {
      /** @description The invite. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaylistInvite'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  withdrawPlaylistInvite: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
        inviteId: components['schemas']['Id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No invite any more, also when there was none. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listPlaylistMembers: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The owner, then the members in the order in which they have joined. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaylistMemberList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  setPlaylistMemberRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaylistRoleAssignment'];
      };
    };
    responses: {
      /** @description The member has this role. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  removePlaylistMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No member any more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  importPlaylist: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaylistImport'];
      };
    };
    responses: {
      /** @description The playlist that was made, and what became of each entry. */
      201: {
        headers: {
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaylistImportResult'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  exportPlaylist: {
    parameters: {
      query: {
        format: components['schemas']['PlaylistFileFormat'];
      };
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'audio/mpegurl': Blob;
          'application/xspf+xml': Blob;
          'application/jspf+json': Blob;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  downloadPlaylist: {
    parameters: {
      query?: {
        /** @description From `downloadUrl`. */
        link?: components['parameters']['DownloadLink'];
      };
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The archive. */
      200: {
        headers: {
          'content-length'?: string;
          'content-disposition'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/zip': Blob;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createPlaylistDownload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The link, and what it downloads. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DownloadLink'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listPublicPlaylists: {
    parameters: {
      query?: {
        /**
         * @description Words of the name, or their beginnings; all must be there. All public playlists without it; none for signs only.
         *     With several words a page looks at a bounded number of playlists, so it can have fewer than `limit`, or none,
         *     before the end; the list ends where `nextCursor` is `null`.
         */
        q?: string;
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page, without the items. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlaylistPage'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  followPlaylist: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Followed, also when it was already. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  unfollowPlaylist: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        playlistId: components['parameters']['PlaylistId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not followed, also when it was not before. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listSessions: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListeningSessionPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  createSession: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewListeningSession'];
      };
    };
    responses: {
      /** @description The session; others join it with its `inviteCode`. */
      201: {
        headers: {
          location: components['headers']['Location'];
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListeningSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  joinSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JoinRequest'];
      };
    };
    responses: {
      /** @description The session. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListeningSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  previewSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JoinRequest'];
      };
    };
    responses: {
      /** @description What a client with the code may know. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionPreview'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  joinAsGuest: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewGuest'];
      };
    };
    responses: {
      /** @description The guest's access token, and the session. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GuestSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listPublicSessions: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicSessionPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListeningSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  joinPublicSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ListeningSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listMembers: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MemberPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  updateSessionSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SettingsChange'];
      };
    };
    responses: {
      /** @description All settings. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionSettings'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  removeMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Removed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  setMemberRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RoleAssignment'];
      };
    };
    responses: {
      /** @description The user has this role. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  transferSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewOwner'];
      };
    };
    responses: {
      /** @description The member is the owner. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  rotateInviteCode: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The new code. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewInviteCode'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listBans: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them, the oldest ban first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BanList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  banUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Banned. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  unbanUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not banned, also when there was no ban. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listJoinRequests: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them, the oldest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RequestToJoinList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  answerJoinRequest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        userId: components['parameters']['UserId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JoinDecision'];
      };
    };
    responses: {
      /** @description Decided. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listChatMessages: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChatMessagePage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  postChatMessage: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Makes it safe to send the request again (draft-ietf-httpapi-idempotency-key-header): a random text, e.g. a UUID, the same for all tries. What the request creates is created once. The first success is kept for 24 hours, or until the account has 500 newer ones or more than 4 MiB of them, and sent again as it was, with `idempotency-replayed: true`; signed URLs in it may have expired. After a failure the request is tried again. While a try is running, another one gets 409 IDEMPOTENCY_KEY_IN_USE; another request with the same key gets 422 IDEMPOTENCY_KEY_REUSED. Keys of different accounts have nothing to do with each other. Of a form, the parts are compared.
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        'idempotency-key'?: components['parameters']['IdempotencyKey'];
      };
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewChatMessage'];
      };
    };
    responses: {
      /** @description The message as it was stored. */
      201: {
        headers: {
          'idempotency-replayed': components['headers']['IdempotencyReplayed'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChatMessage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deleteChatMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        messageId: components['parameters']['MessageId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted, also when there was no such message. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  react: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewReaction'];
      };
    };
    responses: {
      /** @description Counted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  voteToSkip: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSkipVote'];
      };
    };
    responses: {
      /** @description The votes with this one. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SkipVotes'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  withdrawSkipVote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Withdrawn, also when there was no vote. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  listTrackSuggestions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackSuggestionList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  suggestTrack: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSuggestion'];
      };
    };
    responses: {
      /** @description The suggestion. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrackSuggestion'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  answerSuggestion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        suggestionId: components['parameters']['SuggestionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SuggestionAnswer'];
      };
    };
    responses: {
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  withdrawSuggestion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        suggestionId: components['parameters']['SuggestionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Withdrawn. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  voteForSuggestion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        suggestionId: components['parameters']['SuggestionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Counted, also when it was before. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  withdrawSuggestionVote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
        suggestionId: components['parameters']['SuggestionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Withdrawn, also when there was none. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  createTicket: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TicketRequest'];
      };
    };
    responses: {
      /** @description The ticket, and the path to use it on. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  openSocket: {
    parameters: {
      query?: {
        /** @description From `createTicket`. */
        ticket?: string;
      };
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      101: components['responses']['SwitchingProtocols'];
      default: components['responses']['Problem'];
    };
  };
  getSyncReceipt: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The receipt. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SyncReceipt'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getTrail: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path: {
        sessionId: components['parameters']['SessionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrailPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listTrails: {
    parameters: {
      query?: {
        /** @description The maximum number of items in the reply. */
        limit?: components['parameters']['Limit'];
        /** @description The `nextCursor` of the previous page. Opaque; any other value is rejected. */
        cursor?: components['parameters']['Cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EndedSessionPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listOutputDelays: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OutputDelayList'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  setOutputDelay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Names the machine. Unlike the `deviceId` of a ticket it is the same for all tabs of a browser. */
        deviceId: components['schemas']['DeviceId'];
        output: components['schemas']['OutputName'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewOutputDelay'];
      };
    };
    responses: {
      /** @description Kept. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  removeOutputDelay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Names the machine. Unlike the `deviceId` of a ticket it is the same for all tabs of a browser. */
        deviceId: components['schemas']['DeviceId'];
        output: components['schemas']['OutputName'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Forgotten. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Alive. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The service is ready. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description A required dependency is down. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Counters, gauges and histograms in the Prometheus text format. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getOpenapiJson: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The OpenAPI 3.1 document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ContractDocument'];
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getOpenapiYaml: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The OpenAPI 3.1 document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getAsyncapiYaml: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The AsyncAPI 3 document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getListeningYaml: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description An OpenAPI 3.1 document of components. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
  getDocs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description An HTML page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      304: components['responses']['NotModified'];
      default: components['responses']['Problem'];
    };
  };
}

export type TrackTitle = components['schemas']['TrackTitle'];
export type TagText = components['schemas']['TagText'];
export type TagNumber = components['schemas']['TagNumber'];
export type AudioContentType = components['schemas']['AudioContentType'];
export type TrackSort = components['schemas']['TrackSort'];
export type ArtistRef = components['schemas']['ArtistRef'];
export type Track = components['schemas']['Track'];
export type CoverPlaceholder = components['schemas']['CoverPlaceholder'];
export type GainDb = components['schemas']['GainDb'];
export type AnalysisState = components['schemas']['AnalysisState'];
export type Waveform = components['schemas']['Waveform'];
export type TrackAnalysis = components['schemas']['TrackAnalysis'];
export type AudioFormatName = components['schemas']['AudioFormatName'];
export type RenditionName = components['schemas']['RenditionName'];
export type Rendition = components['schemas']['Rendition'];
export type OriginalAudio = components['schemas']['OriginalAudio'];
export type TrackRenditions = components['schemas']['TrackRenditions'];
export type TrackPage = components['schemas']['TrackPage'];
export type TrackUpload = components['schemas']['TrackUpload'];
export type TrackVisibility = components['schemas']['TrackVisibility'];
export type Year = components['schemas']['Year'];
export type TrackChange = components['schemas']['TrackChange'];
export type TracksChange = components['schemas']['TracksChange'];
export type Sha256 = components['schemas']['Sha256'];
export type LyricsText = components['schemas']['LyricsText'];
export type LyricsLine = components['schemas']['LyricsLine'];
export type Lyrics = components['schemas']['Lyrics'];
export type FileDigests = components['schemas']['FileDigests'];
export type DuplicateTrack = components['schemas']['DuplicateTrack'];
export type DuplicateTracks = components['schemas']['DuplicateTracks'];
export type TrackChangeRefusal = components['schemas']['TrackChangeRefusal'];
export type TrackChangeResult = components['schemas']['TrackChangeResult'];
export type TrackChangeResults = components['schemas']['TrackChangeResults'];
export type CoverUpload = components['schemas']['CoverUpload'];
export type FieldChange = components['schemas']['FieldChange'];
export type TrackEdit = components['schemas']['TrackEdit'];
export type TrackEditList = components['schemas']['TrackEditList'];
export type CatalogueId = components['schemas']['CatalogueId'];
export type CatalogueRef = components['schemas']['CatalogueRef'];
export type AlbumSort = components['schemas']['AlbumSort'];
export type DownloadLink = components['schemas']['DownloadLink'];
export type Album = components['schemas']['Album'];
export type AlbumPage = components['schemas']['AlbumPage'];
export type AlbumDetail = components['schemas']['AlbumDetail'];
export type ArtistSort = components['schemas']['ArtistSort'];
export type Artist = components['schemas']['Artist'];
export type ArtistPage = components['schemas']['ArtistPage'];
export type ArtistDetail = components['schemas']['ArtistDetail'];
export type Genre = components['schemas']['Genre'];
export type GenrePage = components['schemas']['GenrePage'];
export type SearchWords = components['schemas']['SearchWords'];
export type MatchLimit = components['schemas']['MatchLimit'];
export type HasMore = components['schemas']['HasMore'];
export type ArtistMatches = components['schemas']['ArtistMatches'];
export type AlbumMatches = components['schemas']['AlbumMatches'];
export type PlaylistMatches = components['schemas']['PlaylistMatches'];
export type TrackMatches = components['schemas']['TrackMatches'];
export type SearchMatches = components['schemas']['SearchMatches'];
export type SuggestionKind = components['schemas']['SuggestionKind'];
export type Suggestion = components['schemas']['Suggestion'];
export type SuggestionList = components['schemas']['SuggestionList'];
export type TrackIds = components['schemas']['TrackIds'];
export type LikedTrack = components['schemas']['LikedTrack'];
export type LikedTrackPage = components['schemas']['LikedTrackPage'];
export type Rating = components['schemas']['Rating'];
export type NewRating = components['schemas']['NewRating'];
export type AverageRating = components['schemas']['AverageRating'];
export type RatedTrack = components['schemas']['RatedTrack'];
export type RatedTrackPage = components['schemas']['RatedTrackPage'];
export type TrackPositionMs = components['schemas']['TrackPositionMs'];
export type DeviceLabel = components['schemas']['DeviceLabel'];
export type NewNowPlaying = components['schemas']['NewNowPlaying'];
export type NowPlaying = components['schemas']['NowPlaying'];
export type NewPlayQueue = components['schemas']['NewPlayQueue'];
export type SavedPlayQueue = components['schemas']['SavedPlayQueue'];
export type PlayQueueEntry = components['schemas']['PlayQueueEntry'];
export type PlayQueue = components['schemas']['PlayQueue'];
export type ListenBrainzToken = components['schemas']['ListenBrainzToken'];
export type ScrobblingState = components['schemas']['ScrobblingState'];
export type ArtistFollowState = components['schemas']['ArtistFollowState'];
export type FollowedArtist = components['schemas']['FollowedArtist'];
export type FollowedArtistPage = components['schemas']['FollowedArtistPage'];
export type Release = components['schemas']['Release'];
export type ReleasePage = components['schemas']['ReleasePage'];
export type TrackState = components['schemas']['TrackState'];
export type TrackStateList = components['schemas']['TrackStateList'];
export type PlayId = components['schemas']['PlayId'];
export type PlayReport = components['schemas']['PlayReport'];
export type PlayReports = components['schemas']['PlayReports'];
export type PlayRefusal = components['schemas']['PlayRefusal'];
export type PlayResult = components['schemas']['PlayResult'];
export type PlayResults = components['schemas']['PlayResults'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type HistoryPage = components['schemas']['HistoryPage'];
export type PlayedSort = components['schemas']['PlayedSort'];
export type PlayedTrack = components['schemas']['PlayedTrack'];
export type PlayedTrackPage = components['schemas']['PlayedTrackPage'];
export type DayFigures = components['schemas']['DayFigures'];
export type TrackFigures = components['schemas']['TrackFigures'];
export type Visibility = components['schemas']['Visibility'];
export type NewPlaylist = components['schemas']['NewPlaylist'];
export type PlaylistChange = components['schemas']['PlaylistChange'];
export type NextItemId = components['schemas']['NextItemId'];
export type NewPlaylistItem = components['schemas']['NewPlaylistItem'];
export type NewPlaylistTracks = components['schemas']['NewPlaylistTracks'];
export type PlaylistCopy = components['schemas']['PlaylistCopy'];
export type PlaylistOrder = components['schemas']['PlaylistOrder'];
export type PlaylistFileFormat = components['schemas']['PlaylistFileFormat'];
export type PlaylistImport = components['schemas']['PlaylistImport'];
export type ImportedEntry = components['schemas']['ImportedEntry'];
export type PlaylistImportResult = components['schemas']['PlaylistImportResult'];
export type PlaylistRole = components['schemas']['PlaylistRole'];
export type PlaylistMemberRole = components['schemas']['PlaylistMemberRole'];
export type PlaylistRoleAssignment = components['schemas']['PlaylistRoleAssignment'];
export type PlaylistMember = components['schemas']['PlaylistMember'];
export type PlaylistAccountName = components['schemas']['PlaylistAccountName'];
export type PlaylistMemberList = components['schemas']['PlaylistMemberList'];
export type NewPlaylistInvite = components['schemas']['NewPlaylistInvite'];
export type PlaylistInvite = components['schemas']['PlaylistInvite'];
export type PlaylistInviteList = components['schemas']['PlaylistInviteList'];
export type PlaylistContributor = components['schemas']['PlaylistContributor'];
export type PlaylistItem = components['schemas']['PlaylistItem'];
export type PlaylistSummary = components['schemas']['PlaylistSummary'];
export type Playlist = components['schemas']['Playlist'];
export type PlaylistPage = components['schemas']['PlaylistPage'];
export type InviteCode = components['schemas']['InviteCode'];
export type GivenInviteCode = components['schemas']['GivenInviteCode'];
export type NewListeningSession = components['schemas']['NewListeningSession'];
export type JoinRequest = components['schemas']['JoinRequest'];
export type NewGuest = components['schemas']['NewGuest'];
export type GuestSession = components['schemas']['GuestSession'];
export type Guest = components['schemas']['Guest'];
export type RoleAssignment = components['schemas']['RoleAssignment'];
export type NewOwner = components['schemas']['NewOwner'];
export type NewInviteCode = components['schemas']['NewInviteCode'];
export type JoinDecision = components['schemas']['JoinDecision'];
export type NewChatMessage = components['schemas']['NewChatMessage'];
export type ChatMessagePage = components['schemas']['ChatMessagePage'];
export type NewSkipVote = components['schemas']['NewSkipVote'];
export type NewSuggestion = components['schemas']['NewSuggestion'];
export type SuggestionAnswer = components['schemas']['SuggestionAnswer'];
export type TrackSuggestionList = components['schemas']['TrackSuggestionList'];
export type NewReaction = components['schemas']['NewReaction'];
export type RequestToJoinList = components['schemas']['RequestToJoinList'];
export type Ban = components['schemas']['Ban'];
export type BanList = components['schemas']['BanList'];
export type SessionPreview = components['schemas']['SessionPreview'];
export type PreviewedTrack = components['schemas']['PreviewedTrack'];
export type ListeningSession = components['schemas']['ListeningSession'];
export type MemberPage = components['schemas']['MemberPage'];
export type ListeningSessionSummary = components['schemas']['ListeningSessionSummary'];
export type ListeningSessionPage = components['schemas']['ListeningSessionPage'];
export type PublicSession = components['schemas']['PublicSession'];
export type PublicSessionPage = components['schemas']['PublicSessionPage'];
export type OutputName = components['schemas']['OutputName'];
export type OutputDelayMs = components['schemas']['OutputDelayMs'];
export type NewOutputDelay = components['schemas']['NewOutputDelay'];
export type OutputDelay = components['schemas']['OutputDelay'];
export type SyncCause = components['schemas']['SyncCause'];
export type MemberSyncState = components['schemas']['MemberSyncState'];
export type SyncSpread = components['schemas']['SyncSpread'];
export type SyncSummary = components['schemas']['SyncSummary'];
export type TrailPage = components['schemas']['TrailPage'];
export type TrailEntry = components['schemas']['TrailEntry'];
export type TrailMessage = components['schemas']['TrailMessage'];
export type TrailState = components['schemas']['TrailState'];
export type EndedSessionPage = components['schemas']['EndedSessionPage'];
export type EndedSession = components['schemas']['EndedSession'];
export type SyncReceipt = components['schemas']['SyncReceipt'];
export type OutputDelayList = components['schemas']['OutputDelayList'];
export type TicketRequest = components['schemas']['TicketRequest'];
export type Ticket = components['schemas']['Ticket'];
export type Cursor = components['schemas']['Cursor'];
export type Id = components['schemas']['Id'];
export type FieldError = components['schemas']['FieldError'];
export type QuotaUse = components['schemas']['QuotaUse'];
export type Problem = components['schemas']['Problem'];
export type DisplayName = components['schemas']['DisplayName'];
export type DurationMs = components['schemas']['DurationMs'];
export type Timestamp = components['schemas']['Timestamp'];
export type Name = components['schemas']['Name'];
export type PlaylistDescription = components['schemas']['PlaylistDescription'];
export type PlaybackControl = components['schemas']['PlaybackControl'];
export type PermissionPreset = components['schemas']['PermissionPreset'];
export type AccountRole = components['schemas']['AccountRole'];
export type MemberRole = components['schemas']['MemberRole'];
export type PermissionsChange = components['schemas']['PermissionsChange'];
export type SkipSharePercent = components['schemas']['SkipSharePercent'];
export type SessionVisibility = components['schemas']['SessionVisibility'];
export type FairTurns = components['schemas']['FairTurns'];
export type AllowsGuests = components['schemas']['AllowsGuests'];
export type SettingsChange = components['schemas']['SettingsChange'];
export type ActingHostId = components['schemas']['ActingHostId'];
export type Permissions = components['schemas']['Permissions'];
export type SessionSettings = components['schemas']['SessionSettings'];
export type QueueItem = components['schemas']['QueueItem'];
export type Queue = components['schemas']['Queue'];
export type Epoch = components['schemas']['Epoch'];
export type Revision = components['schemas']['Revision'];
export type TimeUs = components['schemas']['TimeUs'];
export type PositionMs = components['schemas']['PositionMs'];
export type Timeline = components['schemas']['Timeline'];
export type DeviceId = components['schemas']['DeviceId'];
export type Presence = components['schemas']['Presence'];
export type DeviceName = components['schemas']['DeviceName'];
export type Member = components['schemas']['Member'];
export type FirstMembers = components['schemas']['FirstMembers'];
export type MemberCount = components['schemas']['MemberCount'];
export type RequestToJoin = components['schemas']['RequestToJoin'];
export type RequestsToJoin = components['schemas']['RequestsToJoin'];
export type ChatText = components['schemas']['ChatText'];
export type PlaceInTrack = components['schemas']['PlaceInTrack'];
export type TrackPosition = components['schemas']['TrackPosition'];
export type ChatMessage = components['schemas']['ChatMessage'];
export type Reaction = components['schemas']['Reaction'];
export type VoteCount = components['schemas']['VoteCount'];
export type VotesNeeded = components['schemas']['VotesNeeded'];
export type SkipVotes = components['schemas']['SkipVotes'];
export type TrackSuggestion = components['schemas']['TrackSuggestion'];
export type Correction = components['schemas']['Correction'];
export type CommandId = components['schemas']['CommandId'];
export type MemberId = components['schemas']['MemberId'];
export type OutputDevice = components['schemas']['OutputDevice'];
export type OutputDevices = components['schemas']['OutputDevices'];
export type Outputs = components['schemas']['Outputs'];
export type TimelineChanged = components['schemas']['TimelineChanged'];
export type RepeatMode = components['schemas']['RepeatMode'];
export type ItemBefore = components['schemas']['ItemBefore'];
export type ItemsInserted = components['schemas']['ItemsInserted'];
export type NamedItems = components['schemas']['NamedItems'];
export type ItemsRemoved = components['schemas']['ItemsRemoved'];
export type ItemsMoved = components['schemas']['ItemsMoved'];
export type QueueCleared = components['schemas']['QueueCleared'];
export type QueueReordered = components['schemas']['QueueReordered'];
export type QueueChange = components['schemas']['QueueChange'];
export type QueueChanged = components['schemas']['QueueChanged'];
export type ChatPosted = components['schemas']['ChatPosted'];
export type ReactionCount = components['schemas']['ReactionCount'];
export type Reactions = components['schemas']['Reactions'];
export type Health = components['schemas']['Health'];
export type DependencyState = components['schemas']['DependencyState'];
export type Readiness = components['schemas']['Readiness'];
export type ContractDocument = components['schemas']['ContractDocument'];
