// Generated from openapi/music.yaml. Do not edit: change the contract, then run `make generate`.
import type { OperationTable } from './call.gen.ts';

/** How to build the request of each operation, and how to read its reply. */
export const musicRoomOperations = {
  updateSessionSettings: { route: 'PATCH /api/music/sessions/{sessionId}/settings', request: 'json' },
  removeMember: {
    route: 'DELETE /api/music/sessions/{sessionId}/members/{userId}',
    success: { 204: 'none' },
  },
  setMemberRole: {
    route: 'PUT /api/music/sessions/{sessionId}/members/{userId}/role',
    request: 'json',
    success: { 204: 'none' },
  },
  transferSession: {
    route: 'PUT /api/music/sessions/{sessionId}/owner',
    request: 'json',
    success: { 204: 'none' },
  },
  rotateInviteCode: { route: 'POST /api/music/sessions/{sessionId}/invite-code' },
  listBans: { route: 'GET /api/music/sessions/{sessionId}/bans' },
  banUser: { route: 'PUT /api/music/sessions/{sessionId}/bans/{userId}', success: { 204: 'none' } },
  unbanUser: { route: 'DELETE /api/music/sessions/{sessionId}/bans/{userId}', success: { 204: 'none' } },
  listJoinRequests: { route: 'GET /api/music/sessions/{sessionId}/requests' },
  answerJoinRequest: {
    route: 'PUT /api/music/sessions/{sessionId}/requests/{userId}',
    request: 'json',
    success: { 204: 'none' },
  },
  listChatMessages: { route: 'GET /api/music/sessions/{sessionId}/chat', query: ['limit', 'cursor'] },
  postChatMessage: { route: 'POST /api/music/sessions/{sessionId}/chat', request: 'json', keyed: true },
  deleteChatMessage: {
    route: 'DELETE /api/music/sessions/{sessionId}/chat/{messageId}',
    success: { 204: 'none' },
  },
  react: {
    route: 'POST /api/music/sessions/{sessionId}/reactions',
    request: 'json',
    success: { 204: 'none' },
  },
  voteToSkip: { route: 'PUT /api/music/sessions/{sessionId}/skip-vote', request: 'json' },
  withdrawSkipVote: { route: 'DELETE /api/music/sessions/{sessionId}/skip-vote', success: { 204: 'none' } },
} as const satisfies OperationTable;
