import type { App } from '@downbeat/shared/http';
import { EXTENSIONS } from '../audio/kinds.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Storage } from '../storage/index.ts';
import type { TrackFiles, TrackRecord } from '../tracks/track.ts';
import type { Tracks } from '../tracks/tracks.ts';
import { prepareFile, type ServedFile } from './send-file.ts';

// Some systems take these for a path, or refuse them in a name.
function fileName(title: string, extension: string): string {
  return `${title.replaceAll(/[/\\:*?"<>|]+/g, '-')}.${extension}`;
}

interface Found {
  record: TrackRecord;
  files: TrackFiles;
}

function audioOf({ record, files }: Found): ServedFile {
  const { contentType, title } = record;
  const filename = fileName(title, EXTENSIONS[contentType]);
  return { ...files.audio, contentType, filename, lastModified: new Date(record.createdAt) };
}

function coverOf({ record, files }: Found): ServedFile {
  if (files.cover === null) throw errors.COVER_NOT_FOUND();
  const filename = fileName(record.title, 'jpg');
  return { ...files.cover, contentType: 'image/jpeg', filename, lastModified: new Date(record.createdAt) };
}

/**
 * Audio and covers, readable by pages of other origins: an `<audio>` element sends no credentials; its URL carries them.
 * HEAD is a route of its own, so that it opens no file.
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
        // Bytes have no schema, and problems are rendered by one handler for all routes.
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
