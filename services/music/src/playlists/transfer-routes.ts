import { type App, creationOf, requirePrincipal } from '@downbeat/shared/http';
import { create as contentDisposition } from 'content-disposition';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { PlaylistTransfer } from './transfer.ts';

interface TransferRoutesDeps {
  playlistTransfer: PlaylistTransfer;
  rateLimits: RateLimits;
}

/** The longest text that the contract allows, in any script. The gateway has the same limit. */
const MAX_IMPORT_BYTES = 2 * 1024 * 1024;

/** Playlists from files, and to files. */
export function playlistTransferRoutes(app: App, { playlistTransfer, rateLimits }: TransferRoutesDeps): void {
  app.route({
    ...operations.importPlaylist,
    bodyLimit: MAX_IMPORT_BYTES,
    config: { ...operations.importPlaylist.config, rateLimit: rateLimits.upload },
    handler: async (request, reply) => {
      const result = await playlistTransfer.importFile(
        creationOf(request),
        requirePrincipal(request),
        request.body,
      );
      reply.code(201);
      reply.header('location', operations.getPlaylist.url.replace(':playlistId', result.playlistId));
      return result;
    },
  });

  app.route({
    ...operations.exportPlaylist,
    handler: async (request, reply) => {
      const { playlistId } = request.params;
      const file = await playlistTransfer.exportFile(
        playlistId,
        requirePrincipal(request),
        request.query.format,
      );
      return reply
        .type(file.mediaType)
        .header('content-disposition', contentDisposition(file.filename))
        .send(Buffer.from(file.text));
    },
  });
}
