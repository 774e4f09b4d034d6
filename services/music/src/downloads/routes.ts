import { finished } from 'node:stream/promises';
import { type App, requirePrincipal } from '@downbeat/shared/http';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createAccountSlots } from '../account-slots.ts';
import { operations } from '../generated/operations.gen.ts';
import type { DownloadLink } from '../generated/schemas.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { TrackReader } from '../tracks/visibility.ts';
import type { DownloadLinks } from './download-links.ts';
import type { Collection, Downloads } from './downloads.ts';

interface DownloadRoutesDeps {
  downloads: Downloads;
  downloadLinks: DownloadLinks;
  downloadsAtOnce: number;
  rateLimits: RateLimits;
}

type Find = (id: string, reader: TrackReader) => Promise<Collection>;
type Send = (request: FastifyRequest, reply: FastifyReply, find: Find, id: string) => Promise<FastifyReply>;

function setHeaders(reply: FastifyReply, { filename }: Collection, bytes: number): void {
  reply.headers({
    'content-type': 'application/zip',
    'content-length': bytes,
    'content-disposition': contentDisposition(filename),
    'cache-control': 'private, no-store',
    // A part of an archive would be made from the start each time.
    'accept-ranges': 'none',
  });
}

/** Aborts when the client has left. */
function leaving({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => left.abort());
  return left.signal;
}

/** Without a slot, because nothing is sent. */
const createLengthSender =
  ({ downloads }: DownloadRoutesDeps): Send =>
  async (request, reply, find, id) => {
    const left = leaving(reply);
    const collection = await find(id, requirePrincipal(request));
    setHeaders(reply, collection, await downloads.archiveBytes(collection, left));
    return reply.send(null);
  };

/** Holds a slot of the account until the client has the archive, or has left. */
function createSender({ downloads, downloadsAtOnce }: DownloadRoutesDeps): Send {
  const inSlot = createAccountSlots('downloads', downloadsAtOnce);
  return (request, reply, find, id) => {
    const reader = requirePrincipal(request);
    return inSlot(reader.userId, async () => {
      const left = leaving(reply);
      const collection = await find(id, reader);
      const { bytes, stream } = await downloads.archive(collection, left);
      setHeaders(reply, collection, bytes);
      void reply.send(stream);
      await finished(reply.raw).catch(() => undefined);
      stream.destroy();
      return reply;
    });
  };
}

/** Albums and playlists as archives. HEAD is a separate route, because it must not read the files. */
export function downloadRoutes(app: App, deps: DownloadRoutesDeps): void {
  const senders = { HEAD: createLengthSender(deps), GET: createSender(deps) };
  const { downloadAlbum, downloadPlaylist } = operations;
  const ofAlbum: Find = (...asked) => deps.downloads.ofAlbum(...asked);
  const ofPlaylist: Find = (...asked) => deps.downloads.ofPlaylist(...asked);
  for (const method of ['HEAD', 'GET'] as const) {
    const send = senders[method];
    const common = { method, exposeHeadRoute: false };
    const config = { crossOriginResource: true, rateLimit: deps.rateLimits.download };
    // Without the response schemas: a body of bytes has none.
    const { operationId, params, querystring } = downloadAlbum.schema;
    app.route({
      ...{ ...common, url: downloadAlbum.url, config: { ...downloadAlbum.config, ...config } },
      schema: { operationId, params, querystring },
      handler: (request, reply) => send(request, reply, ofAlbum, request.params.albumId),
    });
    const { schema } = downloadPlaylist;
    app.route({
      ...{ ...common, url: downloadPlaylist.url, config: { ...downloadPlaylist.config, ...config } },
      schema: { operationId: schema.operationId, params: schema.params, querystring: schema.querystring },
      handler: (request, reply) => send(request, reply, ofPlaylist, request.params.playlistId),
    });
  }
}

/** Links to archives that the account may have. */
export function downloadLinkRoutes(
  app: App,
  { downloads, downloadLinks, rateLimits }: DownloadRoutesDeps,
): void {
  const { createAlbumDownload, createPlaylistDownload } = operations;
  const answer = (request: FastifyRequest, reply: FastifyReply, url: string, collection: Collection) => {
    const { filename, trackCount } = collection;
    const { url: downloadUrl, expiresAt } = downloadLinks.sign(url, requirePrincipal(request));
    const link: DownloadLink = { downloadUrl, filename, trackCount, expiresAt: expiresAt.toISOString() };
    return reply.code(201).header('cache-control', 'no-store').send(link);
  };

  app.route({
    ...createAlbumDownload,
    config: { ...createAlbumDownload.config, rateLimit: rateLimits.download },
    handler: async (request, reply) => {
      const { albumId } = request.params;
      const collection = await downloads.ofAlbum(albumId, requirePrincipal(request));
      return answer(request, reply, createAlbumDownload.url.replace(':albumId', albumId), collection);
    },
  });

  app.route({
    ...createPlaylistDownload,
    config: { ...createPlaylistDownload.config, rateLimit: rateLimits.download },
    handler: async (request, reply) => {
      const { playlistId } = request.params;
      const collection = await downloads.ofPlaylist(playlistId, requirePrincipal(request));
      return answer(
        request,
        reply,
        createPlaylistDownload.url.replace(':playlistId', playlistId),
        collection,
      );
    },
  });
}
