import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@downbeat/shared/logging';
import type { WakeTimer } from '@downbeat/shared/timers';
import { startClaimLoop } from '../jobs/claim-loop.ts';
import type { Answer, Listen, ListenBrainzApi, ListenType } from './listen-brainz-api.ts';
import type { WaitingListenDocument } from './scrobble-records.ts';
import type { ClaimedScrobbler, ScrobblerRepository } from './scrobbler-repository.ts';
import type { TokenCipher } from './token-cipher.ts';
import type { WaitingListens } from './waiting-listens.ts';

/** In one request; ListenBrainz takes 1,000. */
const LISTENS_AT_ONCE = 100;
/** A worker waits so long for its turn; when it is later, the account is claimed again then. */
const MAX_WAIT_MS = 5_000;
/** How often due accounts are looked for that no play of this instance has announced. */
const POLL_MS = 5_000;

export interface SubmitDeps {
  scrobblers: ScrobblerRepository;
  waitingListens: WaitingListens;
  listenBrainz: ListenBrainzApi;
  tokenCipher: TokenCipher;
  /** Between two calls. */
  scrobbleIntervalMs: number;
  logger: Pick<Logger, 'warn'>;
}

/** `ended`: the account belongs to this worker no longer, and what becomes of it is stored. */
type Sent = 'done' | 'invalid' | 'ended';

/**
 * Submits what waits for one account. A listen is deleted when ListenBrainz has it. When the process is killed between the
 * two it is sent again as it was, and ListenBrainz keeps one: it knows a listen by its account, second and track.
 */
export class ListenSubmitter {
  readonly #deps: SubmitDeps;

  constructor(deps: SubmitDeps) {
    this.#deps = deps;
  }

  async submit(claimed: ClaimedScrobbler, signal: AbortSignal): Promise<void> {
    const { scrobblers, waitingListens } = this.#deps;
    if ((await this.#sendPlayingNow(claimed, signal)) === 'ended') return;
    for (;;) {
      const job = await scrobblers.renew(claimed);
      if (job === null) return;
      if (signal.aborted) return scrobblers.postpone(job);
      const rows = await waitingListens.firstOf(job._id, LISTENS_AT_ONCE);
      if (rows.length === 0) return scrobblers.finish(job);
      if ((await this.#sendRows(job, rows, signal)) === 'ended') return;
    }
  }

  /** Taken off only when its turn has come, so that a pause or a newer track before that loses nothing. */
  async #sendPlayingNow(job: ClaimedScrobbler, signal: AbortSignal): Promise<Sent> {
    const { scrobblers, listenBrainz } = this.#deps;
    if (job.playingNow === undefined) return 'done';
    const token = await this.#tokenInTurn(job, signal);
    if (token === null) return 'ended';
    const listen = await scrobblers.takePlayingNow(job);
    if (listen === null) return 'done';
    return this.#handleAnswer(job, await listenBrainz.submit(token, 'playing_now', [listen]));
  }

  /** Together, and one by one when one of them is not valid. */
  async #sendRows(
    job: ClaimedScrobbler,
    rows: readonly WaitingListenDocument[],
    signal: AbortSignal,
  ): Promise<Sent> {
    const { scrobblers, waitingListens, logger } = this.#deps;
    const type = rows.length === 1 ? 'single' : 'import';
    const sent = await this.#send(
      job,
      type,
      rows.map(({ listen }) => listen),
      signal,
    );
    if (sent === 'ended') return sent;
    if (sent === 'invalid' && rows.length > 1) {
      for (const row of rows) if ((await this.#sendRows(job, [row], signal)) === 'ended') return 'ended';
      return 'done';
    }
    if (sent === 'done') await scrobblers.submitted(job);
    else
      logger.warn(
        { userId: job._id, playId: rows[0]?._id },
        'a listen is not valid for ListenBrainz, and dropped',
      );
    // Last, so that an account in which nothing waits has the time of its submission.
    await waitingListens.remove(rows);
    return 'done';
  }

  async #send(
    job: ClaimedScrobbler,
    type: ListenType,
    payload: Listen[],
    signal: AbortSignal,
  ): Promise<Sent> {
    const token = await this.#tokenInTurn(job, signal);
    if (token === null) return 'ended';
    return this.#handleAnswer(job, await this.#deps.listenBrainz.submit(token, type, payload));
  }

  /** Waits for its turn among all calls. Null when the account belongs to this worker no longer then. */
  async #tokenInTurn(job: ClaimedScrobbler, signal: AbortSignal): Promise<string | null> {
    const { scrobblers, tokenCipher, scrobbleIntervalMs, logger } = this.#deps;
    const waitMs = await scrobblers.takeTurn(scrobbleIntervalMs, MAX_WAIT_MS);
    if (waitMs <= MAX_WAIT_MS) await delay(waitMs, undefined, { signal }).catch(() => undefined);
    if (waitMs > MAX_WAIT_MS || signal.aborted) {
      await scrobblers.postpone(job, signal.aborted ? 0 : waitMs);
      return null;
    }
    const renewed = await scrobblers.renew(job);
    if (renewed === null) return null;
    const token = tokenCipher.open(job._id, renewed.token);
    if (token !== null) return token;
    logger.warn({ userId: job._id }, 'a ListenBrainz token cannot be decrypted: its secret has changed');
    await scrobblers.refuse(job);
    return null;
  }

  async #handleAnswer(job: ClaimedScrobbler, answer: Answer): Promise<Sent> {
    const { scrobblers, logger } = this.#deps;
    const { outcome, pauseMs } = answer;
    await scrobblers.pause(pauseMs);
    if (outcome === 'refused') return ended(scrobblers.refuse(job));
    if (outcome !== 'failed') return outcome;
    logger.warn({ userId: job._id, reason: answer.reason }, 'listens could not be submitted');
    return ended(pauseMs > 0 ? scrobblers.postpone(job, pauseMs) : scrobblers.retry(job));
  }
}

async function ended(stored: Promise<void>): Promise<'ended'> {
  await stored;
  return 'ended';
}

/** Submits what was played, until it is stopped. */
export function startScrobbler(deps: SubmitDeps & { scrobbleTimer: WakeTimer }): () => Promise<void> {
  const submitter = new ListenSubmitter(deps);
  return startClaimLoop({
    claimNext: () => deps.scrobblers.claimNext(),
    work: (job, signal) => submitter.submit(job, signal),
    describe: ({ _id: userId }) => ({ userId }),
    failures: { work: 'listens could not be submitted', claim: 'waiting listens could not be read' },
    pollMs: POLL_MS,
    timer: deps.scrobbleTimer,
    logger: deps.logger,
  });
}
