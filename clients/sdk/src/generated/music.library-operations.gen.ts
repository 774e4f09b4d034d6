// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import type { OperationTable } from './call.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const musicLibraryOperations = {
  updateTracks: { route: 'PATCH /api/music/tracks', request: 'json' },
  findDuplicates: { route: 'POST /api/music/duplicates', request: 'json' },
  updateTrack: { route: 'PATCH /api/music/tracks/{trackId}', request: 'json' },
  setTrackCover: { route: 'PUT /api/music/tracks/{trackId}/cover', request: 'multipart' },
  removeTrackCover: { route: 'DELETE /api/music/tracks/{trackId}/cover' },
  listTrackEdits: { route: 'GET /api/music/tracks/{trackId}/edits' },
  getTrackAnalysis: { route: 'GET /api/music/tracks/{trackId}/analysis' },
  analyseTrack: { route: 'POST /api/music/tracks/{trackId}/analysis', success: { 202: 'json' } },
  likeTrack: { route: 'PUT /api/music/tracks/{trackId}/like', success: { 204: 'none' } },
  unlikeTrack: { route: 'DELETE /api/music/tracks/{trackId}/like', success: { 204: 'none' } },
  getTrackFigures: { route: 'GET /api/music/tracks/{trackId}/figures' },
  listTrackStates: { route: 'GET /api/music/track-states', query: ['ids'] },
  listLikedTracks: { route: 'GET /api/music/likes', query: ['limit', 'cursor'] },
  reportPlays: { route: 'POST /api/music/plays', request: 'json' },
  listHistory: { route: 'GET /api/music/history', query: ['limit', 'cursor'] },
  clearHistory: { route: 'DELETE /api/music/history', success: { 204: 'none' } },
  deleteHistoryEntry: { route: 'DELETE /api/music/history/{playId}', success: { 204: 'none' } },
  listPlayedTracks: { route: 'GET /api/music/played', query: ['limit', 'cursor', 'sort'] },
  listAlbums: {
    route: 'GET /api/music/albums',
    query: ['limit', 'cursor', 'sort', 'artistId', 'genreId', 'q'],
  },
  getAlbum: { route: 'GET /api/music/albums/{albumId}' },
  listArtists: { route: 'GET /api/music/artists', query: ['limit', 'cursor', 'q'] },
  getArtist: { route: 'GET /api/music/artists/{artistId}' },
  listGenres: { route: 'GET /api/music/genres', query: ['limit', 'cursor'] },
  getGenre: { route: 'GET /api/music/genres/{genreId}' },
  listGenreTracks: { route: 'GET /api/music/genres/{genreId}/tracks', query: ['limit', 'cursor'] },
  addPlaylistTracks: { route: 'POST /api/music/playlists/{playlistId}/tracks', request: 'json', keyed: true },
  duplicatePlaylist: { route: 'POST /api/music/playlists/{playlistId}/copies', request: 'json', keyed: true },
  joinPlaylist: { route: 'POST /api/music/playlists/join', request: 'json' },
  listPlaylistInvites: { route: 'GET /api/music/playlists/{playlistId}/invites' },
  createPlaylistInvite: { route: 'POST /api/music/playlists/{playlistId}/invites', request: 'json' },
  withdrawPlaylistInvite: {
    route: 'DELETE /api/music/playlists/{playlistId}/invites/{inviteId}',
    success: { 204: 'none' },
  },
  listPlaylistMembers: { route: 'GET /api/music/playlists/{playlistId}/members' },
  setPlaylistMemberRole: {
    route: 'PUT /api/music/playlists/{playlistId}/members/{userId}',
    request: 'json',
    success: { 204: 'none' },
  },
  removePlaylistMember: {
    route: 'DELETE /api/music/playlists/{playlistId}/members/{userId}',
    success: { 204: 'none' },
  },
} as const satisfies OperationTable;
