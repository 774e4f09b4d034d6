import { WakeTimer } from '@downbeat/shared/timers';
import type { Db } from 'mongodb';
import type { Config } from '../config.ts';
import { ListenBrainzApi } from './listen-brainz-api.ts';
import { ScrobblerRepository } from './scrobbler-repository.ts';
import { TokenCipher } from './token-cipher.ts';
import { WaitingListens } from './waiting-listens.ts';

/** The plays of an account whose instance was killed are submitted after this time; longer than one call takes. */
const LEASE_MS = 30_000;

/** What plays are submitted by. */
export function createScrobblers(config: Config, db: Db) {
  const { LISTENBRAINZ_URL: url, LISTENBRAINZ_CONTACT: contact } = config;
  return {
    scrobblers: new ScrobblerRepository(db, LEASE_MS),
    waitingListens: new WaitingListens(db),
    listenBrainz: new ListenBrainzApi({ url, contact }),
    tokenCipher: new TokenCipher(config),
    scrobbleIntervalMs: config.LISTENBRAINZ_INTERVAL_MS,
    scrobbleTimer: new WakeTimer(),
  };
}
