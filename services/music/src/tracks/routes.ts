import {
  correlationIdOf,
  parseMultipart,
  requirePrincipal,
  type App,
  type Operation,
} from '@downbeat/shared/http';
import { MAX_COVER_BYTES } from '../audio/covers.ts';
import { operations } from '../generated/operations.gen.ts';
import type { Intake } from '../storage/index.ts';
import type { ListTracks } from './list.ts';
import type { PresentTrack } from './present.ts';
import type { Tracks } from './tracks.ts';
import { createReceiver, refuseAnnounced, toUploadForm, type Upload } from './upload.ts';

export interface TrackRoutesOptions {
  tracks: Tracks;
  list: ListTracks;
  present: PresentTrack;
  intake: Intake;
  maxUploadBytes: number;
}

export function trackRoutes(app: App, options: TrackRoutesOptions): void {
  const { tracks, list, present, intake, maxUploadBytes } = options;
  const form = {
    // The parser knows one limit for all files; the receiver holds each to its own.
    limits: { fileBytes: Math.max(maxUploadBytes, MAX_COVER_BYTES) },
    onFile: createReceiver(intake, maxUploadBytes),
    discard: ({ file }: Upload) => file.discard(),
  };

  // Named, for the type of a form's schema inside a route's inferred config is deeper than the compiler goes.
  const config: Operation['config'] = operations.createTrack.config;
  app.route({
    ...operations.createTrack,
    config,
    handler: async (request, reply) => {
      const { userId, displayName, sessionId } = requirePrincipal(request);
      refuseAnnounced(request.headers['content-length'], maxUploadBytes);
      const { text, files } = await parseMultipart(request, operations.createTrack.config.multipart, form);
      const author = { id: userId, name: displayName };
      const record = await tracks.create(toUploadForm(text, files), author, correlationIdOf(request));
      reply.code(201).header('location', operations.getTrack.url.replace(':trackId', record.id));
      return reply.send(present(record, sessionId));
    },
  });

  app.route({
    ...operations.listTracks,
    handler: async (request, reply) => {
      const { sessionId } = requirePrincipal(request);
      const { items, nextCursor } = await list(request.query);
      reply.header('cache-control', 'private, no-cache');
      return { items: items.map((record) => present(record, sessionId)), nextCursor };
    },
  });

  app.route({
    ...operations.getTrack,
    handler: async (request, reply) => {
      const { sessionId } = requirePrincipal(request);
      reply.header('cache-control', 'private, no-cache');
      return present(await tracks.get(request.params.trackId), sessionId);
    },
  });

  app.route({
    ...operations.deleteTrack,
    handler: async (request, reply) => {
      await tracks.remove(request.params.trackId, requirePrincipal(request));
      return reply.code(204).send();
    },
  });
}
