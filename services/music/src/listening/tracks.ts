/** A track as a queue shows it. */
export interface PlayableTrack {
  readonly id: string;
  readonly title: string;
  readonly artistName: string;
  readonly durationMs: number;
}

/** What sessions need to know of tracks; the tracks feature provides it. */
export interface TrackDirectory {
  /** Those of the tracks that exist and that this user may hear, in any order. */
  playable(trackIds: readonly string[], userId: string): Promise<PlayableTrack[]>;
  /** Those of the users who may hear the track. */
  audience(trackId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
}
