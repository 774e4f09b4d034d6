import { randomUUID } from 'node:crypto';
import type { Document } from 'mongodb';
import type { Test } from 'tap';
import type {
  HistoryPage,
  PlayedTrackPage,
  PlayReport,
  PlayResult,
  PlayResults,
  Track,
  TrackState,
  TrackStateList,
} from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type MusicOptions, type Person } from '../kit/music.ts';

/** A service with an artist, and helpers for likes and plays. */
export async function startLibrary(t: Test, options: MusicOptions = {}) {
  const music = await startMusic(t, options);
  const artist = music.person('artist', 'Nadia');

  const newTrack = async (title = 'Harbour', seconds = 2): Promise<Track> => {
    const response = await music.upload(audioForm(silentWav(seconds), 'a.wav', { title }), artist);
    return (await response.json()) as Track;
  };
  const read = async <T>(path: string, who: Person): Promise<T> => {
    const response = await music.get(path, who);
    t.equal(response.status, 200, path);
    return (await response.json()) as T;
  };
  const like = (who: Person, trackId: string, method = 'PUT') =>
    music.send(method, `/api/music/tracks/${trackId}/like`, who);
  const report = async (who: Person, plays: readonly PlayReport[]): Promise<PlayResult[]> => {
    const response = await music.send('POST', '/api/music/plays', who, { plays });
    t.equal(response.status, 200);
    return ((await response.json()) as PlayResults).results;
  };
  /** The state of each track, in their order. */
  const states = async (who: Person, ...ids: string[]): Promise<TrackState[]> =>
    (await read<TrackStateList>(`/api/music/track-states?ids=${ids.join()}`, who)).items;
  const history = (who: Person, query = '') => read<HistoryPage>(`/api/music/history${query}`, who);
  const played = (who: Person, query = '') => read<PlayedTrackPage>(`/api/music/played${query}`, who);
  return { music, artist, newTrack, read, like, report, states, history, played };
}

/** A report of a play of the whole track that began so long ago. */
export function playOf(
  { id, durationMs }: Pick<Track, 'id' | 'durationMs'>,
  agoMs = 60_000,
  rest: Partial<PlayReport> = {},
): PlayReport {
  const startedAt = new Date(Date.now() - agoMs).toISOString();
  return { id: randomUUID(), trackId: id, startedAt, playedMs: durationMs, ...rest };
}

/** Records how MongoDB carries out the queries and counts of collections, until `end` returns their plans. */
export async function recordPlans(db: Awaited<ReturnType<typeof startMusic>>['app']['mongo']['db']) {
  await db.command({ profile: 2 });
  return async (collections: readonly string[]): Promise<Document[]> => {
    await db.command({ profile: 0 });
    const all = await db
      .collection('system.profile')
      .find({ planSummary: { $exists: true } })
      .toArray();
    return all.filter(({ ns }) => collections.includes(String(ns).split('.').slice(1).join('.')));
  };
}
