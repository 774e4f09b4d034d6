/** Everything that a peer controls has a named limit here. */
export const limits = {
  /** Largest frame a client may send; ws closes with 1009 beyond it. */
  frameBytes: 64 * 1024,
  /** Most frames of one message, empty ones too; ws closes with 1008 beyond it. */
  messageFrames: 64,
  /** What may wait in a socket's buffer before its reader counts as too slow. */
  bufferedBytes: 1024 * 1024,
  socketsPerUser: 5,
  membersPerSession: 1000,
  sessionsPerOwner: 50,
  /** Messages per second and socket, and how many may come at once. */
  messagesPerSecond: 20,
  messageBurst: 20,
  /** What is above a limit is refused, messages by name; a socket that does not slow down is closed. */
  refusalsPerSecond: 10,
  refusalBurst: 100,
  /** Pings and pongs have the messages' limit over again: beyond it a ping is not answered. */
  controlFramesPerSecond: 20,
  controlFrameBurst: 20,
  /** Malformed messages after which a socket is closed. */
  malformedMessages: 10,
  /** Probes are answered outside the bucket, but have one of their own. */
  probesPerSecond: 50,
  probeBurst: 100,
  /** Messages that may wait while a socket is being let in, or while earlier ones are worked off. */
  waitingMessages: 64,
  /** A socket from which nothing was heard for this long is dead. It was pinged twice before. */
  silenceMs: 30_000,
  heartbeatMs: 10_000,
  /** How long a seat outlives an instance that stopped beating for it. */
  seatMs: 35_000,
  /** How often every room is compared with Redis, in case a wake-up was lost. */
  reconcileMs: 1_000,
  /** How often ended sign-ins are looked for; the verdict itself may be 2 s old. */
  revocationMs: 2_000,
  ticketSeconds: 30,
  /** Deltas kept for those who reconnect. */
  deltasKept: 1_000,
  /** Commands remembered, so that one sent twice takes effect once. */
  commandsKept: 256,
  /** Live state that nobody touches goes after a day; MongoDB restores it. */
  stateSeconds: 24 * 60 * 60,
  /** Wrong invite codes per user and minute. */
  wrongInvites: 10,
  /** A snapshot reaches MongoDB at the latest this long after a change. */
  snapshotDelayMs: 250,
} as const;
