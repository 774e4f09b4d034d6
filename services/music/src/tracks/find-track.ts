import { createMemoryCache, type Generation } from '@downbeat/shared/cache';
import { errors } from '../errors.ts';
import { Track } from '../generated/schemas.gen.ts';
import { ANY_QUERY, type AnswerTemplate, createTemplates } from './answer-template.ts';
import { withUrls } from './present-track.ts';
import type { FoundFiles, TrackRecord, TrackRepository } from './repository.ts';
import { requireVisible, type TrackReader } from './visibility.ts';

/** What If-Match compares: each change of a track moves its `updatedAt` forward. */
export const trackState = ({ id, updatedAt }: Pick<Track, 'id' | 'updatedAt'>): string =>
  `${id.slice(-12)}.${Date.parse(updatedAt)}`;

/** A track as it is kept in memory. */
export interface KnownTrack extends FoundFiles {
  template: AnswerTemplate;
}

const KNOWN_TRACKS = 1_000;
const KNOWN_SECONDS = 60;

/** @throws ProblemError TRACK_NOT_FOUND, also for a private track of another artist */
export type FindTrack = (id: string, reader: TrackReader) => Promise<KnownTrack>;

const toTemplate = createTemplates(Track, trackState);

/** A track for any reader who may see it. */
export const templateOf = (record: TrackRecord): AnswerTemplate => toTemplate(withUrls(record, ANY_QUERY));

interface TrackFinderDeps {
  repository: TrackRepository;
  /** Advances when any track changes. */
  generation: Generation;
}

/** Finds tracks for readers and streams, and keeps the last ones in memory. */
export function createTrackFinder({ repository, generation }: TrackFinderDeps): FindTrack {
  const known = createMemoryCache<KnownTrack>([generation], {
    ttlSeconds: KNOWN_SECONDS,
    limit: KNOWN_TRACKS,
  });
  async function load(id: string): Promise<KnownTrack> {
    const found = await repository.findWithFiles(id);
    if (found === null) throw errors.TRACK_NOT_FOUND();
    return { ...found, template: templateOf(found.record) };
  }
  return async (id, reader) => {
    const track = await known.remember(id, () => load(id));
    requireVisible(track.record, reader);
    return track;
  };
}
