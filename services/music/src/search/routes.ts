import { type App, requirePrincipal } from '@downbeat/shared/http';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { sendTemplate } from '../tracks/answer-template.ts';
import type { Search } from './search.ts';
import type { Suggest } from './suggestions.ts';

interface SearchRoutesDeps {
  search: Search;
  suggest: Suggest;
  rateLimits: RateLimits;
}

/** Suggestions have no signed URLs. */
const NO_URLS = '';

/** Searching all kinds at once. */
export function searchRoutes(app: App, { search, suggest, rateLimits }: SearchRoutesDeps): void {
  app.route({
    ...operations.search,
    config: { ...operations.search.config, rateLimit: rateLimits.search },
    handler: async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      return search(request.query, requirePrincipal(request));
    },
  });

  app.route({
    ...operations.listSuggestions,
    config: { ...operations.listSuggestions.config, rateLimit: rateLimits.search },
    handler: async (request, reply) => sendTemplate(request, reply, await suggest(request.query), NO_URLS),
  });
}
