import { type App, requirePrincipal } from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { safeName } from '../downloads/file-names.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import { artistNameOf } from '../playlists/match-entries.ts';
import type { Storage } from '../storage/storage.ts';
import type { FindTrack, KnownTrack } from '../tracks/find-track.ts';
import type { TrackRecord } from '../tracks/repository.ts';
import { splitSignature } from '../tracks/visibility.ts';
import { chooseRendition, type Wish } from './choose-rendition.ts';
import { prepareFile, type ServedFile } from './send-file.ts';

/** A file that is saved stands beside those of other artists. */
const filenameOf = (record: TrackRecord, extension: string, isAttachment: boolean): string =>
  `${safeName(isAttachment ? `${artistNameOf(record)} - ${record.title}` : record.title)}.${extension}`;

/** @throws ProblemError COVER_NOT_FOUND */
function coverOf({ record, files }: KnownTrack): ServedFile {
  if (files.cover === null) throw errors.COVER_NOT_FOUND();
  const lastModified = new Date(record.updatedAt);
  const filename = filenameOf(record, 'jpg', false);
  return { ...files.cover, contentType: 'image/jpeg', filename, isAttachment: false, lastModified };
}

function audioOf(track: KnownTrack, { query, headers }: FastifyRequest): ServedFile {
  const choice = chooseRendition(track, query as Wish, headers['if-range']?.toString());
  const { createdAt } = track.record;
  const isAttachment = (query as Wish & { as?: string }).as === 'attachment';
  return {
    ...choice,
    filename: filenameOf(track.record, choice.extension, isAttachment),
    isAttachment,
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
