import { type App, requirePrincipal } from '@downbeat/shared/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import { type AnswerTemplate, sendTemplate } from '../tracks/answer-template.ts';
import type { UrlQueryOf } from '../tracks/present-track.ts';
import type { Albums } from './albums.ts';
import type { Artists, Genres } from './artists.ts';

interface CatalogueRoutesDeps {
  albums: Albums;
  artists: Artists;
  genres: Genres;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

const isNotSearch = ({ query }: FastifyRequest) => !('q' in (query as Record<string, unknown>));

/** Albums, artists and genres. */
export function catalogueRoutes(app: App, deps: CatalogueRoutesDeps): void {
  const { albums, artists, genres, urlQueryOf, rateLimits } = deps;
  const search = { ...rateLimits.search, allowList: isNotSearch };
  const send = async (request: FastifyRequest, reply: FastifyReply, answer: Promise<AnswerTemplate>) =>
    sendTemplate(request, reply, await answer, urlQueryOf(requirePrincipal(request).authSessionId));

  app.route({
    ...operations.listAlbums,
    config: { ...operations.listAlbums.config, rateLimit: search },
    handler: async (request, reply) =>
      send(request, reply, albums.list(request.query, requirePrincipal(request))),
  });

  app.route({
    ...operations.getAlbum,
    handler: async (request, reply) =>
      send(request, reply, albums.get(request.params.albumId, requirePrincipal(request))),
  });

  app.route({
    ...operations.listArtists,
    config: { ...operations.listArtists.config, rateLimit: search },
    handler: async (request, reply) => send(request, reply, artists.list(request.query)),
  });

  app.route({
    ...operations.getArtist,
    handler: async (request, reply) =>
      send(request, reply, artists.get(request.params.artistId, requirePrincipal(request))),
  });

  app.route({
    ...operations.listGenres,
    handler: async (request, reply) => send(request, reply, genres.list(request.query)),
  });

  app.route({
    ...operations.getGenre,
    handler: async (request, reply) => send(request, reply, genres.get(request.params.genreId)),
  });

  app.route({
    ...operations.listGenreTracks,
    handler: async (request, reply) =>
      send(request, reply, genres.tracksOf(request.params.genreId, request.query)),
  });
}
