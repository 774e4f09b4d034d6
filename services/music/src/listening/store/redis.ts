import { readFileSync } from 'node:fs';
import { commonErrors, ProblemError } from '@downbeat/shared/errors';
import type { Redis } from 'ioredis';
import { MessageError } from '../model/errors.ts';

interface Script {
  /** The Lua file; its head describes input and output. */
  readonly file: string;
  readonly numberOfKeys: number;
  /** Whether it appends to the stream of deltas, and so needs the function that does. */
  readonly appends: boolean;
}

const script = (file: string, numberOfKeys: number, appends = false): Script => ({
  file,
  numberOfKeys,
  appends,
});

const scripts = {
  listeningAnnounceStep: script('announce-step', 1),
  listeningOpenRoom: script('open-room', 3, true),
  listeningSetTimeline: script('set-timeline', 3, true),
  listeningEndRoom: script('end-room', 7, true),
  listeningEnter: script('enter', 5, true),
  listeningLeave: script('leave', 6, true),
  listeningRefreshPresence: script('refresh-presence', 7, true),
  listeningSaveReport: script('save-report', 2),
  listeningClaimSocket: script('claim-socket', 1),
  listeningClaimAdvances: script('claim-advances', 2),
  listeningCountInviteTry: script('count-invite-try', 1),
} as const satisfies Record<string, Script>;

/** Runs one script: first its keys, then its arguments. */
type RunScript = (...keysAndArguments: (string | number)[]) => Promise<unknown>;

/** A connection that knows the scripts of listening sessions as commands. */
export type ListeningRedis = Redis & Readonly<Record<keyof typeof scripts, RunScript>>;

function readScript(name: string): string {
  return readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8');
}

/** Defines the scripts on a connection. ioredis sends each by its hash, and its text when Redis does not know it. */
export function withListeningCommands(redis: Redis): ListeningRedis {
  const appendDelta = readScript('append-delta');
  for (const [name, { file, numberOfKeys, appends }] of Object.entries(scripts)) {
    const lua = appends ? appendDelta + readScript(file) : readScript(file);
    redis.defineCommand(name, { lua, numberOfKeys });
  }
  return redis as ListeningRedis;
}

/**
 * Runs work that needs Redis. Errors of the Redis client mean that listening sessions are unavailable now.
 * @throws ProblemError UNAVAILABLE, or the ProblemError or MessageError that the work throws itself
 */
export async function mapRedisErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof MessageError) throw error;
    throw commonErrors.UNAVAILABLE({ detail: 'Listening sessions cannot be reached', cause: error });
  }
}
