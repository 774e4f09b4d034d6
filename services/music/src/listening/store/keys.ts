/**
 * Makes every Redis key of listening sessions; the connection puts its `keyPrefix` in front. The keys of one session
 * share a hash tag, so that one script may use all of them on a cluster too.
 */
export class ListeningKeys {
  readonly #prefix: string;

  /** @param prefix the connection's own, needed for channels, which the connection does not prefix */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  #of(sessionId: string, part: string): string {
    return `listening:{${sessionId}}:${part}`;
  }

  /** Hash: epoch, revision, sequence, reference, timeline (JSON), room (JSON). */
  state(sessionId: string): string {
    return this.#of(sessionId, 'state');
  }

  /** Stream of deltas, ids `<epoch>-<sequence>`, capped. */
  deltas(sessionId: string): string {
    return this.#of(sessionId, 'deltas');
  }

  /** Sorted set: commands that took effect, by revision. */
  commands(sessionId: string): string {
    return this.#of(sessionId, 'commands');
  }

  /** Hash: member id to member (JSON). */
  members(sessionId: string): string {
    return this.#of(sessionId, 'members');
  }

  /** Hash: member id to the connection that holds the seat. */
  seats(sessionId: string): string {
    return this.#of(sessionId, 'seats');
  }

  /** Sorted set: member id by the Redis time (ms) of the last refresh. */
  presence(sessionId: string): string {
    return this.#of(sessionId, 'presence');
  }

  /** Hash: member id to its round trip and output delay. */
  reports(sessionId: string): string {
    return this.#of(sessionId, 'reports');
  }

  /** The keys that a change of the timeline uses. */
  timelineKeys(sessionId: string): string[] {
    return [this.state(sessionId), this.deltas(sessionId), this.commands(sessionId)];
  }

  /** The keys that entering and leaving use. */
  seatKeys(sessionId: string): string[] {
    const seats = [this.members(sessionId), this.seats(sessionId), this.presence(sessionId)];
    return [this.state(sessionId), this.deltas(sessionId), ...seats];
  }

  /** Every key of a session. */
  all(sessionId: string): string[] {
    return [...this.seatKeys(sessionId), this.reports(sessionId), this.commands(sessionId)];
  }

  /** Sorted set: a user's connections by the time (ms) of their last refresh. */
  sockets(userId: string): string {
    return `listening:sockets:${userId}`;
  }

  /** A ticket's claims (JSON), by the ticket's SHA-256. */
  ticket(hash: string): string {
    return `listening:ticket:${hash}`;
  }

  /** Sorted set: a user's tries of invite codes, wrong or undecided, by the time (ms) at which they began. */
  inviteTries(userId: string): string {
    return `listening:invite-tries:${userId}`;
  }

  /** Sorted set: versions of timelines by the time (us) at which their advance is claimed. */
  dueAdvances(): string {
    return 'listening:{advances}:due';
  }

  /** Hash: version of a timeline to the instance that claimed its advance last. */
  advanceClaims(): string {
    return 'listening:{advances}:claims';
  }

  /** Counts the steps of the reference clock. */
  generation(): string {
    return 'listening:timebase:generation';
  }

  /** The channel that wakes the instances on which a session has members. */
  wake(sessionId: string): string {
    return `${this.#prefix}listening:wake:${sessionId}`;
  }

  /** The session of a wake-up channel. */
  sessionOf(channel: string): string {
    return channel.slice(this.wake('').length);
  }
}
