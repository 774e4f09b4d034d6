// Playlists of others: found, and followed.
import type { PlaylistSummary } from '@downbeat/sdk';
import { usePages, type PagedList } from './catalogue.ts';
import { loadLibrary } from './music-library.ts';

export const usePublicPlaylists = (q: string): PagedList<PlaylistSummary> =>
  usePages(`public playlists ${q}`, async (page) =>
    (await loadLibrary()).listPublicPlaylists({ ...page, ...(q.trim() !== '' && { q }) }),
  );

/** Keeps a playlist among the user's own, or no longer. */
export async function setFollowed(playlistId: string, isFollowed: boolean): Promise<void> {
  const library = await loadLibrary();
  if (isFollowed) await library.followPlaylist({ playlistId });
  else await library.unfollowPlaylist({ playlistId });
}
