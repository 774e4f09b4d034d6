import { commonErrors } from '@downbeat/shared/errors';
import {
  type App,
  creationOf,
  type Operation,
  parseMultipart,
  requirePrincipal,
  requireSameForm,
} from '@downbeat/shared/http';
import type { FastifyRequest } from 'fastify';
import { createAccountSlots } from '../account-slots.ts';
import { MAX_COVER_BYTES } from '../audio/cover.ts';
import { operations } from '../generated/operations.gen.ts';
import type { QuotasOf } from '../quota.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { UploadStaging } from '../storage/upload-staging.ts';
import type { PresentTrack } from './present-track.ts';
import { createReceiver, discard, toUploadForm, type Upload, type UploadForm } from './receive-upload.ts';
import type { TrackRecord } from './repository.ts';
import type { Tracks } from './service.ts';
import { fewestAudioBytes, refuseOversizedForm } from './validate-upload.ts';

interface UploadRouteDeps {
  tracks: Tracks;
  presentTrack: PresentTrack;
  rateLimits: RateLimits;
  uploadStaging: UploadStaging;
  maxUploadBytes: number;
  quotasOf: QuotasOf;
  uploadsAtOnce: number;
  uploadsNeedVerified: boolean;
}

/** @throws ProblemError IDEMPOTENCY_KEY_REUSED */
async function refuseOtherForm(request: FastifyRequest, form: UploadForm): Promise<void> {
  const { text, audio, cover } = form;
  const fileOf = (upload: Upload) => ({ sha256: upload.file.sha256, stem: upload.stem });
  try {
    await requireSameForm(request, { text, audio: fileOf(audio), cover: cover && fileOf(cover) });
  } catch (error) {
    await discard(form);
    throw error;
  }
}

/** Creates a track from a multipart form. Whatever can be refused without the body is refused before it is read. */
export function uploadRoute(app: App, deps: UploadRouteDeps): void {
  const { tracks, presentTrack, uploadStaging, maxUploadBytes, rateLimits, quotasOf } = deps;
  const inSlot = createAccountSlots('uploads', deps.uploadsAtOnce);
  const form = {
    // The parser has one limit for all files; the receiver applies the limit of each.
    limits: { fileBytes: Math.max(maxUploadBytes, MAX_COVER_BYTES) },
    onFile: createReceiver(uploadStaging, maxUploadBytes),
    discard: ({ file }: Upload) => file.discard(),
  };

  async function upload(request: FastifyRequest): Promise<TrackRecord> {
    const { userId, displayName, role } = requirePrincipal(request);
    const { 'content-length': contentLength } = request.headers;
    const quotas = quotasOf(role);
    const creation = creationOf(request);
    // What a first try has created counts already.
    if (!creation.repeated) await tracks.requireQuota(userId, quotas, fewestAudioBytes(contentLength));
    await uploadStaging.requireSpace(Number(contentLength ?? 0));
    const { text, files } = await parseMultipart(request, operations.createTrack.config.multipart, form);
    const author = { id: userId, name: displayName };
    const uploaded = toUploadForm(text, files);
    await refuseOtherForm(request, uploaded);
    return tracks.create(uploaded, { ...creation, author, quotas }, request.correlationId);
  }

  // With an explicit type, because inferring the form's schema inside a route exceeds the depth limit of the compiler.
  const config: Operation['config'] & { rateLimit: object } = {
    ...operations.createTrack.config,
    rateLimit: rateLimits.upload,
  };
  app.route({
    ...operations.createTrack,
    config,
    handler: async (request, reply) => {
      const { userId, authSessionId, emailVerified } = requirePrincipal(request);
      if (deps.uploadsNeedVerified && !emailVerified) throw commonErrors.EMAIL_NOT_VERIFIED();
      refuseOversizedForm(request.headers['content-length'], maxUploadBytes);
      const record = await inSlot(userId, () => upload(request));
      reply.code(201).header('location', operations.getTrack.url.replace(':trackId', record.id));
      return reply.send(presentTrack(record, authSessionId));
    },
  });
}
