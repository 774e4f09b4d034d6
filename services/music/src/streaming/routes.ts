import type { App } from '@downbeat/shared/http';
import { EXTENSIONS } from '../audio/audio-format.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Storage } from '../storage/storage.ts';
import type { TrackFiles, TrackRecord } from '../tracks/repository.ts';
import type { Tracks } from '../tracks/service.ts';
import { prepareFile, type ServedFile } from './send-file.ts';

// Some systems treat these characters as part of a path, or refuse them in a file name.
function fileName(title: string, extension: string): string {
  return `${title.replaceAll(/[/\\:*?"<>|]+/g, '-')}.${extension}`;
}

interface TrackWithFiles {
  record: TrackRecord;
  files: TrackFiles;
}

function audioOf({ record, files }: TrackWithFiles): ServedFile {
  const { contentType, title } = record;
  const filename = fileName(title, EXTENSIONS[contentType]);
  return { ...files.audio, contentType, filename, lastModified: new Date(record.createdAt) };
}

function coverOf({ record, files }: TrackWithFiles): ServedFile {
  if (files.cover === null) throw errors.COVER_NOT_FOUND();
  const filename = fileName(record.title, 'jpg');
  return { ...files.cover, contentType: 'image/jpeg', filename, lastModified: new Date(record.createdAt) };
}

/**
 * Audio and covers, readable by pages of other origins: an `<audio>` element sends no credentials, its URL carries them.
 * HEAD is a separate route, because it must not open the file.
 */
export function streamingRoutes(app: App, { tracks, storage }: { tracks: Tracks; storage: Storage }): void {
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
          const file = fileOf(await tracks.findWithFiles(request.params.trackId));
          return reply.send(await prepareFile(storage, request, reply, file));
        },
      });
    }
  }
}
