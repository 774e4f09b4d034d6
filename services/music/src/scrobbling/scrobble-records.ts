import type { IndexDeclarations } from '@downbeat/shared/mongo';
import type { Listen } from './listen-brainz-api.ts';

/** Waiting listens of one account; those that come while so many wait are not submitted. */
export const MAX_WAITING = 1_000;
/** How long a listen waits for a server that is away, or for another token. */
export const LISTEN_RETENTION_DAYS = 30;
/** So long after a token was given or last used the account is disconnected, also one that exists no more. */
export const UNUSED_DAYS = 400;

/** That an account has its plays submitted; its document is also the job of submitting them. */
export interface ScrobblerDocument {
  /** Of the account. */
  _id: string;
  /** At ListenBrainz. */
  userName: string;
  /** Encrypted, `TokenCipher`. */
  token: string;
  connectedAt: Date;
  /** The database deletes it then, `UNUSED_DAYS`. */
  expiresAt: Date;
  submittedAt?: Date;
  /** When ListenBrainz refused the token. Nothing is submitted until the user gives another. */
  refusedAt?: Date;
  /** By the clock of the database: when something is to be submitted, or the lease of who does so ends. Missing when nothing waits. */
  dueAt?: Date;
  lease?: string;
  /** Failures without a success in between. */
  attempts?: number;
  /** How often something was added to the queue, so that a worker that ends does not miss what has just come. */
  additions?: number;
  playingNow?: { listen: Listen; until: Date };
}

/** A listen that waits. */
export interface WaitingListenDocument {
  /** That of the play. */
  _id: string;
  userId: string;
  listen: Listen;
  startedAt: Date;
  expiresAt: Date;
}

/** When the next call may be made, by all instances together. */
export interface PaceDocument {
  _id: string;
  nextAt: Date;
}

export const scrobbleIndexes: IndexDeclarations = {
  scrobblers: [
    { key: { dueAt: 1 }, name: 'due', partialFilterExpression: { dueAt: { $type: 'date' } } },
    { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  waitingListens: [
    { key: { userId: 1, startedAt: 1, _id: 1 }, name: 'user' },
    { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  scrobblePace: [],
};
