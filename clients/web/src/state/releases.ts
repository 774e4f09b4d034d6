// What the artists that the user follows have published. Apart from follows.ts, because the home screen shows it.
import type { Track } from '@downbeat/sdk';
import { loadLibrary } from './music-library.ts';
import { useResource, type Resource } from './resource.ts';
import { rememberTracks } from './tracks.ts';

/** Their newest tracks. */
export const useReleases = (limit: number): Resource<readonly Track[]> =>
  useResource('new releases', async () => {
    const { items } = await (await loadLibrary()).listNewReleases({ limit });
    const tracks = items.map(({ track }) => track);
    rememberTracks(tracks);
    return tracks;
  });
