import type { Playlist, PlaylistSummary } from '../generated/schemas.gen.ts';

export interface PlaylistEntry {
  id: string;
  trackId: string;
  addedAt: string;
}

/** A playlist that names its tracks but does not hold them. */
export interface PlaylistRecord extends Omit<Playlist, 'items'> {
  items: PlaylistEntry[];
}

export type { PlaylistSummary };
