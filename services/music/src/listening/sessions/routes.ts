import { type App, creationOf, requirePrincipal } from '@downbeat/shared/http';
import {
  createSession,
  createTicket,
  endSession,
  getSession,
  joinSession,
  listMembers,
  listSessions,
  previewSession,
} from '../../generated/operations.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import type { Sessions } from './sessions.ts';

/** The HTTP routes of listening sessions. */
export function sessionRoutes(app: App, sessions: Sessions, limits: RateLimits): void {
  app.route({
    ...createSession,
    config: { ...createSession.config, rateLimit: limits.session },
    handler: async (request, reply) => {
      const session = await sessions.create(creationOf(request), request.body, requirePrincipal(request));
      reply.code(201).header('location', getSession.url.replace(':sessionId', session.id));
      return reply.send(session);
    },
  });
  app.route({
    ...listSessions,
    handler: async (request) => {
      const { cursor, limit } = request.query;
      return sessions.list(requirePrincipal(request).userId, cursor, limit);
    },
  });
  app.route({
    ...joinSession,
    config: { ...joinSession.config, rateLimit: limits.session },
    handler: async (request) => sessions.join(request.body.inviteCode, requirePrincipal(request)),
  });
  app.route({
    ...previewSession,
    config: { ...previewSession.config, rateLimit: limits.preview },
    handler: async (request) => sessions.preview(request.body.inviteCode, request.ip),
  });
  app.route({
    ...getSession,
    handler: async (request) => sessions.get(request.params.sessionId, requirePrincipal(request).userId),
  });
  app.route({
    ...endSession,
    handler: async (request, reply) => {
      await sessions.end(request.params.sessionId, requirePrincipal(request).userId);
      return reply.code(204).send();
    },
  });
  memberRoutes(app, sessions, limits);
}

/** The members of a session, and the tickets for their sockets. */
function memberRoutes(app: App, sessions: Sessions, limits: RateLimits): void {
  app.route({
    ...listMembers,
    handler: async (request) => {
      const { params, query } = request;
      const { userId } = requirePrincipal(request);
      return sessions.listMembers(params.sessionId, userId, query.cursor, query.limit);
    },
  });
  app.route({
    ...createTicket,
    config: { ...createTicket.config, rateLimit: limits.ticket },
    handler: async (request, reply) => {
      const { sessionId } = request.params;
      const ticket = await sessions.createTicket(sessionId, request.body, requirePrincipal(request));
      return reply.code(201).header('cache-control', 'no-store').send(ticket);
    },
  });
}
