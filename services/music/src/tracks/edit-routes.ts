import { commonErrors } from '@downbeat/shared/errors';
import {
  type App,
  type Operation,
  parseMultipart,
  requirePrincipal,
  stateCondition,
} from '@downbeat/shared/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_COVER_BYTES } from '../audio/cover.ts';
import { operations } from '../generated/operations.gen.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { ReceivedFile, UploadStaging } from '../storage/upload-staging.ts';
import { sendChanged } from './answer-template.ts';
import type { TrackEditor } from './edit-track.ts';
import { templateOf } from './find-track.ts';
import type { UrlQueryOf } from './present-track.ts';
import type { TrackRecord } from './repository.ts';
import type { EditTarget } from './track-writer.ts';

interface EditRoutesDeps {
  trackEditor: TrackEditor;
  uploadStaging: UploadStaging;
  urlQueryOf: UrlQueryOf;
  rateLimits: RateLimits;
}

const targetOf = (request: FastifyRequest): EditTarget => ({
  id: (request.params as { trackId: string }).trackId,
  by: requirePrincipal(request),
  condition: stateCondition(request),
  correlationId: request.correlationId,
});

/** Changing tracks after their upload. */
export function editRoutes(
  app: App,
  { trackEditor, uploadStaging, urlQueryOf, rateLimits }: EditRoutesDeps,
): void {
  const send = (request: FastifyRequest, reply: FastifyReply, record: TrackRecord): FastifyReply =>
    sendChanged(reply, templateOf(record), urlQueryOf(requirePrincipal(request).authSessionId));

  app.route({
    ...operations.updateTrack,
    config: { ...operations.updateTrack.config, rateLimit: rateLimits.change },
    handler: async (request, reply) =>
      send(request, reply, await trackEditor.change(targetOf(request), request.body)),
  });

  app.route({
    ...operations.updateTracks,
    config: { ...operations.updateTracks.config, rateLimit: rateLimits.change },
    handler: async (request) => {
      const { correlationId, log: logger } = request;
      const by = { by: requirePrincipal(request), correlationId, logger };
      const { trackIds, change } = request.body;
      return { results: await trackEditor.changeMany(trackIds, change, by) };
    },
  });

  app.route({
    ...operations.removeTrackCover,
    config: { ...operations.removeTrackCover.config, rateLimit: rateLimits.change },
    handler: async (request, reply) => send(request, reply, await trackEditor.removeCover(targetOf(request))),
  });

  app.route({
    ...operations.listTrackEdits,
    handler: async (request) => ({
      items: await trackEditor.editsOf({ ...targetOf(request), condition: undefined }),
    }),
  });

  coverRoute(app, { trackEditor, uploadStaging, rateLimits }, send);
}

/** A form with one picture. What can be refused without it is refused before it is read. */
function coverRoute(
  app: App,
  { trackEditor, uploadStaging, rateLimits }: Omit<EditRoutesDeps, 'urlQueryOf'>,
  send: (request: FastifyRequest, reply: FastifyReply, record: TrackRecord) => FastifyReply,
): void {
  const form = {
    limits: { fileBytes: MAX_COVER_BYTES },
    onFile: ({ stream }: { stream: AsyncIterable<Buffer> }) =>
      uploadStaging.receive(stream, MAX_COVER_BYTES, 'cover'),
    discard: (file: ReceivedFile) => file.discard(),
  };
  // With an explicit type, because inferring the form's schema inside a route exceeds the depth limit of the compiler.
  const config: Operation['config'] & { rateLimit: object } = {
    ...operations.setTrackCover.config,
    rateLimit: rateLimits.change,
  };
  app.route({
    ...operations.setTrackCover,
    config,
    handler: async (request, reply) => {
      const target = targetOf(request);
      await trackEditor.requireEditable(target);
      await uploadStaging.requireSpace(Number(request.headers['content-length'] ?? 0));
      const { files } = await parseMultipart(request, operations.setTrackCover.config.multipart, form);
      const { cover } = files;
      if (cover === undefined) {
        const fault = { in: 'form', field: 'cover', message: 'is required' } as const;
        throw commonErrors.VALIDATION_FAILED({ errors: [fault] });
      }
      try {
        const record = await trackEditor.setCover(target, cover);
        return await send(request, reply, record);
      } finally {
        await cover.discard();
      }
    },
  });
}
