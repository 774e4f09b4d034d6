import type { Commit } from '@downbeat/shared/messaging';
import type { WakeTimer } from '@downbeat/shared/timers';
import { errors } from '../errors.ts';
import type { ScrobblingState } from '../generated/schemas.gen.ts';
import type { ListenBrainzApi } from './listen-brainz-api.ts';
import type { ScrobblerRepository } from './scrobbler-repository.ts';
import type { TokenCipher } from './token-cipher.ts';
import type { WaitingListens } from './waiting-listens.ts';

/** A user who gives a token waits so long at most for the turn of its check. */
const MAX_WAIT_MS = 2_000;

interface ScrobblingDeps {
  scrobblers: ScrobblerRepository;
  waitingListens: WaitingListens;
  listenBrainz: ListenBrainzApi;
  tokenCipher: TokenCipher;
  scrobbleIntervalMs: number;
  scrobbleTimer: WakeTimer;
  commit: Commit;
}

export type Scrobbling = ReturnType<typeof createScrobbling>;

/** The rules of submitting an account's plays to ListenBrainz. The token goes there, and is never shown again. */
export function createScrobbling(deps: ScrobblingDeps) {
  const { scrobblers, waitingListens, listenBrainz, tokenCipher, commit } = deps;

  const stateOf = async (userId: string): Promise<ScrobblingState> => {
    const [found, waiting] = await Promise.all([scrobblers.find(userId), waitingListens.count(userId)]);
    if (found === null) return { state: 'off', userName: null, waiting: 0, submittedAt: null };
    const { userName, refusedAt, submittedAt } = found;
    const state = refusedAt === undefined ? 'on' : 'refused';
    return { state, userName, waiting, submittedAt: submittedAt?.toISOString() ?? null };
  };

  return {
    stateOf,

    /**
     * Also in the place of another token; what waits is submitted with the new one.
     * @throws ProblemError LISTENBRAINZ_TOKEN_INVALID, LISTENBRAINZ_UNAVAILABLE
     */
    connect: async (userId: string, token: string): Promise<ScrobblingState> => {
      const waitMs = await scrobblers.takeTurn(deps.scrobbleIntervalMs, MAX_WAIT_MS);
      if (waitMs > MAX_WAIT_MS) throw errors.LISTENBRAINZ_UNAVAILABLE();
      const checked = await listenBrainz.checkToken(token);
      await scrobblers.pause(checked.pauseMs);
      if (checked.outcome === 'invalid') throw errors.LISTENBRAINZ_TOKEN_INVALID();
      if (checked.outcome !== 'valid') throw errors.LISTENBRAINZ_UNAVAILABLE();
      const { userName } = checked;
      await scrobblers.connect(userId, { userName, token: tokenCipher.seal(userId, token) });
      deps.scrobbleTimer.wake();
      return stateOf(userId);
    },

    /** Deletes the token, and what waits. */
    disconnect: (userId: string): Promise<void> =>
      commit(async (mongoSession) => {
        await scrobblers.disconnect(userId, mongoSession);
        await waitingListens.clear(userId, mongoSession);
      }),
  };
}
