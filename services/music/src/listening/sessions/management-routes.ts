import { type App, requirePrincipal } from '@downbeat/shared/http';
import {
  answerJoinRequest,
  banUser,
  listBans,
  listJoinRequests,
  removeMember,
  rotateInviteCode,
  setMemberRole,
  transferSession,
  unbanUser,
  updateSessionSettings,
} from '../../generated/operations.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import type { SessionManagement } from './management.ts';

/** The HTTP routes by which members with a role manage a session. */
export function managementRoutes(app: App, management: SessionManagement, limits: RateLimits): void {
  app.route({
    ...updateSessionSettings,
    config: { ...updateSessionSettings.config, rateLimit: limits.change },
    handler: async (request) => {
      const { userId } = requirePrincipal(request);
      return management.updateSettings(request.params.sessionId, userId, request.body);
    },
  });
  app.route({
    ...transferSession,
    config: { ...transferSession.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId } = request.params;
      await management.transfer(sessionId, requirePrincipal(request).userId, request.body.userId);
      return reply.code(204).send();
    },
  });
  app.route({
    ...rotateInviteCode,
    config: { ...rotateInviteCode.config, rateLimit: limits.change },
    handler: async (request) => {
      const { userId } = requirePrincipal(request);
      return { inviteCode: await management.rotateInviteCode(request.params.sessionId, userId) };
    },
  });
  memberRoutes(app, management, limits);
  banRoutes(app, management, limits);
  requestRoutes(app, management, limits);
}

function memberRoutes(app: App, management: SessionManagement, limits: RateLimits): void {
  app.route({
    ...setMemberRole,
    config: { ...setMemberRole.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId, userId } = request.params;
      const actor = requirePrincipal(request);
      await management.setRole(sessionId, actor.userId, userId, request.body.role);
      return reply.code(204).send();
    },
  });
  app.route({
    ...removeMember,
    config: { ...removeMember.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId, userId } = request.params;
      await management.removeMember(sessionId, requirePrincipal(request).userId, userId);
      return reply.code(204).send();
    },
  });
}

function banRoutes(app: App, management: SessionManagement, limits: RateLimits): void {
  app.route({
    ...listBans,
    handler: async (request) => {
      const { userId } = requirePrincipal(request);
      return { items: await management.listBans(request.params.sessionId, userId) };
    },
  });
  app.route({
    ...banUser,
    config: { ...banUser.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId, userId } = request.params;
      await management.banUser(sessionId, requirePrincipal(request).userId, userId);
      return reply.code(204).send();
    },
  });
  app.route({
    ...unbanUser,
    config: { ...unbanUser.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId, userId } = request.params;
      await management.unbanUser(sessionId, requirePrincipal(request).userId, userId);
      return reply.code(204).send();
    },
  });
}

function requestRoutes(app: App, management: SessionManagement, limits: RateLimits): void {
  app.route({
    ...listJoinRequests,
    handler: async (request) => {
      const { userId } = requirePrincipal(request);
      return { items: await management.listRequests(request.params.sessionId, userId) };
    },
  });
  app.route({
    ...answerJoinRequest,
    config: { ...answerJoinRequest.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId, userId } = request.params;
      const actor = requirePrincipal(request);
      await management.answerRequest(sessionId, actor.userId, userId, request.body.decision);
      return reply.code(204).send();
    },
  });
}
