// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import type { Call, ListCall } from '../http/call.ts';
import type { UploadOptions, WithSources } from '../http/upload-source.ts';
import type { CallOptions, IfMatchOption, IdempotencyOption, Input, OperationTable } from './call.gen.ts';
import type {
  AlbumDetail,
  AlbumPage,
  ArtistDetail,
  ArtistFollowState,
  ArtistPage,
  BanList,
  ChatMessage,
  ChatMessagePage,
  ContractDocument,
  CoverUpload,
  DownloadLink,
  DuplicateTracks,
  EndedSessionPage,
  FileDigests,
  FollowedArtistPage,
  Genre,
  GenrePage,
  GuestSession,
  Health,
  HistoryPage,
  JoinDecision,
  JoinRequest,
  LikedTrackPage,
  ListenBrainzToken,
  ListeningSession,
  ListeningSessionPage,
  Lyrics,
  LyricsText,
  MemberPage,
  NewChatMessage,
  NewGuest,
  NewInviteCode,
  NewListeningSession,
  NewNowPlaying,
  NewOutputDelay,
  NewOwner,
  NewPlayQueue,
  NewPlaylist,
  NewPlaylistInvite,
  NewPlaylistItem,
  NewPlaylistTracks,
  NewRating,
  NewReaction,
  NewSkipVote,
  NewSuggestion,
  NowPlaying,
  OutputDelayList,
  PlayQueue,
  PlayReports,
  PlayResults,
  PlayedTrackPage,
  Playlist,
  PlaylistChange,
  PlaylistCopy,
  PlaylistImport,
  PlaylistImportResult,
  PlaylistInvite,
  PlaylistInviteList,
  PlaylistMemberList,
  PlaylistOrder,
  PlaylistPage,
  PlaylistRoleAssignment,
  Problem,
  PublicSessionPage,
  RatedTrackPage,
  Readiness,
  ReleasePage,
  RequestToJoinList,
  RoleAssignment,
  SavedPlayQueue,
  ScrobblingState,
  SearchMatches,
  SessionPreview,
  SessionSettings,
  SettingsChange,
  SkipVotes,
  SuggestionAnswer,
  SuggestionList,
  SyncReceipt,
  Ticket,
  TicketRequest,
  Track,
  TrackAnalysis,
  TrackChange,
  TrackChangeResults,
  TrackEditList,
  TrackFigures,
  TrackPage,
  TrackStateList,
  TrackSuggestion,
  TrackSuggestionList,
  TrackUpload,
  TracksChange,
  TrailPage,
  operations,
} from './music.types.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const musicOperations = {
  listTracks: { route: 'GET /api/music/get', query: ['limit', 'cursor', 'q', 'sort', 'artistId'] },
  createTrack: { route: 'POST /api/music/create', request: 'multipart', keyed: true },
  getTrack: { route: 'GET /api/music/tracks/{trackId}' },
  deleteTrack: { route: 'DELETE /api/music/tracks/{trackId}', success: { 204: 'none' } },
  streamTrack: {
    route: 'GET /api/music/tracks/{trackId}/stream',
    query: ['sid', 'expires', 'signature', 'formats', 'maxBitRate', 'as'],
    success: { 200: 'binary', 206: 'binary', 304: 'binary' },
    bearer: 'accepted',
  },
  getTrackCover: {
    route: 'GET /api/music/tracks/{trackId}/cover',
    query: ['v', 'size', 'sid', 'expires', 'signature'],
    success: { 200: 'binary', 206: 'binary', 304: 'binary' },
    bearer: 'accepted',
  },
  listPlaylists: { route: 'GET /api/music/playlists', query: ['limit', 'cursor'] },
  createPlaylist: { route: 'POST /api/music/playlists', request: 'json', keyed: true },
  getPlaylist: { route: 'GET /api/music/playlists/{playlistId}' },
  updatePlaylist: { route: 'PATCH /api/music/playlists/{playlistId}', request: 'json' },
  deletePlaylist: { route: 'DELETE /api/music/playlists/{playlistId}', success: { 204: 'none' } },
  reorderPlaylist: { route: 'PUT /api/music/playlists/{playlistId}/items', request: 'json' },
  addPlaylistItem: { route: 'POST /api/music/playlists/{playlistId}/items', request: 'json', keyed: true },
  removePlaylistItem: { route: 'DELETE /api/music/playlists/{playlistId}/items/{itemId}' },
  listSessions: { route: 'GET /api/music/sessions', query: ['limit', 'cursor'] },
  createSession: { route: 'POST /api/music/sessions', request: 'json', keyed: true },
  joinSession: { route: 'POST /api/music/sessions/join', request: 'json' },
  previewSession: { route: 'POST /api/music/sessions/preview', request: 'json', bearer: 'never' },
  getSession: { route: 'GET /api/music/sessions/{sessionId}' },
  endSession: { route: 'DELETE /api/music/sessions/{sessionId}', success: { 204: 'none' } },
  listMembers: { route: 'GET /api/music/sessions/{sessionId}/members', query: ['limit', 'cursor'] },
  createTicket: { route: 'POST /api/music/sessions/{sessionId}/tickets', request: 'json' },
  openSocket: {
    route: 'GET /api/music/sessions/{sessionId}/socket',
    use: 'socket',
    query: ['ticket'],
    success: {},
    bearer: 'never',
  },
  getHealth: { route: 'GET /healthz', bearer: 'never' },
  getReadiness: { route: 'GET /readyz', success: { 200: 'json', 503: 'json' }, bearer: 'never' },
  getMetrics: { route: 'GET /metrics', success: { 200: 'text' }, bearer: 'never' },
  getOpenapiJson: { route: 'GET /openapi.json', bearer: 'never' },
  getOpenapiYaml: { route: 'GET /openapi.yaml', success: { 200: 'text' }, bearer: 'never' },
  getAsyncapiYaml: { route: 'GET /asyncapi.yaml', success: { 200: 'text' }, bearer: 'never' },
  getListeningYaml: { route: 'GET /listening.yaml', success: { 200: 'text' }, bearer: 'never' },
  getDocs: { route: 'GET /docs', success: { 200: 'text' }, bearer: 'never' },
} as const satisfies OperationTable;

/** The input, the result and the error codes of each operation. */
export interface MusicCalls {
  listTracks: {
    input: Input<NonNullable<operations['listTracks']['parameters']['query']>>;
    result: TrackPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createTrack: {
    input: Input<WithSources<TrackUpload>>;
    result: Track;
    code:
      | 'AUDIO_NOT_RECOGNISED'
      | 'AUDIO_UNREADABLE'
      | 'COVER_NOT_RECOGNISED'
      | 'EMAIL_NOT_VERIFIED'
      | 'FILE_TOO_LARGE'
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'MALFORMED_MULTIPART'
      | 'QUOTA_EXCEEDED'
      | 'SESSION_REVOKED'
      | 'STORAGE_FULL'
      | 'STORAGE_UNAVAILABLE'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'UPLOAD_ABORTED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  updateTracks: {
    input: Input<TracksChange>;
    result: TrackChangeResults;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  findDuplicates: {
    input: Input<FileDigests>;
    result: DuplicateTracks;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  getTrack: {
    input: Input<operations['getTrack']['parameters']['path']>;
    result: Track;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  updateTrack: {
    input: Input<operations['updateTrack']['parameters']['path'] & TrackChange>;
    result: Track;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  deleteTrack: {
    input: Input<operations['deleteTrack']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  streamTrack: {
    input: Input<
      operations['streamTrack']['parameters']['path'] &
        NonNullable<operations['streamTrack']['parameters']['query']>
    >;
    result: Response;
    code:
      | 'RANGE_NOT_SATISFIABLE'
      | 'SESSION_REVOKED'
      | 'SIGNATURE_EXPIRED'
      | 'SIGNATURE_INVALID'
      | 'STORAGE_UNAVAILABLE'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getTrackCover: {
    input: Input<
      operations['getTrackCover']['parameters']['path'] &
        NonNullable<operations['getTrackCover']['parameters']['query']>
    >;
    result: Response;
    code:
      | 'COVER_NOT_FOUND'
      | 'RANGE_NOT_SATISFIABLE'
      | 'SESSION_REVOKED'
      | 'SIGNATURE_EXPIRED'
      | 'SIGNATURE_INVALID'
      | 'STORAGE_UNAVAILABLE'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  setTrackCover: {
    input: Input<operations['setTrackCover']['parameters']['path'] & WithSources<CoverUpload>>;
    result: Track;
    code:
      | 'COVER_NOT_RECOGNISED'
      | 'FILE_TOO_LARGE'
      | 'MALFORMED_MULTIPART'
      | 'QUOTA_EXCEEDED'
      | 'SESSION_REVOKED'
      | 'STORAGE_FULL'
      | 'STORAGE_UNAVAILABLE'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'UPLOAD_ABORTED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  removeTrackCover: {
    input: Input<operations['removeTrackCover']['parameters']['path']>;
    result: Track;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listTrackEdits: {
    input: Input<operations['listTrackEdits']['parameters']['path']>;
    result: TrackEditList;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getLyrics: {
    input: Input<operations['getLyrics']['parameters']['path']>;
    result: Lyrics;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  setLyrics: {
    input: Input<operations['setLyrics']['parameters']['path'] & LyricsText>;
    result: Lyrics;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  removeLyrics: {
    input: Input<operations['removeLyrics']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getTrackAnalysis: {
    input: Input<operations['getTrackAnalysis']['parameters']['path']>;
    result: TrackAnalysis;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  analyseTrack: {
    input: Input<operations['analyseTrack']['parameters']['path']>;
    result: TrackAnalysis;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  likeTrack: {
    input: Input<operations['likeTrack']['parameters']['path']>;
    result: undefined;
    code:
      | 'LIKE_LIMIT_REACHED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  unlikeTrack: {
    input: Input<operations['unlikeTrack']['parameters']['path']>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  setRating: {
    input: Input<operations['setRating']['parameters']['path'] & NewRating>;
    result: undefined;
    code:
      | 'RATING_LIMIT_REACHED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  removeRating: {
    input: Input<operations['removeRating']['parameters']['path']>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  getTrackFigures: {
    input: Input<operations['getTrackFigures']['parameters']['path']>;
    result: TrackFigures;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listTrackStates: {
    input: Input<NonNullable<operations['listTrackStates']['parameters']['query']>>;
    result: TrackStateList;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  listLikedTracks: {
    input: Input<NonNullable<operations['listLikedTracks']['parameters']['query']>>;
    result: LikedTrackPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listRatedTracks: {
    input: Input<NonNullable<operations['listRatedTracks']['parameters']['query']>>;
    result: RatedTrackPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  reportPlays: {
    input: Input<PlayReports>;
    result: PlayResults;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  getNowPlaying: {
    input: undefined;
    result: NowPlaying;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  setNowPlaying: {
    input: Input<NewNowPlaying>;
    result: undefined;
    code:
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  clearNowPlaying: {
    input: undefined;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  getPlayQueue: {
    input: undefined;
    result: PlayQueue;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  savePlayQueue: {
    input: Input<NewPlayQueue>;
    result: SavedPlayQueue;
    code:
      | 'PLAY_QUEUE_CHANGED'
      | 'PLAY_QUEUE_INVALID'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getScrobbling: {
    input: undefined;
    result: ScrobblingState;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  connectListenBrainz: {
    input: Input<ListenBrainzToken>;
    result: ScrobblingState;
    code:
      | 'LISTENBRAINZ_TOKEN_INVALID'
      | 'LISTENBRAINZ_UNAVAILABLE'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  disconnectListenBrainz: {
    input: undefined;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  listHistory: {
    input: Input<NonNullable<operations['listHistory']['parameters']['query']>>;
    result: HistoryPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  clearHistory: {
    input: undefined;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  deleteHistoryEntry: {
    input: Input<operations['deleteHistoryEntry']['parameters']['path']>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  listPlayedTracks: {
    input: Input<NonNullable<operations['listPlayedTracks']['parameters']['query']>>;
    result: PlayedTrackPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  search: {
    input: Input<NonNullable<operations['search']['parameters']['query']>>;
    result: SearchMatches;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  listSuggestions: {
    input: Input<NonNullable<operations['listSuggestions']['parameters']['query']>>;
    result: SuggestionList;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  listAlbums: {
    input: Input<NonNullable<operations['listAlbums']['parameters']['query']>>;
    result: AlbumPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getAlbum: {
    input: Input<operations['getAlbum']['parameters']['path']>;
    result: AlbumDetail;
    code:
      | 'ALBUM_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  downloadAlbum: {
    input: Input<
      operations['downloadAlbum']['parameters']['path'] &
        NonNullable<operations['downloadAlbum']['parameters']['query']>
    >;
    result: Response;
    code:
      | 'ALBUM_NOT_FOUND'
      | 'DOWNLOAD_TOO_LARGE'
      | 'SESSION_REVOKED'
      | 'SIGNATURE_EXPIRED'
      | 'SIGNATURE_INVALID'
      | 'STORAGE_UNAVAILABLE'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createAlbumDownload: {
    input: Input<operations['createAlbumDownload']['parameters']['path']>;
    result: DownloadLink;
    code:
      | 'ALBUM_NOT_FOUND'
      | 'DOWNLOAD_TOO_LARGE'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listArtists: {
    input: Input<NonNullable<operations['listArtists']['parameters']['query']>>;
    result: ArtistPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getArtist: {
    input: Input<operations['getArtist']['parameters']['path']>;
    result: ArtistDetail;
    code:
      | 'ARTIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getArtistFollow: {
    input: Input<operations['getArtistFollow']['parameters']['path']>;
    result: ArtistFollowState;
    code:
      | 'ARTIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  followArtist: {
    input: Input<operations['followArtist']['parameters']['path']>;
    result: undefined;
    code:
      | 'ARTIST_FOLLOW_LIMIT_REACHED'
      | 'ARTIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  unfollowArtist: {
    input: Input<operations['unfollowArtist']['parameters']['path']>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  listFollowedArtists: {
    input: Input<NonNullable<operations['listFollowedArtists']['parameters']['query']>>;
    result: FollowedArtistPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listNewReleases: {
    input: Input<NonNullable<operations['listNewReleases']['parameters']['query']>>;
    result: ReleasePage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listGenres: {
    input: Input<NonNullable<operations['listGenres']['parameters']['query']>>;
    result: GenrePage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getGenre: {
    input: Input<operations['getGenre']['parameters']['path']>;
    result: Genre;
    code:
      | 'GENRE_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listGenreTracks: {
    input: Input<
      operations['listGenreTracks']['parameters']['path'] &
        NonNullable<operations['listGenreTracks']['parameters']['query']>
    >;
    result: TrackPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listPlaylists: {
    input: Input<NonNullable<operations['listPlaylists']['parameters']['query']>>;
    result: PlaylistPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createPlaylist: {
    input: Input<NewPlaylist>;
    result: Playlist;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'PLAYLIST_FULL'
      | 'PLAYLIST_LIMIT_REACHED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getPlaylist: {
    input: Input<operations['getPlaylist']['parameters']['path']>;
    result: Playlist;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  updatePlaylist: {
    input: Input<operations['updatePlaylist']['parameters']['path'] & PlaylistChange>;
    result: Playlist;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  deletePlaylist: {
    input: Input<operations['deletePlaylist']['parameters']['path']>;
    result: undefined;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  reorderPlaylist: {
    input: Input<operations['reorderPlaylist']['parameters']['path'] & PlaylistOrder>;
    result: Playlist;
    code:
      | 'PLAYLIST_CHANGED'
      | 'PLAYLIST_NOT_FOUND'
      | 'PLAYLIST_ORDER_INVALID'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  addPlaylistItem: {
    input: Input<operations['addPlaylistItem']['parameters']['path'] & NewPlaylistItem>;
    result: Playlist;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'PLAYLIST_FULL'
      | 'PLAYLIST_ITEM_NOT_FOUND'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  removePlaylistItem: {
    input: Input<operations['removePlaylistItem']['parameters']['path']>;
    result: Playlist;
    code:
      | 'PLAYLIST_ITEM_NOT_FOUND'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  addPlaylistTracks: {
    input: Input<operations['addPlaylistTracks']['parameters']['path'] & NewPlaylistTracks>;
    result: Playlist;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'PLAYLIST_FULL'
      | 'PLAYLIST_ITEM_NOT_FOUND'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  duplicatePlaylist: {
    input: Input<operations['duplicatePlaylist']['parameters']['path'] & PlaylistCopy>;
    result: Playlist;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'PLAYLIST_FULL'
      | 'PLAYLIST_LIMIT_REACHED'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  joinPlaylist: {
    input: Input<JoinRequest>;
    result: Playlist;
    code:
      | 'INVITE_INVALID'
      | 'PLAYLIST_LIST_FULL'
      | 'PLAYLIST_MEMBERS_FULL'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listPlaylistInvites: {
    input: Input<operations['listPlaylistInvites']['parameters']['path']>;
    result: PlaylistInviteList;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createPlaylistInvite: {
    input: Input<operations['createPlaylistInvite']['parameters']['path'] & NewPlaylistInvite>;
    result: PlaylistInvite;
    code:
      | 'PLAYLIST_INVITES_FULL'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  withdrawPlaylistInvite: {
    input: Input<operations['withdrawPlaylistInvite']['parameters']['path']>;
    result: undefined;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listPlaylistMembers: {
    input: Input<operations['listPlaylistMembers']['parameters']['path']>;
    result: PlaylistMemberList;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  setPlaylistMemberRole: {
    input: Input<operations['setPlaylistMemberRole']['parameters']['path'] & PlaylistRoleAssignment>;
    result: undefined;
    code:
      | 'PLAYLIST_MEMBER_NOT_FOUND'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  removePlaylistMember: {
    input: Input<operations['removePlaylistMember']['parameters']['path']>;
    result: undefined;
    code:
      | 'PLAYLIST_MEMBER_NOT_FOUND'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  importPlaylist: {
    input: Input<PlaylistImport>;
    result: PlaylistImportResult;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'PLAYLIST_FILE_UNREADABLE'
      | 'PLAYLIST_FULL'
      | 'PLAYLIST_LIMIT_REACHED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  exportPlaylist: {
    input: Input<
      operations['exportPlaylist']['parameters']['path'] &
        NonNullable<operations['exportPlaylist']['parameters']['query']>
    >;
    result: Response;
    code:
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  downloadPlaylist: {
    input: Input<
      operations['downloadPlaylist']['parameters']['path'] &
        NonNullable<operations['downloadPlaylist']['parameters']['query']>
    >;
    result: Response;
    code:
      | 'DOWNLOAD_TOO_LARGE'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'SIGNATURE_EXPIRED'
      | 'SIGNATURE_INVALID'
      | 'STORAGE_UNAVAILABLE'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createPlaylistDownload: {
    input: Input<operations['createPlaylistDownload']['parameters']['path']>;
    result: DownloadLink;
    code:
      | 'DOWNLOAD_TOO_LARGE'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listPublicPlaylists: {
    input: Input<NonNullable<operations['listPublicPlaylists']['parameters']['query']>>;
    result: PlaylistPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  followPlaylist: {
    input: Input<operations['followPlaylist']['parameters']['path']>;
    result: undefined;
    code:
      | 'PLAYLIST_LIST_FULL'
      | 'PLAYLIST_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  unfollowPlaylist: {
    input: Input<operations['unfollowPlaylist']['parameters']['path']>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  listSessions: {
    input: Input<NonNullable<operations['listSessions']['parameters']['query']>>;
    result: ListeningSessionPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createSession: {
    input: Input<NewListeningSession>;
    result: ListeningSession;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'SESSION_LIMIT_REACHED'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  joinSession: {
    input: Input<JoinRequest>;
    result: ListeningSession;
    code:
      | 'BANNED'
      | 'INVITATION_WITHDRAWN'
      | 'INVITE_INVALID'
      | 'JOIN_PENDING'
      | 'JOIN_REFUSED'
      | 'SESSION_FULL'
      | 'SESSION_LIST_FULL'
      | 'SESSION_LOCKED'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  previewSession: {
    input: Input<JoinRequest>;
    result: SessionPreview;
    code: 'INVITE_INVALID' | 'SESSION_NOT_FOUND' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  joinAsGuest: {
    input: Input<NewGuest>;
    result: GuestSession;
    code:
      | 'BANNED'
      | 'GUESTS_NOT_ALLOWED'
      | 'INVITE_INVALID'
      | 'SESSION_FULL'
      | 'SESSION_LOCKED'
      | 'SESSION_NOT_FOUND'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listPublicSessions: {
    input: Input<NonNullable<operations['listPublicSessions']['parameters']['query']>>;
    result: PublicSessionPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getSession: {
    input: Input<operations['getSession']['parameters']['path']>;
    result: ListeningSession;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  endSession: {
    input: Input<operations['endSession']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  joinPublicSession: {
    input: Input<operations['joinPublicSession']['parameters']['path']>;
    result: ListeningSession;
    code:
      | 'BANNED'
      | 'INVITATION_WITHDRAWN'
      | 'JOIN_PENDING'
      | 'JOIN_REFUSED'
      | 'SESSION_FULL'
      | 'SESSION_LIST_FULL'
      | 'SESSION_LOCKED'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listMembers: {
    input: Input<
      operations['listMembers']['parameters']['path'] &
        NonNullable<operations['listMembers']['parameters']['query']>
    >;
    result: MemberPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  updateSessionSettings: {
    input: Input<operations['updateSessionSettings']['parameters']['path'] & SettingsChange>;
    result: SessionSettings;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  removeMember: {
    input: Input<operations['removeMember']['parameters']['path']>;
    result: undefined;
    code:
      | 'MEMBER_NOT_FOUND'
      | 'OWNER_CANNOT_LEAVE'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  setMemberRole: {
    input: Input<operations['setMemberRole']['parameters']['path'] & RoleAssignment>;
    result: undefined;
    code:
      | 'MEMBER_NOT_FOUND'
      | 'SESSION_LIST_FULL'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  transferSession: {
    input: Input<operations['transferSession']['parameters']['path'] & NewOwner>;
    result: undefined;
    code:
      | 'MEMBER_NOT_FOUND'
      | 'OWNER_LIMIT_REACHED'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  rotateInviteCode: {
    input: Input<operations['rotateInviteCode']['parameters']['path']>;
    result: NewInviteCode;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listBans: {
    input: Input<operations['listBans']['parameters']['path']>;
    result: BanList;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  banUser: {
    input: Input<operations['banUser']['parameters']['path']>;
    result: undefined;
    code:
      | 'MEMBER_NOT_FOUND'
      | 'SESSION_LIST_FULL'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  unbanUser: {
    input: Input<operations['unbanUser']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listJoinRequests: {
    input: Input<operations['listJoinRequests']['parameters']['path']>;
    result: RequestToJoinList;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  answerJoinRequest: {
    input: Input<operations['answerJoinRequest']['parameters']['path'] & JoinDecision>;
    result: undefined;
    code:
      | 'JOIN_REQUEST_NOT_FOUND'
      | 'SESSION_FULL'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listChatMessages: {
    input: Input<
      operations['listChatMessages']['parameters']['path'] &
        NonNullable<operations['listChatMessages']['parameters']['query']>
    >;
    result: ChatMessagePage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  postChatMessage: {
    input: Input<operations['postChatMessage']['parameters']['path'] & NewChatMessage>;
    result: ChatMessage;
    code:
      | 'IDEMPOTENCY_KEY_IN_USE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  deleteChatMessage: {
    input: Input<operations['deleteChatMessage']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  react: {
    input: Input<operations['react']['parameters']['path'] & NewReaction>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  voteToSkip: {
    input: Input<operations['voteToSkip']['parameters']['path'] & NewSkipVote>;
    result: SkipVotes;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'SKIP_NOT_POSSIBLE'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  withdrawSkipVote: {
    input: Input<operations['withdrawSkipVote']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listTrackSuggestions: {
    input: Input<operations['listTrackSuggestions']['parameters']['path']>;
    result: TrackSuggestionList;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  suggestTrack: {
    input: Input<operations['suggestTrack']['parameters']['path'] & NewSuggestion>;
    result: TrackSuggestion;
    code:
      | 'SESSION_LIST_FULL'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  answerSuggestion: {
    input: Input<operations['answerSuggestion']['parameters']['path'] & SuggestionAnswer>;
    result: undefined;
    code:
      | 'SESSION_LIST_FULL'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'SUGGESTION_NOT_FOUND'
      | 'TOKEN_EXPIRED'
      | 'TRACK_NOT_FOUND'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  withdrawSuggestion: {
    input: Input<operations['withdrawSuggestion']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  voteForSuggestion: {
    input: Input<operations['voteForSuggestion']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'SUGGESTION_NOT_FOUND'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  withdrawSuggestionVote: {
    input: Input<operations['withdrawSuggestionVote']['parameters']['path']>;
    result: undefined;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  createTicket: {
    input: Input<operations['createTicket']['parameters']['path'] & TicketRequest>;
    result: Ticket;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  openSocket: {
    input: Input<
      operations['openSocket']['parameters']['path'] &
        NonNullable<operations['openSocket']['parameters']['query']>
    >;
    result: URL;
    code:
      | 'ORIGIN_NOT_ALLOWED'
      | 'SUBPROTOCOL_NOT_SUPPORTED'
      | 'TICKET_INVALID'
      | 'TOKEN_IN_URL'
      | 'UPGRADE_REQUIRED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getSyncReceipt: {
    input: Input<operations['getSyncReceipt']['parameters']['path']>;
    result: SyncReceipt;
    code:
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  getTrail: {
    input: Input<
      operations['getTrail']['parameters']['path'] &
        NonNullable<operations['getTrail']['parameters']['query']>
    >;
    result: TrailPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_NOT_FOUND'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listTrails: {
    input: Input<NonNullable<operations['listTrails']['parameters']['query']>>;
    result: EndedSessionPage;
    code:
      | 'MALFORMED_CURSOR'
      | 'SESSION_REVOKED'
      | 'TOKEN_EXPIRED'
      | 'UNAUTHENTICATED'
      | 'VALIDATION_FAILED'
      | MusicCommonCode;
  };
  listOutputDelays: {
    input: undefined;
    result: OutputDelayList;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | MusicCommonCode;
  };
  setOutputDelay: {
    input: Input<operations['setOutputDelay']['parameters']['path'] & NewOutputDelay>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  removeOutputDelay: {
    input: Input<operations['removeOutputDelay']['parameters']['path']>;
    result: undefined;
    code: 'SESSION_REVOKED' | 'TOKEN_EXPIRED' | 'UNAUTHENTICATED' | 'VALIDATION_FAILED' | MusicCommonCode;
  };
  getHealth: { input: undefined; result: Health; code: MusicCommonCode };
  getReadiness: { input: undefined; result: Readiness; code: MusicCommonCode };
  getMetrics: { input: undefined; result: string; code: 'UNAUTHENTICATED' | MusicCommonCode };
  getOpenapiJson: { input: undefined; result: ContractDocument; code: MusicCommonCode };
  getOpenapiYaml: { input: undefined; result: string; code: MusicCommonCode };
  getAsyncapiYaml: { input: undefined; result: string; code: MusicCommonCode };
  getListeningYaml: { input: undefined; result: string; code: MusicCommonCode };
  getDocs: { input: undefined; result: string; code: MusicCommonCode };
}

/** The problem of a failed operation, with the codes that the contract names. */
export type MusicProblem<Operation extends keyof MusicCalls = keyof MusicCalls> = Omit<Problem, 'code'> & {
  code: MusicCalls[Operation]['code'];
};

/** Any operation may fail with these. */
export type MusicCommonCode =
  | 'BAD_REQUEST'
  | 'BODY_TOO_LARGE'
  | 'EXPECTATION_FAILED'
  | 'FORBIDDEN'
  | 'HEADERS_TOO_LARGE'
  | 'INTERNAL'
  | 'MALFORMED_JSON'
  | 'PRECONDITION_FAILED'
  | 'RATE_LIMITED'
  | 'REQUEST_TIMEOUT'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'URI_TOO_LONG';

/** Every code that the contract names. */
export type MusicErrorCode =
  | MusicCommonCode
  | 'ALBUM_NOT_FOUND'
  | 'ARTIST_FOLLOW_LIMIT_REACHED'
  | 'ARTIST_NOT_FOUND'
  | 'AUDIO_NOT_RECOGNISED'
  | 'AUDIO_UNREADABLE'
  | 'BANNED'
  | 'COVER_NOT_FOUND'
  | 'COVER_NOT_RECOGNISED'
  | 'DOWNLOAD_TOO_LARGE'
  | 'EMAIL_NOT_VERIFIED'
  | 'FILE_TOO_LARGE'
  | 'GENRE_NOT_FOUND'
  | 'GUESTS_NOT_ALLOWED'
  | 'IDEMPOTENCY_KEY_IN_USE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INVITATION_WITHDRAWN'
  | 'INVITE_INVALID'
  | 'JOIN_PENDING'
  | 'JOIN_REFUSED'
  | 'JOIN_REQUEST_NOT_FOUND'
  | 'LIKE_LIMIT_REACHED'
  | 'LISTENBRAINZ_TOKEN_INVALID'
  | 'LISTENBRAINZ_UNAVAILABLE'
  | 'MALFORMED_CURSOR'
  | 'MALFORMED_MULTIPART'
  | 'MEMBER_NOT_FOUND'
  | 'ORIGIN_NOT_ALLOWED'
  | 'OWNER_CANNOT_LEAVE'
  | 'OWNER_LIMIT_REACHED'
  | 'PLAYLIST_CHANGED'
  | 'PLAYLIST_FILE_UNREADABLE'
  | 'PLAYLIST_FULL'
  | 'PLAYLIST_INVITES_FULL'
  | 'PLAYLIST_ITEM_NOT_FOUND'
  | 'PLAYLIST_LIMIT_REACHED'
  | 'PLAYLIST_LIST_FULL'
  | 'PLAYLIST_MEMBERS_FULL'
  | 'PLAYLIST_MEMBER_NOT_FOUND'
  | 'PLAYLIST_NOT_FOUND'
  | 'PLAYLIST_ORDER_INVALID'
  | 'PLAY_QUEUE_CHANGED'
  | 'PLAY_QUEUE_INVALID'
  | 'QUOTA_EXCEEDED'
  | 'RANGE_NOT_SATISFIABLE'
  | 'RATING_LIMIT_REACHED'
  | 'SESSION_FULL'
  | 'SESSION_LIMIT_REACHED'
  | 'SESSION_LIST_FULL'
  | 'SESSION_LOCKED'
  | 'SESSION_NOT_FOUND'
  | 'SESSION_REVOKED'
  | 'SIGNATURE_EXPIRED'
  | 'SIGNATURE_INVALID'
  | 'SKIP_NOT_POSSIBLE'
  | 'STORAGE_FULL'
  | 'STORAGE_UNAVAILABLE'
  | 'SUBPROTOCOL_NOT_SUPPORTED'
  | 'SUGGESTION_NOT_FOUND'
  | 'TICKET_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_IN_URL'
  | 'TRACK_NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'UPGRADE_REQUIRED'
  | 'UPLOAD_ABORTED'
  | 'VALIDATION_FAILED';

/** One method for each operation. */
export interface MusicOperations {
  /**
   * List tracks
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listTracks(
    input?: MusicCalls['listTracks']['input'],
    options?: CallOptions,
  ): ListCall<TrackPage, MusicCalls['listTracks']['code']>;
  /**
   * Upload a track
   * MP3, FLAC, Ogg, M4A or WAV, detected by its bytes. The tags of the file fill in the text parts that are
   * missing or empty. The file is streamed to storage and never held in memory as a whole. In production the
   * e-mail address must be confirmed first (EMAIL_NOT_VERIFIED). An account has a limit of tracks and of their
   * bytes (QUOTA_EXCEEDED, 409) and of uploads at once (RATE_LIMITED). STORAGE_FULL (507) also protects the
   * reserve of free space.
   * Fails with AUDIO_NOT_RECOGNISED, AUDIO_UNREADABLE, COVER_NOT_RECOGNISED, EMAIL_NOT_VERIFIED,
   * FILE_TOO_LARGE, IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, MALFORMED_MULTIPART, QUOTA_EXCEEDED,
   * SESSION_REVOKED, STORAGE_FULL, STORAGE_UNAVAILABLE, TOKEN_EXPIRED, UNAUTHENTICATED, UPLOAD_ABORTED,
   * VALIDATION_FAILED.
   */
  createTrack(
    input: MusicCalls['createTrack']['input'],
    options?: CallOptions & IdempotencyOption & UploadOptions,
  ): Call<Track, MusicCalls['createTrack']['code']>;
  /**
   * Get a track
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getTrack(
    input: MusicCalls['getTrack']['input'],
    options?: CallOptions,
  ): Call<Track, MusicCalls['getTrack']['code']>;
  /**
   * Delete a track
   * For the artist who uploaded it, and for admins.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  deleteTrack(
    input: MusicCalls['deleteTrack']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<undefined, MusicCalls['deleteTrack']['code']>;
  /**
   * Stream a track
   * For an `<audio>` element, which sends no Authorization header: `streamUrl` carries a signature instead.
   * One byte range per request (RFC 9110, section 14); a request for several ranges gets the whole file.
   * Without `formats` and `maxBitRate`: the file that was uploaded, if browsers play it, else its best
   * rendition. Add them to `streamUrl`, whose signature stays valid, to get what a client can play over its
   * line. Of the original, Opus with 160 and with 96 kbit/s, and AAC with 128, the first comes that has one of
   * the formats and at most the bit rate; if none has, the one with the lowest bit rate among those in the
   * formats; if there is none yet, the original. `x-rendition` says which it is. All have the same samples at
   * the same time, without the delay of an encoder, so positions mean the same in each. With `as=attachment` a
   * browser saves the file, with `formats=raw` the one that was uploaded.
   * Fails with RANGE_NOT_SATISFIABLE, SESSION_REVOKED, SIGNATURE_EXPIRED, SIGNATURE_INVALID,
   * STORAGE_UNAVAILABLE, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  streamTrack(
    input: MusicCalls['streamTrack']['input'],
    options?: CallOptions,
  ): Call<Response, MusicCalls['streamTrack']['code']>;
  /**
   * Get the cover of a track
   * Soon after the upload it is there in three sizes, each as AVIF, WebP and JPEG. With `size` the answer is
   * the smallest file that is large enough, of a type that the `Accept` header names; JPEG needs no name.
   * Until then, and without `size`, it is the whole cover. An answer to a URL that names the present cover
   * (`v`, as in `coverUrl`) may be kept as long as the URL is valid.
   * Fails with COVER_NOT_FOUND, RANGE_NOT_SATISFIABLE, SESSION_REVOKED, SIGNATURE_EXPIRED, SIGNATURE_INVALID,
   * STORAGE_UNAVAILABLE, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getTrackCover(
    input: MusicCalls['getTrackCover']['input'],
    options?: CallOptions,
  ): Call<Response, MusicCalls['getTrackCover']['code']>;
  /**
   * List the caller's playlists, newest first
   * Those of the caller, and those of others in which the caller is a member (`role`) or which the caller
   * follows (`isFollowed`).
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listPlaylists(
    input?: MusicCalls['listPlaylists']['input'],
    options?: CallOptions,
  ): ListCall<PlaylistPage, MusicCalls['listPlaylists']['code']>;
  /**
   * Create a playlist
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, PLAYLIST_FULL, PLAYLIST_LIMIT_REACHED,
   * SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  createPlaylist(
    input: MusicCalls['createPlaylist']['input'],
    options?: CallOptions & IdempotencyOption,
  ): Call<Playlist, MusicCalls['createPlaylist']['code']>;
  /**
   * Get a playlist with its tracks
   * Only its owner and members find a private playlist; for all others it does not exist.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getPlaylist(
    input: MusicCalls['getPlaylist']['input'],
    options?: CallOptions,
  ): Call<Playlist, MusicCalls['getPlaylist']['code']>;
  /**
   * Change the name, the description or the visibility of a playlist
   * For the owner, and without the visibility for members with the role `edit`.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  updatePlaylist(
    input: MusicCalls['updatePlaylist']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<Playlist, MusicCalls['updatePlaylist']['code']>;
  /**
   * Delete a playlist
   * For the owner.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  deletePlaylist(
    input: MusicCalls['deletePlaylist']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<undefined, MusicCalls['deletePlaylist']['code']>;
  /**
   * Put the items in another order
   * Names every item once. An order for an older `revision` is refused and changes nothing. For the owner, and
   * members with the role `edit`.
   * Fails with PLAYLIST_CHANGED, PLAYLIST_NOT_FOUND, PLAYLIST_ORDER_INVALID, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  reorderPlaylist(
    input: MusicCalls['reorderPlaylist']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<Playlist, MusicCalls['reorderPlaylist']['code']>;
  /**
   * Add a track
   * At the end, or before another item. For the owner, and members with the role `add` or `edit`.
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, PLAYLIST_FULL, PLAYLIST_ITEM_NOT_FOUND,
   * PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  addPlaylistItem(
    input: MusicCalls['addPlaylistItem']['input'],
    options?: CallOptions & IfMatchOption & IdempotencyOption,
  ): Call<Playlist, MusicCalls['addPlaylistItem']['code']>;
  /**
   * Remove an item
   * For the owner, and members with the role `edit`; with the role `add` for what they have added themselves.
   * Fails with PLAYLIST_ITEM_NOT_FOUND, PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  removePlaylistItem(
    input: MusicCalls['removePlaylistItem']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<Playlist, MusicCalls['removePlaylistItem']['code']>;
  /**
   * List the caller's listening sessions, newest first
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listSessions(
    input?: MusicCalls['listSessions']['input'],
    options?: CallOptions,
  ): ListCall<ListeningSessionPage, MusicCalls['listSessions']['code']>;
  /**
   * Open a listening session
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, SESSION_LIMIT_REACHED, SESSION_REVOKED,
   * TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  createSession(
    input: MusicCalls['createSession']['input'],
    options?: CallOptions & IdempotencyOption,
  ): Call<ListeningSession, MusicCalls['createSession']['code']>;
  /**
   * Join a session with an invite code
   * Where the owner or a co-host decides about new members, the answer is JOIN_PENDING until they have: repeat
   * the call after `Retry-After`.
   * Fails with BANNED, INVITATION_WITHDRAWN, INVITE_INVALID, JOIN_PENDING, JOIN_REFUSED, SESSION_FULL,
   * SESSION_LIST_FULL, SESSION_LOCKED, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  joinSession(
    input: MusicCalls['joinSession']['input'],
    options?: CallOptions,
  ): Call<ListeningSession, MusicCalls['joinSession']['code']>;
  /**
   * See where an invite code leads, before joining and without an account
   * The code is in the body, because URLs end up in logs.
   * Fails with INVITE_INVALID, SESSION_NOT_FOUND, VALIDATION_FAILED.
   */
  previewSession(
    input: MusicCalls['previewSession']['input'],
    options?: CallOptions,
  ): Call<SessionPreview, MusicCalls['previewSession']['code']>;
  /**
   * Get a session with its timeline
   * Only its members find it; for all others it does not exist.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getSession(
    input: MusicCalls['getSession']['input'],
    options?: CallOptions,
  ): Call<ListeningSession, MusicCalls['getSession']['code']>;
  /**
   * End a session
   * For the owner only. Every socket is closed with 4004.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  endSession(
    input: MusicCalls['endSession']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['endSession']['code']>;
  /**
   * List the connected members of a session, in the order in which they joined
   * Fails with MALFORMED_CURSOR, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  listMembers(
    input: MusicCalls['listMembers']['input'],
    options?: CallOptions,
  ): ListCall<MemberPage, MusicCalls['listMembers']['code']>;
  /**
   * Get a ticket that opens the session's socket once, within 30 seconds
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  createTicket(
    input: MusicCalls['createTicket']['input'],
    options?: CallOptions,
  ): Call<Ticket, MusicCalls['createTicket']['code']>;
  /**
   * Open the WebSocket of a session
   * RFC 6455, subprotocol `downbeat.v1`, which may be left out. Text frames, one JSON message each, of at most
   * 64 KiB: `ClientMessage` up, `ServerMessage` down (listening.yaml). A bearer token in the URL is refused.
   * At most 20 messages and 20 control frames a second are accepted. Beyond that, messages are refused and
   * pings are not answered; a client that does not slow down is disconnected. The close code tells why a
   * socket was closed, and whether to connect again: `x-close-codes` of reply 101.
   * Fails with ORIGIN_NOT_ALLOWED, SUBPROTOCOL_NOT_SUPPORTED, TICKET_INVALID, TOKEN_IN_URL, UPGRADE_REQUIRED,
   * VALIDATION_FAILED.
   */
  openSocket(input: MusicCalls['openSocket']['input']): URL;
  /**
   * Is the process alive?
   * Answers while the event loop runs; checks no dependency.
   */
  getHealth(options?: CallOptions): Call<Health, MusicCalls['getHealth']['code']>;
  /**
   * Is the service ready, and what is the state of each dependency?
   * 503 only when a required dependency is down. When another dependency is down, the status is `degraded`,
   * with 200.
   */
  getReadiness(options?: CallOptions): Call<Readiness, MusicCalls['getReadiness']['code']>;
  /**
   * Prometheus metrics
   * For the operator alone: with METRICS_TOKEN as the bearer token or, where none is set, from the service's
   * own machine.
   * Fails with UNAUTHENTICATED.
   */
  getMetrics(options?: CallOptions): Call<string, MusicCalls['getMetrics']['code']>;
  /** This contract, as JSON */
  getOpenapiJson(options?: CallOptions): Call<ContractDocument, MusicCalls['getOpenapiJson']['code']>;
  /** This contract, as YAML */
  getOpenapiYaml(options?: CallOptions): Call<string, MusicCalls['getOpenapiYaml']['code']>;
  /** The events and the messages of listening sessions, as AsyncAPI */
  getAsyncapiYaml(options?: CallOptions): Call<string, MusicCalls['getAsyncapiYaml']['code']>;
  /** The messages of the WebSocket of a listening session, as schemas */
  getListeningYaml(options?: CallOptions): Call<string, MusicCalls['getListeningYaml']['code']>;
  /** The documentation as a web page, with a console */
  getDocs(options?: CallOptions): Call<string, MusicCalls['getDocs']['code']>;
}

/** One method for each operation. */
export interface MusicRoomOperations {
  /**
   * Change who may do what in a session
   * For the owner and co-hosts. What only the owner may do, only the owner may give to others. Each member
   * gets `settingsChanged`.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  updateSessionSettings(
    input: MusicCalls['updateSessionSettings']['input'],
    options?: CallOptions,
  ): Call<SessionSettings, MusicCalls['updateSessionSettings']['code']>;
  /**
   * Remove a member, or leave for good
   * For the owner and co-hosts; a co-host can remove DJs and listeners. Every socket of the user is closed
   * with 4008, and the user can come back with a new invite code only. That is for the account: while the
   * session allows guests, the same person could join as a guest, and a removed guest as another one. Every
   * member except the owner can remove itself, and may come back with the same code.
   * Fails with MEMBER_NOT_FOUND, OWNER_CANNOT_LEAVE, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  removeMember(
    input: MusicCalls['removeMember']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['removeMember']['code']>;
  /**
   * Set the role of a member
   * For the owner. A co-host can make listeners DJs, and DJs listeners. Each member gets `roleChanged`, and
   * the next command counts with the new role.
   * Fails with MEMBER_NOT_FOUND, SESSION_LIST_FULL, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  setMemberRole(
    input: MusicCalls['setMemberRole']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['setMemberRole']['code']>;
  /**
   * Make another member the owner
   * For the owner, who becomes a co-host. The session counts for the new owner.
   * Fails with MEMBER_NOT_FOUND, OWNER_LIMIT_REACHED, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  transferSession(
    input: MusicCalls['transferSession']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['transferSession']['code']>;
  /**
   * Replace the invite code
   * For the owner and co-hosts. The former code and its links lead nowhere from now on.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  rotateInviteCode(
    input: MusicCalls['rotateInviteCode']['input'],
    options?: CallOptions,
  ): Call<NewInviteCode, MusicCalls['rotateInviteCode']['code']>;
  /**
   * List the users who are banned from a session
   * For the owner and co-hosts.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listBans(
    input: MusicCalls['listBans']['input'],
    options?: CallOptions,
  ): Call<BanList, MusicCalls['listBans']['code']>;
  /**
   * Ban a user from a session
   * For the owner and co-hosts; a co-host can ban DJs and listeners. Every socket of the user is closed with
   * 4009, and no invite code lets the user in until the ban is lifted. The user need not be a member. A ban of
   * a guest removes all guests who joined from the same network, and keeps others from there out; of a guest
   * of whom no network is known it is refused with `MEMBER_NOT_FOUND`. A user with an account is not known as
   * a guest: while the session allows guests, the same person could come back as one.
   * Fails with MEMBER_NOT_FOUND, SESSION_LIST_FULL, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  banUser(
    input: MusicCalls['banUser']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['banUser']['code']>;
  /**
   * Lift the ban of a user
   * For the owner and co-hosts. The user can join with the invite code again.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  unbanUser(
    input: MusicCalls['unbanUser']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['unbanUser']['code']>;
  /**
   * List the users who ask to join a session
   * For the owner and co-hosts, who also get `joinRequested` and `joinRequestEnded` on their sockets.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listJoinRequests(
    input: MusicCalls['listJoinRequests']['input'],
    options?: CallOptions,
  ): Call<RequestToJoinList, MusicCalls['listJoinRequests']['code']>;
  /**
   * Let a user join who asks to, or refuse
   * For the owner and co-hosts. The next `joinSession` of the user answers with the session, or with
   * JOIN_REFUSED until there is a new invite code.
   * Fails with JOIN_REQUEST_NOT_FOUND, SESSION_FULL, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  answerJoinRequest(
    input: MusicCalls['answerJoinRequest']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['answerJoinRequest']['code']>;
  /**
   * List the chat messages of a session, the newest first
   * For members. The latest 1,000 are kept, each for 30 days, until the session ends; then its trail has them
   * (`getTrail`). New ones come as `chatPosted` on the socket.
   * Fails with MALFORMED_CURSOR, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  listChatMessages(
    input: MusicCalls['listChatMessages']['input'],
    options?: CallOptions,
  ): ListCall<ChatMessagePage, MusicCalls['listChatMessages']['code']>;
  /**
   * Write a message to the members of a session
   * For members with the permission `chat`. The message is stored, and has the position that playback had when
   * it came. Every member gets `chatPosted`.
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, SESSION_NOT_FOUND, SESSION_REVOKED,
   * TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  postChatMessage(
    input: MusicCalls['postChatMessage']['input'],
    options?: CallOptions & IdempotencyOption,
  ): Call<ChatMessage, MusicCalls['postChatMessage']['code']>;
  /**
   * Delete a chat message
   * For its author, and for the owner and co-hosts. Every member gets `chatDeleted`.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  deleteChatMessage(
    input: MusicCalls['deleteChatMessage']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['deleteChatMessage']['code']>;
  /**
   * React to what is heard
   * For members with the permission `chat`. Reactions are counted for a moment, then every member gets
   * `reactions`. Only the trail of the session keeps them.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  react(
    input: MusicCalls['react']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['react']['code']>;
  /**
   * Vote to skip the current item
   * For connected members with the permission `vote`, while the item plays and another one follows. With
   * enough votes the server goes on as by `next`. Every member gets `skipVotes`. The same vote again changes
   * nothing.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, SKIP_NOT_POSSIBLE, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  voteToSkip(
    input: MusicCalls['voteToSkip']['input'],
    options?: CallOptions,
  ): Call<SkipVotes, MusicCalls['voteToSkip']['code']>;
  /**
   * Withdraw the vote to skip the current item
   * Every member gets `skipVotes`.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  withdrawSkipVote(
    input: MusicCalls['withdrawSkipVote']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['withdrawSkipVote']['code']>;
}

/** One method for each operation. */
export interface MusicLibraryOperations {
  /**
   * Change several tracks in the same way
   * Each is decided on its own, as by `updateTrack`. A track that is refused as UNAVAILABLE can be sent again.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  updateTracks(
    input: MusicCalls['updateTracks']['input'],
    options?: CallOptions,
  ): Call<TrackChangeResults, MusicCalls['updateTracks']['code']>;
  /**
   * Find which files are among your tracks already
   * Before an upload, by the SHA-256 of each file. Only the very same file is found, not one of the same
   * recording that was encoded another time.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  findDuplicates(
    input: MusicCalls['findDuplicates']['input'],
    options?: CallOptions,
  ): Call<DuplicateTracks, MusicCalls['findDuplicates']['code']>;
  /**
   * Change the metadata of a track, or who can see it
   * For the artist who uploaded it, and for admins. What is left out stays as it is; `null` removes a value.
   * The file itself stays as it was uploaded.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  updateTrack(
    input: MusicCalls['updateTrack']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<Track, MusicCalls['updateTrack']['code']>;
  /**
   * Give a track another cover
   * For the artist who uploaded it, and for admins. It is checked as at the upload. It counts for the bytes of
   * the artist (QUOTA_EXCEEDED, 409).
   * Fails with COVER_NOT_RECOGNISED, FILE_TOO_LARGE, MALFORMED_MULTIPART, QUOTA_EXCEEDED, SESSION_REVOKED,
   * STORAGE_FULL, STORAGE_UNAVAILABLE, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, UPLOAD_ABORTED,
   * VALIDATION_FAILED.
   */
  setTrackCover(
    input: MusicCalls['setTrackCover']['input'],
    options?: CallOptions & IfMatchOption & UploadOptions,
  ): Call<Track, MusicCalls['setTrackCover']['code']>;
  /**
   * Remove the cover of a track
   * For the artist who uploaded it, and for admins. Also when it has none.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  removeTrackCover(
    input: MusicCalls['removeTrackCover']['input'],
    options?: CallOptions & IfMatchOption,
  ): Call<Track, MusicCalls['removeTrackCover']['code']>;
  /**
   * List what was changed of a track, the last change first
   * For the artist who uploaded it, and for admins. The last 50 changes are kept.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listTrackEdits(
    input: MusicCalls['listTrackEdits']['input'],
    options?: CallOptions,
  ): Call<TrackEditList, MusicCalls['listTrackEdits']['code']>;
  /**
   * Get the lyrics of a track
   * From the tags of the file at its upload, or as its artist has written them since. Without any, `lines` is
   * empty.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getLyrics(
    input: MusicCalls['getLyrics']['input'],
    options?: CallOptions,
  ): Call<Lyrics, MusicCalls['getLyrics']['code']>;
  /**
   * Write the lyrics of a track
   * For the artist who uploaded it, and for admins. A text in which a line begins with `[mm:ss.xx]` is read as
   * LRC: lines without a time are left out then, `[offset:…]` moves all. Any other text has no times. At most
   * 2,000 lines of 500 characters are kept.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  setLyrics(
    input: MusicCalls['setLyrics']['input'],
    options?: CallOptions,
  ): Call<Lyrics, MusicCalls['setLyrics']['code']>;
  /**
   * Remove the lyrics of a track
   * For the artist who uploaded it, and for admins; also when it has none.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  removeLyrics(
    input: MusicCalls['removeLyrics']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['removeLyrics']['code']>;
  /**
   * Get what decoding a track has found
   * Each upload is decoded once, in the background, after it is stored; it can be played before that. The
   * answer has the waveform for a seek bar.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getTrackAnalysis(
    input: MusicCalls['getTrackAnalysis']['input'],
    options?: CallOptions,
  ): Call<TrackAnalysis, MusicCalls['getTrackAnalysis']['code']>;
  /**
   * Analyse a track again
   * For the artist who uploaded it, and for admins, e.g. after a failure. While it is pending this changes
   * nothing. If its renditions have failed, they are made again, too.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  analyseTrack(
    input: MusicCalls['analyseTrack']['input'],
    options?: CallOptions,
  ): Call<TrackAnalysis, MusicCalls['analyseTrack']['code']>;
  /**
   * Like a track
   * Liking it again changes nothing. OpenSubsonic calls it `star`.
   * Fails with LIKE_LIMIT_REACHED, SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  likeTrack(
    input: MusicCalls['likeTrack']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['likeTrack']['code']>;
  /**
   * Like a track no longer
   * Also when it was not liked, or has been deleted.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  unlikeTrack(
    input: MusicCalls['unlikeTrack']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['unlikeTrack']['code']>;
  /**
   * Rate a track
   * From 1 to 5, in the place of an earlier rating. It counts for `averageRating`, unless the track is one's
   * own. The word and the scale are those of OpenSubsonic, whose 0 is `removeRating`.
   * Fails with RATING_LIMIT_REACHED, SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  setRating(
    input: MusicCalls['setRating']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['setRating']['code']>;
  /**
   * Take the rating of a track back
   * Also when it was not rated, or has been deleted.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  removeRating(
    input: MusicCalls['removeRating']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['removeRating']['code']>;
  /**
   * Get how often a track is played, by how many, and how it is rated
   * For the artist who uploaded it, and for admins. Plays and ratings by that artist do not count. Days are
   * those of UTC.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getTrackFigures(
    input: MusicCalls['getTrackFigures']['input'],
    options?: CallOptions,
  ): Call<TrackFigures, MusicCalls['getTrackFigures']['code']>;
  /**
   * Which of these tracks are liked, how they are rated, and how often they are played
   * For the tracks that a page shows. Lists of tracks do not say it, because they are the same for all
   * readers.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listTrackStates(
    input: MusicCalls['listTrackStates']['input'],
    options?: CallOptions,
  ): Call<TrackStateList, MusicCalls['listTrackStates']['code']>;
  /**
   * List the tracks that the caller likes, the last liked first
   * A page can have fewer than `limit` before the end, where a track is being deleted; the list ends where
   * `nextCursor` is `null`.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listLikedTracks(
    input?: MusicCalls['listLikedTracks']['input'],
    options?: CallOptions,
  ): ListCall<LikedTrackPage, MusicCalls['listLikedTracks']['code']>;
  /**
   * List the tracks that the caller has rated, the best first
   * Of the same rating, the last rated first. A page can have fewer than `limit` before the end, where a track
   * is being deleted; the list ends where `nextCursor` is `null`.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listRatedTracks(
    input?: MusicCalls['listRatedTracks']['input'],
    options?: CallOptions,
  ): ListCall<RatedTrackPage, MusicCalls['listRatedTracks']['code']>;
  /**
   * Report what was played
   * A play counts when half of the track or 4 minutes of it were played (OpenSubsonic and Last.fm call the
   * report `scrobble`). It may be reported up to 14 days later, e.g. after it was played without a network.
   * Each report is decided on its own, so one that is refused keeps none of the others from counting. It is
   * safe to send them again: an `id` counts once. The same track by the same account sooner than half of it,
   * or 4 minutes, after the play before is no further play: two devices in a room are one listener.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  reportPlays(
    input: MusicCalls['reportPlays']['input'],
    options?: CallOptions,
  ): Call<PlayResults, MusicCalls['reportPlays']['code']>;
  /**
   * What the caller plays now, on any device
   * No other account sees it. Nothing once the track has ended, unless a device has set another one.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  getNowPlaying(options?: CallOptions): Call<NowPlaying, MusicCalls['getNowPlaying']['code']>;
  /**
   * Say what the caller plays now
   * At the start of a track, and after a pause or a jump. The last device wins. Other devices of the account
   * see it; other accounts do not. An account that is connected to ListenBrainz has it told there, too
   * (`playing_now`), unless the track is not public. It is no play: those are reported when enough was heard.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  setNowPlaying(
    input: MusicCalls['setNowPlaying']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['setNowPlaying']['code']>;
  /**
   * Say that the caller plays nothing
   * At a pause or stop. ListenBrainz takes nothing back; there it ends with the length of the track.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  clearNowPlaying(options?: CallOptions): Call<undefined, MusicCalls['clearNowPlaying']['code']>;
  /**
   * The queue that the caller plays alone, from any device
   * So that another device goes on from there (OpenSubsonic: `getPlayQueue`). No other account sees it. It is
   * kept for 400 days after the last save.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  getPlayQueue(options?: CallOptions): Call<PlayQueue, MusicCalls['getPlayQueue']['code']>;
  /**
   * Replace the caller's play queue
   * At most 500 tracks; a player of more saves those around the current one. The last save wins. With the
   * `revision` of the queue that it is based on, a save is refused when another device has saved since:
   * PLAY_QUEUE_CHANGED, and nothing is written. Tracks are not looked up. Save at a new track, a pause, an
   * edit, and now and then in between.
   * Fails with PLAY_QUEUE_CHANGED, PLAY_QUEUE_INVALID, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  savePlayQueue(
    input: MusicCalls['savePlayQueue']['input'],
    options?: CallOptions,
  ): Call<SavedPlayQueue, MusicCalls['savePlayQueue']['code']>;
  /**
   * Whether the caller's plays are submitted to ListenBrainz
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  getScrobbling(options?: CallOptions): Call<ScrobblingState, MusicCalls['getScrobbling']['code']>;
  /**
   * Have the caller's plays submitted to ListenBrainz
   * With a user token of ListenBrainz, which is checked there, kept encrypted, and never shown again. From
   * then on each play that counts is submitted, unless its track is not public then. What waits is submitted
   * later: while the server is away, or when it asks for a pause. At most 1,000 plays wait, for 30 days. A
   * token that ListenBrainz refuses later ends it (`state: refused`) until another is given; then what waits
   * is submitted.
   * Fails with LISTENBRAINZ_TOKEN_INVALID, LISTENBRAINZ_UNAVAILABLE, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  connectListenBrainz(
    input: MusicCalls['connectListenBrainz']['input'],
    options?: CallOptions,
  ): Call<ScrobblingState, MusicCalls['connectListenBrainz']['code']>;
  /**
   * Submit the caller's plays no longer
   * Deletes the token, and the plays that wait. What ListenBrainz has, it keeps.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  disconnectListenBrainz(
    options?: CallOptions,
  ): Call<undefined, MusicCalls['disconnectListenBrainz']['code']>;
  /**
   * List the caller's plays, newest first
   * The latest 10,000 of the last 400 days, unless the installation keeps another number.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listHistory(
    input?: MusicCalls['listHistory']['input'],
    options?: CallOptions,
  ): ListCall<HistoryPage, MusicCalls['listHistory']['code']>;
  /**
   * Clear the history
   * Also empties the list of played tracks. What the artists of these tracks see as a number stays.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  clearHistory(options?: CallOptions): Call<undefined, MusicCalls['clearHistory']['code']>;
  /**
   * Remove an entry from the history
   * Also when there is no such entry. Reporting the same `id` again does not bring it back.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  deleteHistoryEntry(
    input: MusicCalls['deleteHistoryEntry']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['deleteHistoryEntry']['code']>;
  /**
   * List the tracks that the caller has played, each once
   * A page can have fewer than `limit` before the end, where a track is being deleted; the list ends where
   * `nextCursor` is `null`.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listPlayedTracks(
    input?: MusicCalls['listPlayedTracks']['input'],
    options?: CallOptions,
  ): ListCall<PlayedTrackPage, MusicCalls['listPlayedTracks']['code']>;
  /**
   * Search artists, albums, playlists and tracks at once
   * The best few of each kind. Artists and albums that are named exactly as `q` come first, then the artists
   * with the most tracks, and the albums that got a track last. Playlists are the caller's own and those of
   * others in which the caller is a member or that the caller follows, newest first. Tracks are in the order
   * of `relevance`. The lists of artists, albums and tracks take the same `q`, and have all.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  search(
    input: MusicCalls['search']['input'],
    options?: CallOptions,
  ): Call<SearchMatches, MusicCalls['search']['code']>;
  /**
   * Suggest artists, albums and tracks while the user types
   * Those whose name or title begins with `q` come first, then those that have the words elsewhere. It reads a
   * bounded number of entries, also for a single letter, so it does not find everything that a search finds.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listSuggestions(
    input: MusicCalls['listSuggestions']['input'],
    options?: CallOptions,
  ): Call<SuggestionList, MusicCalls['listSuggestions']['code']>;
  /**
   * List albums
   * An album is what the tracks of one account with the same album artist and title make; without an album
   * artist, their first artist. It is there as long as it has a public track.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listAlbums(
    input?: MusicCalls['listAlbums']['input'],
    options?: CallOptions,
  ): ListCall<AlbumPage, MusicCalls['listAlbums']['code']>;
  /**
   * Get an album with its tracks
   * In the order of disc and track number; tracks without a number last. The account that has uploaded it, and
   * admins, also get the tracks that are not public.
   * Fails with ALBUM_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getAlbum(
    input: MusicCalls['getAlbum']['input'],
    options?: CallOptions,
  ): Call<AlbumDetail, MusicCalls['getAlbum']['code']>;
  /**
   * Download an album as one ZIP
   * The tracks of the album that the caller sees, as the files that were uploaded, with their covers and an
   * M3U8 of them. Nothing is compressed, so `content-length` is known. Files that cannot be found are named in
   * the entry `Not included.txt`. When a file fails later, the connection ends before the announced length. Of
   * each account a few downloads run at once.
   * Fails with ALBUM_NOT_FOUND, DOWNLOAD_TOO_LARGE, SESSION_REVOKED, SIGNATURE_EXPIRED, SIGNATURE_INVALID,
   * STORAGE_UNAVAILABLE, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  downloadAlbum(
    input: MusicCalls['downloadAlbum']['input'],
    options?: CallOptions,
  ): Call<Response, MusicCalls['downloadAlbum']['code']>;
  /**
   * Get a link that downloads an album
   * For a browser, which sends no Authorization header with a link. The link begins downloads for ten minutes,
   * with the rights of the caller, unless the auth session ends before.
   * Fails with ALBUM_NOT_FOUND, DOWNLOAD_TOO_LARGE, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  createAlbumDownload(
    input: MusicCalls['createAlbumDownload']['input'],
    options?: CallOptions,
  ): Call<DownloadLink, MusicCalls['createAlbumDownload']['code']>;
  /**
   * List artists, by name
   * Those in the tags of public tracks, and the accounts whose tracks name none. The same name in the tracks
   * of two accounts is two artists.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listArtists(
    input?: MusicCalls['listArtists']['input'],
    options?: CallOptions,
  ): ListCall<ArtistPage, MusicCalls['listArtists']['code']>;
  /**
   * Get an artist with the newest albums and tracks
   * At most 20 of each; `listAlbums` with `artistId` has all albums. The account whose tracks name the artist,
   * and admins, also get what is not public.
   * Fails with ARTIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getArtist(
    input: MusicCalls['getArtist']['input'],
    options?: CallOptions,
  ): Call<ArtistDetail, MusicCalls['getArtist']['code']>;
  /**
   * Whether the caller follows an artist, and how many do
   * `getArtist` does not say it, because its answer is the same for all readers.
   * Fails with ARTIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getArtistFollow(
    input: MusicCalls['getArtistFollow']['input'],
    options?: CallOptions,
  ): Call<ArtistFollowState, MusicCalls['getArtistFollow']['code']>;
  /**
   * Follow an artist
   * `listNewReleases` has the tracks of the artist from then on, also the earlier ones.
   * Fails with ARTIST_FOLLOW_LIMIT_REACHED, ARTIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  followArtist(
    input: MusicCalls['followArtist']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['followArtist']['code']>;
  /**
   * Follow an artist no longer
   * Also when there is no such artist any more.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  unfollowArtist(
    input: MusicCalls['unfollowArtist']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['unfollowArtist']['code']>;
  /**
   * List the artists that the caller follows, the last followed first
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listFollowedArtists(
    input?: MusicCalls['listFollowedArtists']['input'],
    options?: CallOptions,
  ): ListCall<FollowedArtistPage, MusicCalls['listFollowedArtists']['code']>;
  /**
   * List the tracks of the artists that the caller follows, the last published first
   * By the moment at which a track became public first. A page can have fewer than `limit` before the end,
   * where a track is being deleted; the list ends where `nextCursor` is `null`.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listNewReleases(
    input?: MusicCalls['listNewReleases']['input'],
    options?: CallOptions,
  ): ListCall<ReleasePage, MusicCalls['listNewReleases']['code']>;
  /**
   * List the genres of public tracks, by name
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listGenres(
    input?: MusicCalls['listGenres']['input'],
    options?: CallOptions,
  ): ListCall<GenrePage, MusicCalls['listGenres']['code']>;
  /**
   * Get a genre
   * Fails with GENRE_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getGenre(
    input: MusicCalls['getGenre']['input'],
    options?: CallOptions,
  ): Call<Genre, MusicCalls['getGenre']['code']>;
  /**
   * List the public tracks of a genre, the newest first
   * Empty for a genre that is not there.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listGenreTracks(
    input: MusicCalls['listGenreTracks']['input'],
    options?: CallOptions,
  ): ListCall<TrackPage, MusicCalls['listGenreTracks']['code']>;
  /**
   * Add up to 100 tracks
   * At the end, or before another item. All are added, or none: TRACK_NOT_FOUND names those that do not exist.
   * For the owner, and members with the role `add` or `edit`.
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, PLAYLIST_FULL, PLAYLIST_ITEM_NOT_FOUND,
   * PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  addPlaylistTracks(
    input: MusicCalls['addPlaylistTracks']['input'],
    options?: CallOptions & IfMatchOption & IdempotencyOption,
  ): Call<Playlist, MusicCalls['addPlaylistTracks']['code']>;
  /**
   * Make a playlist of your own from one that you can see
   * It is private, and has the description and the tracks that you see in the original.
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, PLAYLIST_FULL, PLAYLIST_LIMIT_REACHED,
   * PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  duplicatePlaylist(
    input: MusicCalls['duplicatePlaylist']['input'],
    options?: CallOptions & IdempotencyOption,
  ): Call<Playlist, MusicCalls['duplicatePlaylist']['code']>;
  /**
   * Join a playlist with an invite code
   * The caller becomes a member, with the role of the invite. The role of one who is a member already stays.
   * Fails with INVITE_INVALID, PLAYLIST_LIST_FULL, PLAYLIST_MEMBERS_FULL, SESSION_REVOKED, TOKEN_EXPIRED,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  joinPlaylist(
    input: MusicCalls['joinPlaylist']['input'],
    options?: CallOptions,
  ): Call<Playlist, MusicCalls['joinPlaylist']['code']>;
  /**
   * List the invites to a playlist that have not expired
   * For the owner.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listPlaylistInvites(
    input: MusicCalls['listPlaylistInvites']['input'],
    options?: CallOptions,
  ): Call<PlaylistInviteList, MusicCalls['listPlaylistInvites']['code']>;
  /**
   * Invite others to a playlist
   * For the owner. Who has the code can join until it expires. A playlist has at most 10 such invites.
   * Fails with PLAYLIST_INVITES_FULL, PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  createPlaylistInvite(
    input: MusicCalls['createPlaylistInvite']['input'],
    options?: CallOptions,
  ): Call<PlaylistInvite, MusicCalls['createPlaylistInvite']['code']>;
  /**
   * Withdraw an invite to a playlist
   * For the owner. Those who have joined with it stay.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  withdrawPlaylistInvite(
    input: MusicCalls['withdrawPlaylistInvite']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['withdrawPlaylistInvite']['code']>;
  /**
   * List who is in a playlist
   * For the owner and members.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listPlaylistMembers(
    input: MusicCalls['listPlaylistMembers']['input'],
    options?: CallOptions,
  ): Call<PlaylistMemberList, MusicCalls['listPlaylistMembers']['code']>;
  /**
   * Set what a member may do in a playlist
   * For the owner. A lower role withdraws the invite by which the member came.
   * Fails with PLAYLIST_MEMBER_NOT_FOUND, PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  setPlaylistMemberRole(
    input: MusicCalls['setPlaylistMemberRole']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['setPlaylistMemberRole']['code']>;
  /**
   * Remove a member from a playlist, or leave it
   * For the owner, and for members about themselves. The owner also withdraws the invite by which the member
   * came. What the member has added stays.
   * Fails with PLAYLIST_MEMBER_NOT_FOUND, PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  removePlaylistMember(
    input: MusicCalls['removePlaylistMember']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['removePlaylistMember']['code']>;
  /**
   * Make a playlist from the file of another program
   * M3U8, XSPF or JSPF. An entry is matched by the id of a track of ours in its location or identifier, or
   * else by title, artist and duration among the public tracks and your own. The answer says which entries
   * were found; the others are left out. When none was found, no playlist is made: the answer is
   * `PLAYLIST_FILE_UNREADABLE`, as for a text that is none of these formats.
   * Fails with IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED, PLAYLIST_FILE_UNREADABLE, PLAYLIST_FULL,
   * PLAYLIST_LIMIT_REACHED, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  importPlaylist(
    input: MusicCalls['importPlaylist']['input'],
    options?: CallOptions & IdempotencyOption,
  ): Call<PlaylistImportResult, MusicCalls['importPlaylist']['code']>;
  /**
   * Get a playlist as a file for another program
   * With the tracks that the caller sees. Their locations are paths of this service without a signature, which
   * would expire.
   * Fails with PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  exportPlaylist(
    input: MusicCalls['exportPlaylist']['input'],
    options?: CallOptions,
  ): Call<Response, MusicCalls['exportPlaylist']['code']>;
  /**
   * Download a playlist as one ZIP
   * The tracks in the playlist that the caller sees, as the files that were uploaded, with their covers and an
   * M3U8 of them. Nothing is compressed, so `content-length` is known. Files that cannot be found are named in
   * the entry `Not included.txt`. When a file fails later, the connection ends before the announced length. Of
   * each account a few downloads run at once.
   * Fails with DOWNLOAD_TOO_LARGE, PLAYLIST_NOT_FOUND, SESSION_REVOKED, SIGNATURE_EXPIRED, SIGNATURE_INVALID,
   * STORAGE_UNAVAILABLE, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  downloadPlaylist(
    input: MusicCalls['downloadPlaylist']['input'],
    options?: CallOptions,
  ): Call<Response, MusicCalls['downloadPlaylist']['code']>;
  /**
   * Get a link that downloads a playlist
   * For a browser, which sends no Authorization header with a link. The link begins downloads for ten minutes,
   * with the rights of the caller, unless the auth session ends before.
   * Fails with DOWNLOAD_TOO_LARGE, PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  createPlaylistDownload(
    input: MusicCalls['createPlaylistDownload']['input'],
    options?: CallOptions,
  ): Call<DownloadLink, MusicCalls['createPlaylistDownload']['code']>;
  /**
   * Find public playlists, the newest first
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listPublicPlaylists(
    input?: MusicCalls['listPublicPlaylists']['input'],
    options?: CallOptions,
  ): ListCall<PlaylistPage, MusicCalls['listPublicPlaylists']['code']>;
  /**
   * Keep a playlist of others among one's own
   * `listPlaylists` has it as long as it is not private. Changes nothing for its owner and members, who have
   * it already.
   * Fails with PLAYLIST_LIST_FULL, PLAYLIST_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  followPlaylist(
    input: MusicCalls['followPlaylist']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['followPlaylist']['code']>;
  /**
   * Follow a playlist no longer
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  unfollowPlaylist(
    input: MusicCalls['unfollowPlaylist']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['unfollowPlaylist']['code']>;
}

/** One method for each operation. */
export interface MusicTogetherOperations {
  /**
   * Join a session as a guest, with an invite code and without an account
   * Where the setting `allowsGuests` is on and no one decides about new members. The access token is valid for
   * this session only, and until `expiresAt` at the latest; it cannot be renewed. With it a guest reads the
   * session, gets tickets for its socket, loads the tracks that are in its queue, and writes and votes where
   * the permissions `chat` and `vote` name guests. All other routes of all services answer 403. What a guest
   * hears is no play, and is in no history.
   * Fails with BANNED, GUESTS_NOT_ALLOWED, INVITE_INVALID, SESSION_FULL, SESSION_LOCKED, SESSION_NOT_FOUND,
   * VALIDATION_FAILED.
   */
  joinAsGuest(
    input: MusicCalls['joinAsGuest']['input'],
    options?: CallOptions,
  ): Call<GuestSession, MusicCalls['joinAsGuest']['code']>;
  /**
   * List the public sessions that are going on, those with the most members first
   * Sessions with the setting `visibility: public` that are not locked, while a member is connected, without
   * those from which the caller is banned. How many members there are may be some seconds old. The order
   * changes while pages are read, so that one may be on two pages; a page may have fewer items than `limit`.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listPublicSessions(
    input?: MusicCalls['listPublicSessions']['input'],
    options?: CallOptions,
  ): ListCall<PublicSessionPage, MusicCalls['listPublicSessions']['code']>;
  /**
   * Join a public session, without an invite code
   * A session that is private exists for its members only. As by an invite code, the answer is JOIN_PENDING
   * where the owner or a co-host decides about new members: repeat the call after `Retry-After`.
   * Fails with BANNED, INVITATION_WITHDRAWN, JOIN_PENDING, JOIN_REFUSED, SESSION_FULL, SESSION_LIST_FULL,
   * SESSION_LOCKED, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  joinPublicSession(
    input: MusicCalls['joinPublicSession']['input'],
    options?: CallOptions,
  ): Call<ListeningSession, MusicCalls['joinPublicSession']['code']>;
  /**
   * List the suggestions of a session, those with the most votes first
   * Of those with as many votes, the earlier one first. For every member.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listTrackSuggestions(
    input: MusicCalls['listTrackSuggestions']['input'],
    options?: CallOptions,
  ): Call<TrackSuggestionList, MusicCalls['listTrackSuggestions']['code']>;
  /**
   * Suggest a track
   * For every member, so also for those without the permission `add`. A session keeps 50 suggestions, 5 of
   * each user. A track that is suggested already is answered with that suggestion. Every member gets
   * `suggestionAdded`.
   * Fails with SESSION_LIST_FULL, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, TRACK_NOT_FOUND,
   * UNAUTHENTICATED, VALIDATION_FAILED.
   */
  suggestTrack(
    input: MusicCalls['suggestTrack']['input'],
    options?: CallOptions,
  ): Call<TrackSuggestion, MusicCalls['suggestTrack']['code']>;
  /**
   * Accept or decline a suggestion
   * To accept it needs the permission `add`; to decline it, `add` or `reorder`. An accepted track comes into
   * the queue as added by the user who suggested it: at its end, or after the current item. Every member gets
   * `queueChanged` and `suggestionEnded`.
   * Fails with SESSION_LIST_FULL, SESSION_NOT_FOUND, SESSION_REVOKED, SUGGESTION_NOT_FOUND, TOKEN_EXPIRED,
   * TRACK_NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  answerSuggestion(
    input: MusicCalls['answerSuggestion']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['answerSuggestion']['code']>;
  /**
   * Withdraw an own suggestion
   * Also when it is gone. Every member gets `suggestionEnded`.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  withdrawSuggestion(
    input: MusicCalls['withdrawSuggestion']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['withdrawSuggestion']['code']>;
  /**
   * Vote for a suggestion
   * For members with the permission `vote`. Each user has one vote for each suggestion, which stays when the
   * user leaves. Every member gets `suggestionVotes` within about a second.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, SUGGESTION_NOT_FOUND, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  voteForSuggestion(
    input: MusicCalls['voteForSuggestion']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['voteForSuggestion']['code']>;
  /**
   * Withdraw the vote for a suggestion
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  withdrawSuggestionVote(
    input: MusicCalls['withdrawSuggestionVote']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['withdrawSuggestionVote']['code']>;
  /**
   * See how well the members of a session keep step
   * From the reports that every member sends each five seconds. The owner and co-hosts see the 100 worst
   * members and why each is not in step, other members their own devices; everyone sees the spread. After the
   * end of a session its owner has the summary for 30 days.
   * Fails with SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  getSyncReceipt(
    input: MusicCalls['getSyncReceipt']['input'],
    options?: CallOptions,
  ): Call<SyncReceipt, MusicCalls['getSyncReceipt']['code']>;
  /**
   * Read what was played, edited and written in a session, in its order
   * For the members of a session, and after its end for those who were members then, but for guests. From the
   * first entry with a `state` on, the state at any moment is what the messages until then lead to. Entries
   * are kept for some days (30 by default), the newest 20,000 of a session. A page may have fewer entries than
   * `limit`.
   * Fails with MALFORMED_CURSOR, SESSION_NOT_FOUND, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED,
   * VALIDATION_FAILED.
   */
  getTrail(
    input: MusicCalls['getTrail']['input'],
    options?: CallOptions,
  ): ListCall<TrailPage, MusicCalls['getTrail']['code']>;
  /**
   * List the sessions that have ended, whose trail the caller may read, newest first
   * Those of which the caller was a member at their end, together with others. They are listed for as long as
   * trails are kept.
   * Fails with MALFORMED_CURSOR, SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  listTrails(
    input?: MusicCalls['listTrails']['input'],
    options?: CallOptions,
  ): ListCall<EndedSessionPage, MusicCalls['listTrails']['code']>;
  /**
   * List the output delays of the account's devices, the last set one first
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED.
   */
  listOutputDelays(options?: CallOptions): Call<OutputDelayList, MusicCalls['listOutputDelays']['code']>;
  /**
   * Keep the delay of an output of a device
   * What the listener has set by ear. The account keeps the 50 that were set last; a further one replaces the
   * oldest.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  setOutputDelay(
    input: MusicCalls['setOutputDelay']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['setOutputDelay']['code']>;
  /**
   * Forget the delay of an output
   * Also when there is none.
   * Fails with SESSION_REVOKED, TOKEN_EXPIRED, UNAUTHENTICATED, VALIDATION_FAILED.
   */
  removeOutputDelay(
    input: MusicCalls['removeOutputDelay']['input'],
    options?: CallOptions,
  ): Call<undefined, MusicCalls['removeOutputDelay']['code']>;
}
