/** Where a sign-in that is under way is remembered while the browser is at Google. */
export type VerifierStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

function memoryStore(): VerifierStore {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

/** In a page its tab's own storage, which outlives the way to Google and back; elsewhere memory. */
export function defaultVerifierStore(): VerifierStore {
  try {
    return (globalThis as { sessionStorage?: VerifierStore }).sessionStorage ?? memoryStore();
  } catch {
    // A page that may keep nothing, e.g. in a sandboxed frame.
    return memoryStore();
  }
}
