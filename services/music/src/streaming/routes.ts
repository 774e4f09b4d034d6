import { type App, requirePrincipal } from '@downbeat/shared/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { chooseCover } from '../covers/choose-cover.ts';
import { COVER_FORMATS, LARGEST_COPY } from '../covers/cover-rules.ts';
import { safeName } from '../downloads/file-names.ts';
import { errors } from '../errors.ts';
import { operations } from '../generated/operations.gen.ts';
import { artistNameOf } from '../playlists/match-entries.ts';
import type { Storage } from '../storage/storage.ts';
import type { FindTrack, KnownTrack } from '../tracks/find-track.ts';
import { coverVersionOf } from '../tracks/present-track.ts';
import type { TrackRecord } from '../tracks/repository.ts';
import { coversOf } from '../tracks/track-covers.ts';
import { splitSignature } from '../tracks/visibility.ts';
import { chooseRendition, type Wish } from './choose-rendition.ts';
import type { LostFiles } from './lost-files.ts';
import { LostFileError, prepareFile, type ServedFile } from './send-file.ts';

/** A file that is saved stands beside those of other artists. */
const filenameOf = (record: TrackRecord, extension: string, isAttachment: boolean): string =>
  `${safeName(isAttachment ? `${artistNameOf(record)} - ${record.title}` : record.title)}.${extension}`;

/** Finds the file that a request is for; `lost` are copies that are not in storage. */
type FileOf = (track: KnownTrack, request: FastifyRequest, lost: ReadonlySet<string>) => ServedFile;

interface CoverQuery {
  v?: string;
  size?: number;
}

/** @throws ProblemError COVER_NOT_FOUND */
const coverOf: FileOf = ({ record, files, coverSizes }, { query, headers }, lost) => {
  const { cover } = files;
  if (cover === null) throw errors.COVER_NOT_FOUND();
  const { v, size } = query as CoverQuery;
  const copies = coversOf({ cover, coverSizes });
  const copy = chooseCover(copies, { size, accept: headers.accept }, lost);
  const { contentType, extension } = COVER_FORMATS[copy?.format ?? 'jpeg'];
  // Until there is a copy, and while one is lost, another file can have this URL soon.
  const isFinal = size === undefined || size > LARGEST_COPY || (copy !== null && lost.size === 0);
  return {
    ...(copy ?? cover),
    contentType,
    filename: filenameOf(record, extension, false),
    isAttachment: false,
    lastModified: new Date(record.updatedAt),
    isCopy: copy !== null,
    isImmutable: isFinal && v === coverVersionOf(cover),
  };
};

const audioOf: FileOf = (track, { query, headers }, lost) => {
  const choice = chooseRendition(track, query as Wish, headers['if-range']?.toString(), lost);
  const { createdAt } = track.record;
  const isAttachment = (query as Wish & { as?: string }).as === 'attachment';
  return {
    ...choice,
    filename: filenameOf(track.record, choice.extension, isAttachment),
    isAttachment,
    lastModified: new Date(createdAt),
    isCopy: choice.rendition !== 'original',
  };
};

interface SentTrack {
  track: KnownTrack;
  fileOf: FileOf;
  /** Has a lost file made again. */
  restore: (trackId: string, key: string) => Promise<void>;
}

/** Sends the file that a request is for; where storage has lost it, the next best one. */
async function send(
  storage: Storage,
  request: FastifyRequest,
  reply: FastifyReply,
  { track, fileOf, restore }: SentTrack,
): Promise<Readable | Buffer | null> {
  const lost = new Set<string>();
  for (;;) {
    const file = fileOf(track, request, lost);
    try {
      return await prepareFile(storage, request, reply, file);
    } catch (error) {
      if (!(error instanceof LostFileError)) throw error;
      // Each turn has one copy less, and the original is none.
      lost.add(file.key);
      await restore(track.record.id, file.key);
    }
  }
}

/** Whether an instance of an earlier version has replaced the cover, and left the copies of the former one. */
const hasFormerCopies = ({ files: { cover }, coverSizes }: KnownTrack): boolean =>
  cover !== null && coverSizes?.state === 'done' && coverSizes.of !== cover.sha256;

/** What is sent depends on what the client shows, beside what it depends on already. */
function varyByAccept(reply: FastifyReply): void {
  const known = reply.getHeader('vary');
  reply.header('vary', known === undefined ? 'Accept' : `${String(known)}, Accept`);
}

/**
 * Audio and covers, readable by pages of other origins: an `<audio>` element sends no credentials, its URL carries them.
 * HEAD is a separate route, because it must not open the file.
 */
export function streamingRoutes(
  app: App,
  { findTrack, storage, lostFiles }: { findTrack: FindTrack; storage: Storage; lostFiles: LostFiles },
): void {
  for (const [operation, fileOf, restore] of [
    [operations.streamTrack, audioOf, lostFiles.rendition],
    [operations.getTrackCover, coverOf, lostFiles.cover],
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
          const track = await findTrack(request.params.trackId, reader);
          if (fileOf === coverOf) {
            varyByAccept(reply);
            if (hasFormerCopies(track)) await lostFiles.formerCover(track.record.id);
          }
          return reply.send(await send(storage, request, reply, { track, fileOf, restore }));
        },
      });
    }
  }
}
