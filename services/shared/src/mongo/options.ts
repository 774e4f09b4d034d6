import type { MongoClientOptions } from 'mongodb';

/**
 * Limits that keep a request under 5 s whatever happens to mongod. A frozen server costs two socket time-outs
 * (the driver retries once), a dead one costs the server selection, a server dying in between costs both.
 * (`timeoutMS` would say this in one number, but has no effect in driver 7.)
 */
const SOCKET_TIMEOUT_MS = 2_000;
const SERVER_SELECTION_TIMEOUT_MS = 2_800;
const HEARTBEAT_MS = 2_000;

export const clientOptions: MongoClientOptions = {
  writeConcern: { w: 'majority', journal: true },
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  socketTimeoutMS: SOCKET_TIMEOUT_MS,
  connectTimeoutMS: SOCKET_TIMEOUT_MS,
  waitQueueTimeoutMS: SERVER_SELECTION_TIMEOUT_MS,
  heartbeatFrequencyMS: HEARTBEAT_MS,
  maxPoolSize: 50,
  ignoreUndefined: true,
};
