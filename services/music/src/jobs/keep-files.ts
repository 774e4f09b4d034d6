import type { Commit } from '@downbeat/shared/messaging';
import type { ClientSession } from 'mongodb';
import type { OrphanFiles } from '../storage/orphan-files.ts';
import type { Announcer } from './announcer.ts';

/** What the jobs need that store files beside a track. */
export interface KeepFilesDeps {
  orphanFiles: OrphanFiles;
  commit: Commit;
  announcer: Announcer;
}

interface Work<T> {
  /** The names of the files that are made. */
  names: readonly string[];
  /** Makes and stores them. */
  make: () => Promise<T>;
  /** Gives them to the track, and returns the keys of those that they replace; null when the job was lost to another worker. */
  finish: (made: T, mongoSession: ClientSession) => Promise<string[] | null>;
}

/** Makes files and keeps them, or none of them. They are noted as orphans first, so that a crash leaves nothing forgotten. */
export async function keepFiles<T>(
  { orphanFiles, commit, announcer }: KeepFilesDeps,
  { names, make, finish }: Work<T>,
): Promise<void> {
  if (names.length > 0) await orphanFiles.add(names);
  let replaced: string[] | null = null;
  try {
    const made = await make();
    replaced = await commit(async (mongoSession) => {
      const former = await finish(made, mongoSession);
      if (former === null) return null;
      if (names.length > 0) await orphanFiles.claim(names, mongoSession);
      if (former.length > 0) await orphanFiles.add(former, mongoSession);
      return former;
    });
  } finally {
    // As after an unknown outcome: those that belong to the track are no orphans any more.
    await orphanFiles.sweepQuietly(replaced ?? names);
  }
  if (replaced !== null) announcer.announce();
}
