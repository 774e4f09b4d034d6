import { newId } from '@downbeat/shared/ids';
import type { Collection, Db } from 'mongodb';

/** A track as the version before `updatedAt` stores it. */
export interface PreviousTrack {
  _id: string;
  artistId: string;
  artistName: string;
  title: string;
  taggedArtist: null;
  album: null;
  genre: null;
  year: null;
  trackNumber: null;
  durationMs: number;
  contentType: string;
  audio: { key: string; bytes: number; sha256: string };
  cover: null;
  createdAt: Date;
  sortTitle: string;
  words: string[];
  artistWords: string[];
}

/** Writes and reads tracks exactly as the version before `updatedAt` does. */
export function previousVersion(db: Db) {
  const tracks: Collection<PreviousTrack> = db.collection<PreviousTrack>('tracks');
  return {
    tracks,

    /** A document; `title` and `artistName` are single words in lower case. */
    document(title: string, artistName = 'nadia', artistId = newId()): PreviousTrack {
      return {
        _id: newId(),
        artistId,
        artistName,
        title,
        taggedArtist: null,
        album: null,
        genre: null,
        year: null,
        trackNumber: null,
        durationMs: 1000,
        contentType: 'audio/wav',
        audio: { key: `${newId()}.wav`, bytes: 8044, sha256: '0'.repeat(64) },
        cover: null,
        createdAt: new Date(),
        sortTitle: title,
        words: [title],
        artistWords: [artistName],
      };
    },

    async rename(artistId: string, artistName: string): Promise<void> {
      await tracks.updateMany({ artistId }, { $set: { artistName, artistWords: [artistName] } });
    },

    /** The newest tracks. The previous version picks the fields that it knows, so it ignores all others. */
    async list(limit: number) {
      const found = await tracks
        .find({})
        .sort({ _id: -1 })
        .limit(limit + 1)
        .toArray();
      return found.slice(0, limit).map((track) => ({
        id: track._id,
        title: track.title,
        artist: { id: track.artistId, name: track.artistName },
        taggedArtist: track.taggedArtist,
        album: track.album,
        genre: track.genre,
        year: track.year,
        trackNumber: track.trackNumber,
        durationMs: track.durationMs,
        contentType: track.contentType,
        bytes: track.audio.bytes,
        createdAt: track.createdAt.toISOString(),
      }));
    },
  };
}
