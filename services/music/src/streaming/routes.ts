import { type App, requirePrincipal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Storage } from '../storage/storage.ts';
import type { FindTrack, KnownTrack } from '../tracks/find-track.ts';
import type { TrackRecord } from '../tracks/repository.ts';
import { splitSignature } from '../tracks/visibility.ts';
import { chooseRendition, type Wish } from './choose-rendition.ts';
import { prepareFile, type ServedFile } from './send-file.ts';

// Some systems treat these characters as part of a path, or refuse them in a file name.
const filenameOf = ({ title }: TrackRecord, extension: string): string =>
  `${title.replaceAll(/[/\\:*?"<>|]+/g, '-')}.${extension}`;

/** @throws ProblemError COVER_NOT_FOUND */
function coverOf({ record, files }: KnownTrack): ServedFile {
  if (files.cover === null) throw errors.COVER_NOT_FOUND();
  const lastModified = new Date(record.updatedAt);
  return { ...files.cover, contentType: 'image/jpeg', filename: filenameOf(record, 'jpg'), lastModified };
}

function audioOf(track: KnownTrack, { query, headers }: FastifyRequest): ServedFile {
  const choice = chooseRendition(track, query as Wish, headers['if-range']?.toString());
  const { createdAt } = track.record;
  return {
    ...choice,
    filename: filenameOf(track.record, choice.extension),
    lastModified: new Date(createdAt),
  };
}

/**
 * Audio and covers, readable by pages of other origins: an `<audio>` element sends no credentials, its URL carries them.
 * HEAD is a separate route, because it must not open the file.
 */
export function streamingRoutes(
  app: App,
  { findTrack, storage }: { findTrack: FindTrack; storage: Storage },
): void {
  for (const [operation, fileOf] of [
    [operations.streamTrack, audioOf],
    [operations.getTrackCover, coverOf],
  ] as const) {
    const { operationId, params, querystring } = operation.schema;
    for (const method of ['HEAD', 'GET'] as const) {
      app.route({
        method,
        url: operation.url,
        config: { ...operation.config, crossOriginResource: true },
        // Without the response schemas: a body of bytes has none.
        schema: { operationId, params, querystring },
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          const [, accessKey] = splitSignature(request.query.signature ?? '');
          const reader = { ...requirePrincipal(request), accessKey };
          const file = fileOf(await findTrack(request.params.trackId, reader), request);
          return reply.send(await prepareFile(storage, request, reply, file));
        },
      });
    }
  }
}
