import type { Migration } from '@downbeat/shared/migrations';
import { trackUpdatedAt } from './0001-track-updated-at.ts';
import { trackTerms } from './0002-track-terms.ts';
import { playlistTerms } from './0003-playlist-terms.ts';

/**
 * The changes of stored data, in order. The service runs the pending ones when it starts. While it does, instances of
 * the previous version still read and write: a migration must tolerate that, and so must the code that reads the data.
 */
export const migrations: readonly Migration[] = [trackUpdatedAt, trackTerms, playlistTerms];
