import type { Track } from '@downbeat/sdk';
import { downbeat } from './account.ts';
import { loadLibrary } from './music-library.ts';

/** The page stays, because the answer says that it is a file to be saved. */
const follow = (path: string): void =>
  Object.assign(document.createElement('a'), { href: downbeat.mediaUrl(path), download: '' }).click();

/** Saves a track as the file that was uploaded. */
export async function downloadTrack({ id }: Pick<Track, 'id'>): Promise<void> {
  // The URL in a list may be too old, and the browser would leave the page to show that.
  const { streamUrl } = await downbeat.music.getTrack({ trackId: id });
  follow(`${streamUrl}&formats=raw&as=attachment`);
}

/** Saves an album as a ZIP. */
export async function downloadAlbum(albumId: string): Promise<void> {
  const { downloadUrl } = await (await loadLibrary()).createAlbumDownload({ albumId });
  follow(downloadUrl);
}

/** Saves a playlist as a ZIP. */
export async function downloadPlaylist(playlistId: string): Promise<void> {
  const { downloadUrl } = await (await loadLibrary()).createPlaylistDownload({ playlistId });
  follow(downloadUrl);
}
