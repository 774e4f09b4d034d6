import type { Library } from '@downbeat/sdk/library';
import { downbeat } from './account.ts';

let loading: Promise<Library> | null = null;

/** Likes, plays and history. Not part of the first screen, so it is loaded when it is needed. */
export function loadLibrary(): Promise<Library> {
  loading ??= load();
  loading.catch(() => (loading = null));
  return loading;
}

async function load(): Promise<Library> {
  const { libraryOf, webPlayStore } = await import('@downbeat/sdk/library');
  const library = libraryOf(downbeat);
  // What was heard without a network is reported after a reload, too.
  library.plays.useStore(webPlayStore(() => localStorage));
  return library;
}
