import { DownbeatError } from '../http/errors.ts';
import type { ServerMessage, SkipVotes } from '../listening/messages.ts';

interface MockVotesOptions {
  broadcast(message: ServerMessage): void;
  /** The item that can be skipped now; null while none can. */
  skippableId(): string | null;
  /** The users who are connected. */
  userIds(): ReadonlySet<string>;
  sharePercent(): number;
  skip(): void;
}

/** The votes to skip the current item of a mock room. */
export class MockVotes {
  readonly #options: MockVotesOptions;
  #queueItemId: string | null = null;
  readonly #voterIds = new Set<string>();

  constructor(options: MockVotesOptions) {
    this.#options = options;
  }

  /** Counts the vote of a user, and goes on when there are enough. */
  vote(userId: string, queueItemId = this.#options.skippableId()): SkipVotes {
    if (queueItemId === null || queueItemId !== this.#options.skippableId())
      throw new DownbeatError('SKIP_NOT_POSSIBLE', 'This item cannot be skipped by votes now');
    if (queueItemId !== this.#queueItemId) this.#voterIds.clear();
    this.#queueItemId = queueItemId;
    this.#voterIds.add(userId);
    return this.#tell(userId, queueItemId);
  }

  withdraw(userId: string): void {
    const queueItemId = this.#queueItemId;
    if (queueItemId !== null && this.#voterIds.delete(userId)) this.#tell(userId, queueItemId);
  }

  /** What the snapshot of a user has. */
  shownTo(userId: string | undefined): { skipVotes?: SkipVotes } {
    const queueItemId = this.#queueItemId;
    if (queueItemId === null || queueItemId !== this.#options.skippableId()) return {};
    const hasVoted = userId !== undefined && this.#voterIds.has(userId);
    return { skipVotes: { queueItemId, ...this.#counts(), hasVoted } };
  }

  #tell(userId: string, queueItemId: string): SkipVotes {
    const isCounted = this.#voterIds.has(userId);
    const counts = this.#counts();
    this.#options.broadcast({ type: 'skipVotes', queueItemId, ...counts, vote: { userId, isCounted } });
    if (counts.count >= counts.needed) this.#options.skip();
    return { queueItemId, ...counts, hasVoted: isCounted };
  }

  #counts(): { count: number; needed: number } {
    const users = this.#options.userIds();
    const needed = Math.max(1, Math.ceil((this.#options.sharePercent() * users.size) / 100));
    return { count: [...this.#voterIds].filter((userId) => users.has(userId)).length, needed };
  }
}
