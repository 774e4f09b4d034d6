import { waitFor } from '@downbeat/shared/test-kit';
import type { Test } from 'tap';
import { filesBelow } from './files.ts';
import type { Music } from './music.ts';

export interface Traces {
  files: number;
  tracks: number;
  orphanFiles: number;
  outbox: number;
}

/** Counts what uploads leave in storage and database. */
export async function tracesOf({ app, storageDir }: Music): Promise<Traces> {
  const { db } = app.mongo;
  return {
    files: (await filesBelow(storageDir)).length,
    tracks: await db.collection('tracks').countDocuments(),
    orphanFiles: await db.collection('looseFiles').countDocuments(),
    outbox: await db.collection('outbox').countDocuments(),
  };
}

/** Asserts that in the end the counts are the same as before. */
export async function leavesNothing(t: Test, music: Music, before: Traces): Promise<void> {
  await waitFor('the traces to be gone', async () => (await tracesOf(music)).files === before.files).catch(
    () => null,
  );
  t.same(await tracesOf(music), before, 'nothing is left behind');
}

/**
 * Asserts that in the end no file is below the directory of an instance that stores its files elsewhere.
 * A job says that it is done before it removes its copy of a file.
 */
export async function leavesNoFile(t: Test, { storageDir }: Music): Promise<void> {
  await waitFor('the copies to be gone', async () => (await filesBelow(storageDir)).length === 0).catch(
    () => null,
  );
  t.same(await filesBelow(storageDir), [], 'no local file is left');
}
