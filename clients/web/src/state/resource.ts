import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { user } from './account.ts';
import { retryFailed, useRetry } from './connectivity.ts';
import { sentenceOf } from './notice.ts';

/** Something that a screen shows and that comes from a service. */
export interface Resource<T> {
  /** Null until it came for the first time. */
  readonly data: Signal<T | null>;
  /** Why it could not be loaded, in words; null while all is well. */
  readonly failure: Signal<string | null>;
  /** Loads it again; what is shown stays until the answer comes. */
  reload(): Promise<void>;
}

/** What was shown before is shown at once when the user comes back, and loaded again behind it. */
const known = new Map<string, Resource<unknown>>();
/** A bound of memory; the one that was opened first goes. */
const KEPT = 50;

function find<T>(key: string, load: () => Promise<T>): Resource<T> {
  const name = `${user.value?.id ?? ''} ${key}`;
  const existing = known.get(name);
  if (existing !== undefined) return existing as Resource<T>;
  const resource = createResource(load);
  known.set(name, resource);
  const oldest = known.keys().next().value;
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return resource;
}

function createResource<T>(load: () => Promise<T>): Resource<T> {
  const data = signal<T | null>(null);
  const failure = signal<string | null>(null);
  let newest = 0;
  const reload = async (): Promise<void> => {
    const turn = (newest += 1);
    try {
      const loaded = await load();
      if (turn !== newest) return; // A later answer is shown already.
      data.value = loaded;
      // What has failed with this one has most likely the same cause.
      if (failure.value !== null) void retryFailed();
      failure.value = null;
    } catch (error) {
      if (turn === newest) failure.value = sentenceOf(error);
    }
  };
  return { data, failure, reload };
}

/**
 * Loads what a screen shows whenever the screen is opened; what has failed, also when the connection returns.
 *
 * @param key what it is; the same key gives the same resource
 */
export function useResource<T>(key: string, load: () => Promise<T>): Resource<T> {
  const resource = find(key, load);
  useEffect(() => void resource.reload(), [resource]);
  useRetry(() => resource.failure.value !== null && resource.reload(), resource);
  return resource;
}
