import { parseMultipart, requirePrincipal, type App, type Operation } from '@downbeat/shared/http';
import { MAX_COVER_BYTES } from '../audio/covers.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Intake } from '../storage/index.ts';
import type { TrackRoutesOptions } from './routes.ts';
import { createReceiver, refuseAnnounced, toUploadForm, type Upload } from './upload.ts';

export interface UploadRouteOptions extends Pick<TrackRoutesOptions, 'tracks' | 'present' | 'limits'> {
  intake: Intake;
  maxUploadBytes: number;
}

/** A form with a file in it becomes a track. */
export function uploadRoute(app: App, options: UploadRouteOptions): void {
  const { tracks, present, intake, maxUploadBytes, limits } = options;
  const form = {
    // The parser knows one limit for all files; the receiver holds each to its own.
    limits: { fileBytes: Math.max(maxUploadBytes, MAX_COVER_BYTES) },
    onFile: createReceiver(intake, maxUploadBytes),
    discard: ({ file }: Upload) => file.discard(),
  };

  // Named, for the type of a form's schema inside a route's inferred config is deeper than the compiler goes.
  const config: Operation['config'] & { rateLimit: object } = {
    ...operations.createTrack.config,
    rateLimit: limits.upload,
  };
  app.route({
    ...operations.createTrack,
    config,
    handler: async (request, reply) => {
      const { userId, displayName, sessionId } = requirePrincipal(request);
      refuseAnnounced(request.headers['content-length'], maxUploadBytes);
      const { text, files } = await parseMultipart(request, operations.createTrack.config.multipart, form);
      const author = { id: userId, name: displayName };
      const record = await tracks.create(toUploadForm(text, files), author, request.correlationId);
      reply.code(201).header('location', operations.getTrack.url.replace(':trackId', record.id));
      return reply.send(present(record, sessionId));
    },
  });
}
