import { musicLibraryOperations } from '../generated/music.library-operations.gen.ts';
import type { MusicLibraryOperations } from '../generated/music.operations.gen.ts';
import type { TableOf } from '../http/service-client.ts';
import { PlayReporter } from './play-reporter.ts';

/** Likes, plays and history of the signed-in user: each operation of the contract, and the reports of plays. */
export interface Library extends MusicLibraryOperations {
  readonly plays: PlayReporter;
}

/** What a library needs of a `Downbeat`. */
export interface LibraryClient {
  readonly session: { readonly current: { user: { id: string } } | null };
  readonly defaults: {
    musicUrl: string;
    newCommandId: () => string;
    clientOf: <Operations>(table: TableOf<Operations>, baseUrl: string) => Operations;
  };
}

const known = new WeakMap<LibraryClient, Library>();

/** The library of a client, the same object each time. Rooms of the client report their plays through it. */
export function libraryOf(downbeat: LibraryClient): Library {
  const found = known.get(downbeat);
  if (found !== undefined) return found;
  const { clientOf, musicUrl, newCommandId } = downbeat.defaults;
  const operations = clientOf<MusicLibraryOperations>(musicLibraryOperations, musicUrl);
  const plays = new PlayReporter({
    userId: () => downbeat.session.current?.user.id ?? null,
    newPlayId: newCommandId,
    send: async (waiting) => (await operations.reportPlays({ plays: waiting })).results,
  });
  const library = { ...operations, plays };
  known.set(downbeat, library);
  return library;
}
