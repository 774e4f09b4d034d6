import type { MongoClientOptions } from 'mongodb';

/**
 * Limits for when mongod is away. One operation then costs, measured and with the driver's one retry: 2.5 s when
 * the server is dead (its selection); up to 5.5 s when it is frozen (the socket, then a hand-shake or the
 * selection), which the time limit of the HTTP handler cuts short. (`timeoutMS` would say this in one number, but
 * has no effect in driver 7.)
 */
const SOCKET_TIMEOUT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 1_000;
export const SERVER_SELECTION_TIMEOUT_MS = 2_500;
const HEARTBEAT_MS = 2_000;

/** What every client of ours asks of the driver: majority writes in the journal, and limits on waiting. */
export const clientOptions: MongoClientOptions = {
  writeConcern: { w: 'majority', journal: true },
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  socketTimeoutMS: SOCKET_TIMEOUT_MS,
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  waitQueueTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  heartbeatFrequencyMS: HEARTBEAT_MS,
  maxPoolSize: 50,
  ignoreUndefined: true,
};
