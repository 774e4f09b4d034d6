/** Named limits of everything that a client controls, and the intervals of background work. */
export const limits = {
  /** Largest frame a client may send; ws closes the socket with 1009 beyond it. */
  frameBytes: 64 * 1024,
  /** Most frames of one message, empty ones included; ws closes the socket with 1008 beyond it. */
  messageFrames: 64,
  /** Unsent bytes in a socket's buffer beyond which its reader counts as too slow. */
  bufferedBytes: 1024 * 1024,
  /** Devices with a socket, over all sessions. */
  socketsPerUser: 5,
  membersPerSession: 1000,
  /** Items of a queue, and the bytes that it has as JSON: a snapshot must stay far below {@link bufferedBytes}. */
  queueItems: 1_000,
  queueBytes: 512 * 1024,
  /** Tracks that one message may add, so that what every member is sent stays within {@link deltaBytes}. */
  tracksPerEdit: 100,
  /** Tracks and items that the edits of a socket may name: a whole queue at once, then a few per second. */
  editedItemsPerSecond: 20,
  editedItemBurst: 1_000,
  /** How often a command is computed again because another change was faster. */
  commandTries: 20,
  /** Following items that `next` looks at for one whose track exists. */
  skippedItems: 100,
  /** Members in a snapshot; the others are read by pages. */
  membersShown: 20,
  /** Joins, departures and reports that one call of Redis handles, so that none of them keeps it busy for long. */
  membersAtOnce: 100,
  /** Joins and departures wait this long for further ones, so that a socket gets them in one write. */
  memberBatchMs: 200,
  /** How many members there are is told at most this often: to a thousand sockets it costs as much as a command. */
  memberCountMs: 1_000,
  /** What members say of their presence is collected for so long, and told at most this often; how often one may say it. */
  presenceMs: 1_000,
  presencesPerSecond: 1,
  presenceBurst: 5,
  /** Per member, up to the longest: a client whose socket is lost waits a random part of it before its first try. */
  reconnectMsPerMember: 2,
  reconnectSpreadMs: 2_000,
  /** Messages per second and socket, and the largest burst. */
  messagesPerSecond: 20,
  messageBurst: 20,
  /** Messages above a limit are answered with a problem; a socket that exceeds this rate of problems is closed. */
  violationsPerSecond: 10,
  violationBurst: 100,
  /** Pings and pongs have a limit of their own; a ping above it is not answered. */
  controlFramesPerSecond: 20,
  controlFrameBurst: 20,
  /** Malformed messages after which a socket is closed. */
  malformedMessages: 10,
  /** Probes are not counted as messages, but have a limit of their own. */
  probesPerSecond: 50,
  probeBurst: 100,
  /** Messages that may wait while a socket is being accepted, or while earlier ones are handled. */
  waitingMessages: 64,
  /** A socket that sends nothing for this long is dead. It is pinged at least twice before that. */
  silenceMs: 30_000,
  heartbeatMs: 10_000,
  /** A socket has its snapshot after this long, or is closed. */
  acceptMs: 10_000,
  /** A device counts for its user's limit for this long after the last refresh of its socket. */
  socketMs: 8_000,
  socketRefreshMs: 2_500,
  /** A member's seat is freed when no instance has refreshed it for this long. */
  seatMs: 35_000,
  /** Every room is compared with Redis this often, in case a wake-up was lost. */
  reconcileMs: 1_000,
  /** A silent subscription is found this long, and the time limit of the socket, after it became silent. */
  subscriptionPingMs: 1_000,
  /** Revoked auth sessions are looked for this often; the answer itself may be 2 s old. */
  revocationMs: 2_000,
  /** After so long without the owner, another member becomes the acting host. */
  ownerAwayMs: 15 * 60_000,
  /** Guests of a session, and how long the access token of one is valid. */
  guestsPerSession: 100,
  guestHours: 6,
  /** Where a session has as many guests, one who is not connected keeps a place for so long after joining. */
  guestAwayMs: 15 * 60_000,
  /** That a guest may load a track is asked again after so long; of how many tracks of guests it is known. */
  guestTrackMs: 5_000,
  guestTracksKept: 10_000,
  /** Co-hosts and DJs of a session. */
  assignedRoles: 50,
  bans: 500,
  /** Requests to join that wait, and for how long. */
  joinRequests: 50,
  joinRequestMs: 15 * 60_000,
  /** A client that waits for a decision asks again after this long. */
  joinRetrySeconds: 5,
  /** Removed users that are remembered; the live state, which is read with every command, has fewer. */
  removals: 500,
  /** Of these, the guests: they come back as another guest, and must not push out the others. */
  guestRemovals: 20,
  liveRemovals: 50,
  /** A report of how a member keeps step counts for this long. */
  reportAgeMs: 15_000,
  /** Reports are read again for a receipt after so long. */
  receiptMs: 1_000,
  /** Sessions whose reports are kept for so long. */
  receiptsKept: 1_000,
  /** Members of a receipt, the worst first. */
  receiptMembers: 100,
  /** Reports of members who have left that may stay until they are removed together. */
  formerReports: 100,
  /** What is kept of how a session kept step ends so long after the session. */
  syncSummaryDays: 30,
  /** Public sessions that are listed: those with the most members. */
  publicSessions: 1_000,
  /** The members of public sessions are counted this often; a session that is not counted for long is not listed. */
  publicCountMs: 2_000,
  publicSeenMs: 10_000,
  /** Chat messages of a session: how many are kept, and for how long. */
  chatMessages: 1_000,
  chatDays: 30,
  /** Chat messages of all members of a session together: each is sent to every member. */
  chatPerMinute: 300,
  /** Reactions of this long are told to the members as one message. */
  reactionsMs: 300,
  /** Suggested tracks of a session, and of each of its users. */
  suggestions: 50,
  suggestionsPerUser: 5,
  /** Of all members of a session together. */
  suggestionsPerMinute: 60,
  /** Suggestions end so long after the last one of their session. */
  suggestionDays: 30,
  /** Votes for suggestions of this long are told to the members as one message. */
  suggestionVotesMs: 1_000,
  /** Output delays that an account keeps: those that were set last. */
  outputDelays: 50,
  ticketSeconds: 30,
  /** Tickets that are issued at the same time; others wait, so that a returning crowd leaves time for other requests. */
  ticketsAtOnce: 32,
  ticketsWaiting: 1_000,
  /** Bytes of a room's deltas that are kept, for instances that are late and clients that reconnect. */
  deltaBytes: 32 * 1024,
  /** Frames that are held for a socket until it has its snapshot. */
  heldFrames: 1_000,
  /** Commands remembered, so that a command that is sent twice takes effect once. Redis stores up to 128 compactly. */
  commandsKept: 100,
  /** A device that begins to sound has so long to load what plays. */
  outputLeadMs: 2_000,
  /** When no chosen output has been there for so long, playback pauses. A page that is loaded again is back before. */
  outputsAwayMs: 15_000,
  /** Live state expires this long after the last member left; MongoDB keeps a copy to restore it from. */
  stateSeconds: 60 * 60,
  /** Wrong invite codes per minute of a user; of an IP without one. */
  wrongInvites: 10,
  /** Entries of a room's trail in MongoDB, and their bytes. Above it the oldest are removed, up to an entry with the whole state. */
  trailEntries: 20_000,
  trailBytes: 16 * 1024 * 1024,
  /** After so many entries one has the whole state. */
  trailSegment: 500,
  /** Bytes of a trail that wait in Redis for MongoDB; above it they are dropped, and the next entry has the whole state. */
  trailWaitingBytes: 2 * 1024 * 1024,
  /** Entries wait this long at most until an instance writes them; how many are read at once, of how many sessions. */
  trailPollMs: 250,
  trailPage: 100,
  trailsAtOnce: 16,
  /** Bytes of the entries of one answer, unless it is a single one. */
  trailPageBytes: 1024 * 1024,
  /** An instance that has claimed a trail has so long to write it. */
  trailLeaseMs: 5_000,
  /** Entries of a room that an instance holds, in case Redis loses them before they are written. */
  trailHeld: 200,
  trailHeldBytes: 128 * 1024,
  /** A change reaches MongoDB at most this long after it was made. */
  snapshotDelayMs: 250,
} as const;
