import { type App, requirePrincipal } from '@downbeat/shared/http';
import { EXTENSIONS } from '../audio/audio-format.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Storage } from '../storage/storage.ts';
import type { FindTrack, KnownTrack } from '../tracks/find-track.ts';
import type { TrackFiles } from '../tracks/repository.ts';
import { splitSignature } from '../tracks/visibility.ts';
import { prepareFile, type ServedFile } from './send-file.ts';

function servedFile(kind: keyof TrackFiles, { record, files }: KnownTrack): ServedFile {
  const file = files[kind];
  if (file === null) throw errors.COVER_NOT_FOUND();
  const contentType = kind === 'cover' ? 'image/jpeg' : record.contentType;
  const extension = kind === 'cover' ? 'jpg' : EXTENSIONS[record.contentType];
  // Some systems treat these characters as part of a path, or refuse them in a file name.
  const filename = `${record.title.replaceAll(/[/\\:*?"<>|]+/g, '-')}.${extension}`;
  return {
    ...file,
    contentType,
    filename,
    lastModified: new Date(kind === 'cover' ? record.updatedAt : record.createdAt),
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
  for (const [operation, kind] of [
    [operations.streamTrack, 'audio'],
    [operations.getTrackCover, 'cover'],
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
          const file = servedFile(kind, await findTrack(request.params.trackId, reader));
          return reply.send(await prepareFile(storage, request, reply, file));
        },
      });
    }
  }
}
