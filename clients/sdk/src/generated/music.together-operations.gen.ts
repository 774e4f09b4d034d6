// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import type { OperationTable } from './call.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const musicTogetherOperations = {
  joinAsGuest: { route: 'POST /api/music/sessions/guests', request: 'json', bearer: 'never' },
  listPublicSessions: { route: 'GET /api/music/sessions/public', query: ['limit', 'cursor'] },
  joinPublicSession: { route: 'POST /api/music/sessions/{sessionId}/join' },
  listTrackSuggestions: { route: 'GET /api/music/sessions/{sessionId}/suggestions' },
  suggestTrack: { route: 'POST /api/music/sessions/{sessionId}/suggestions', request: 'json' },
  answerSuggestion: {
    route: 'PUT /api/music/sessions/{sessionId}/suggestions/{suggestionId}',
    request: 'json',
    success: { 204: 'none' },
  },
  withdrawSuggestion: {
    route: 'DELETE /api/music/sessions/{sessionId}/suggestions/{suggestionId}',
    success: { 204: 'none' },
  },
  voteForSuggestion: {
    route: 'PUT /api/music/sessions/{sessionId}/suggestions/{suggestionId}/vote',
    success: { 204: 'none' },
  },
  withdrawSuggestionVote: {
    route: 'DELETE /api/music/sessions/{sessionId}/suggestions/{suggestionId}/vote',
    success: { 204: 'none' },
  },
  getSyncReceipt: { route: 'GET /api/music/sessions/{sessionId}/sync' },
  getTrail: { route: 'GET /api/music/sessions/{sessionId}/trail', query: ['limit', 'cursor'] },
  listTrails: { route: 'GET /api/music/trails', query: ['limit', 'cursor'] },
  listOutputDelays: { route: 'GET /api/music/output-delays' },
  setOutputDelay: {
    route: 'PUT /api/music/output-delays/{deviceId}/{output}',
    request: 'json',
    success: { 204: 'none' },
  },
  removeOutputDelay: {
    route: 'DELETE /api/music/output-delays/{deviceId}/{output}',
    success: { 204: 'none' },
  },
} as const satisfies OperationTable;
