import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

type ScriptName =
  | 'announce-step'
  | 'open-room'
  | 'set-timeline'
  | 'enter'
  | 'leave'
  | 'beat'
  | 'report'
  | 'end-room'
  | 'claim-socket'
  | 'try-invite';

/** Scripts that append to the stream of deltas, and so begin with the function that does. */
const APPENDING: ReadonlySet<ScriptName> = new Set([
  'open-room',
  'set-timeline',
  'enter',
  'leave',
  'beat',
  'end-room',
]);

interface Script {
  readonly text: string;
  readonly sha: string;
}

const loaded = new Map<ScriptName, Script>();

function read(name: string): string {
  return readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8');
}

function scriptOf(name: ScriptName): Script {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const text = APPENDING.has(name) ? read('append-delta') + read(name) : read(name);
  const script = { text, sha: createHash('sha1').update(text).digest('hex') };
  loaded.set(name, script);
  return script;
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}

/** Runs one of the Lua files, by its hash if Redis knows it. What goes in and out stands at the head of each. */
export async function runScript(
  redis: Redis,
  name: ScriptName,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  const { text, sha } = scriptOf(name);
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return await redis.eval(text, keys.length, ...keys, ...args);
  }
}
