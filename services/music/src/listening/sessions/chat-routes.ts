import { type App, creationOf, requirePrincipal } from '@downbeat/shared/http';
import {
  deleteChatMessage,
  listChatMessages,
  postChatMessage,
  react,
} from '../../generated/operations.gen.ts';
import type { RateLimits } from '../../rate-limits.ts';
import type { SessionChat } from './chat.ts';

/** The HTTP routes by which members write to one another, and react to what they hear. */
export function chatRoutes(app: App, chat: SessionChat, limits: RateLimits): void {
  app.route({
    ...listChatMessages,
    handler: async (request) => {
      const { cursor, limit } = request.query;
      return chat.list(request.params.sessionId, requirePrincipal(request).userId, cursor, limit);
    },
  });
  app.route({
    ...postChatMessage,
    config: { ...postChatMessage.config, rateLimit: limits.chat },
    handler: async (request, reply) => {
      const { params, body } = request;
      const author = requirePrincipal(request);
      const message = await chat.post(creationOf(request), params.sessionId, author, body.text);
      return reply.code(201).send(message);
    },
  });
  app.route({
    ...deleteChatMessage,
    config: { ...deleteChatMessage.config, rateLimit: limits.change },
    handler: async (request, reply) => {
      const { sessionId, messageId } = request.params;
      await chat.delete(sessionId, requirePrincipal(request).userId, messageId);
      return reply.code(204).send();
    },
  });
  app.route({
    ...react,
    config: { ...react.config, rateLimit: limits.reaction },
    handler: async (request, reply) => {
      const { params, body } = request;
      await chat.react(params.sessionId, requirePrincipal(request).userId, body.reaction);
      return reply.code(204).send();
    },
  });
}
