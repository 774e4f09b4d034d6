const ofSession = (part: string) => (sessionId: string) => `listening:{${sessionId}}:${part}`;

/**
 * Makes every Redis key of listening sessions; the connection puts its `keyPrefix` in front. The keys of one session
 * share a hash tag, so that one script may use all of them on a cluster too.
 */
export class ListeningKeys {
  readonly #prefix: string;

  /**
   * Hash: epoch, revision, sequence, reference, timeline (JSON), changedAt, room (JSON), access (JSON),
   * accessVersion, outputs (JSON), actingHost, ownerAwaySince (Redis time, ms), trailRevision, trailSince, trailBytes.
   */
  readonly state = ofSession('state');
  /** Stream of deltas, ids `<epoch>-<sequence>`, bounded by bytes. */
  readonly deltas = ofSession('deltas');
  /** Stream: the entries of the trail that MongoDB does not have yet. */
  readonly trail = ofSession('trail');
  /** Sorted set: commands that took effect, by revision. */
  readonly commands = ofSession('commands');
  /** Hash: member id to member (JSON). */
  readonly members = ofSession('members');
  /** Hash: member id to the number of the ticket that holds the seat. */
  readonly seats = ofSession('seats');
  /** Sorted set: member id by the Redis time (ms) of the last refresh. */
  readonly presence = ofSession('presence');
  /** Sorted set: member id by the number of the ticket with which it joined. */
  readonly joined = ofSession('joined');
  /** Hash: member id to its round trip and output delay. */
  readonly reports = ofSession('reports');
  /** Hash: member id to how well it keeps step, as `syncText` writes it, and the Redis time (ms) of the report. */
  readonly sync = ofSession('sync');
  /** Hash: `since` (Redis time, ms), most `members` at once, and reports by `class:` of their error and by `cause:`. */
  readonly syncTotals = ofSession('syncTotals');
  /** Hash: `item`, the current queue item, and each user who votes to skip it. */
  readonly skipVotes = ofSession('skipVotes');
  /** Hash: member id to `away` or `buffering`; a member without a field is listening. */
  readonly toldPresence = ofSession('toldPresence');

  /** Sorted set: the devices that a user has sockets on, by the Redis time (ms) of their last refresh. */
  readonly sockets = (userId: string) => `listening:sockets:${userId}`;
  /** The number of the last ticket. */
  readonly lastTicket = () => 'listening:last-ticket';
  /** A ticket's claims (JSON), by the ticket's SHA-256. */
  readonly ticket = (hash: string) => `listening:ticket:${hash}`;
  /** Sorted set: versions of timelines by the time (us) at which their advance is claimed. */
  readonly dueAdvances = () => 'listening:{advances}:due';
  /** Hash: version of a timeline to the instance that claimed its advance last. */
  readonly advanceClaims = () => 'listening:{advances}:claims';
  /** Sorted set: public sessions by how many members are connected. */
  readonly publicCounts = () => 'listening:{public}:counts';
  /** Sorted set: the same sessions by the Redis time (ms) at which an instance counted the members last. */
  readonly publicSeen = () => 'listening:{public}:seen';
  /** Sorted set: sessions whose trail may have entries to write, by the Redis time (ms) at which they are looked at. */
  readonly trails = () => 'listening:{trails}:due';
  /** Hash: the reference that all instances use, and the run id of the server process to which it belongs. */
  readonly reference = () => 'listening:timebase:reference';

  /** @param prefix the connection's own, needed for channels, which the connection does not prefix */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The keys that a change of the timeline or the queue uses. */
  timelineKeys(sessionId: string): string[] {
    const parts = [this.state, this.deltas, this.commands, this.skipVotes, this.trail];
    return parts.map((keyOf) => keyOf(sessionId));
  }

  /** The keys that leaving uses. */
  leaveKeys(sessionId: string): string[] {
    return [...this.seatKeys(sessionId), this.reports(sessionId)];
  }

  /** The keys that entering uses. */
  seatKeys(sessionId: string): string[] {
    const parts = [
      this.state,
      this.deltas,
      this.members,
      this.seats,
      this.presence,
      this.joined,
      this.skipVotes,
      this.toldPresence,
    ];
    return parts.map((keyOf) => keyOf(sessionId));
  }

  /** Every key of a session but its trail, which outlives it. */
  all(sessionId: string): string[] {
    const further = [this.reports, this.commands, this.sync, this.syncTotals];
    return [...this.seatKeys(sessionId), ...further.map((keyOf) => keyOf(sessionId))];
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
