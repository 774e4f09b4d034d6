import { readFileSync } from 'node:fs';
import { commonErrors, ProblemError } from '@downbeat/shared/errors';
import type { Redis } from 'ioredis';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { MessageError } from '../model/errors.ts';

/**
 * Each Lua file, whose head describes input and output, and how many of its arguments are keys; undefined: the first
 * argument says it.
 */
const scripts = {
  listeningAgreeReference: ['agree-reference', 1],
  listeningIssueTicket: ['issue-ticket', 2],
  listeningOpenRoom: ['open-room', 5],
  listeningChangeRoom: ['change-room', 5],
  listeningSetAccess: ['set-access', 9],
  listeningEndRoom: ['end-room', 13],
  listeningReadRoom: ['read-room', 5],
  listeningTellMembers: ['tell-members', 3],
  listeningVoteToSkip: ['vote-to-skip', 4],
  listeningEnter: ['enter', 8],
  listeningLeave: ['leave', 9],
  listeningRefreshPresence: ['refresh-presence', 12],
  listeningSetPresence: ['set-presence', 8],
  listeningSaveReports: ['save-reports', 4],
  listeningClaimSockets: ['claim-sockets', undefined],
  listeningClaimAdvances: ['claim-advances', 2],
  listeningCountPublic: ['count-public', 2],
  listeningListPublic: ['list-public', 2],
  listeningClaimTrails: ['claim-trails', 1],
  listeningReleaseTrail: ['release-trail', 1],
  listeningForgetTrail: ['forget-trail', 2],
} as const;

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
  for (const [name, [file, numberOfKeys]] of Object.entries(scripts)) {
    const lua = appendDelta + readScript(file);
    redis.defineCommand(name, numberOfKeys === undefined ? { lua } : { lua, numberOfKeys });
  }
  return redis as ListeningRedis;
}

/**
 * Runs work that needs Redis. Any error that is not a problem already means that listening sessions are unavailable now.
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

/**
 * What a rejection of a limiter means: it rejects with its counter when the limit is exceeded, and with an error when Redis is
 * away.
 * @throws ProblemError RATE_LIMITED with `detail`, or the error
 */
export function rethrowLimit(rejection: unknown, detail: string): never {
  if (!(rejection instanceof RateLimiterRes)) throw rejection;
  const retryAfter = String(Math.ceil(rejection.msBeforeNext / 1000));
  throw commonErrors.RATE_LIMITED({ detail, headers: { 'retry-after': retryAfter } });
}
