export interface PlaylistLimits {
  playlistsOfOne: number;
  itemsOfOne: number;
}

export const PLAYLIST_LIMITS: PlaylistLimits = { playlistsOfOne: 200, itemsOfOne: 1000 };
