import type { MongoClientOptions } from 'mongodb';

/**
 * Limits that keep one operation under 5 s whatever happens to mongod (measured, with the driver's one retry):
 * a dead server costs the server selection; a frozen one costs the socket time-out and then either a hand-shake or
 * the server selection. (`timeoutMS` would say this in one number, but has no effect in driver 7.)
 */
const SOCKET_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 1_000;
export const SERVER_SELECTION_TIMEOUT_MS = 2_500;
const HEARTBEAT_MS = 2_000;

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
