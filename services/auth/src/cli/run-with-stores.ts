import { userInfo } from 'node:os';
import { connectStores } from '@downbeat/shared/connections';
import { newId } from '@downbeat/shared/ids';
import { runCommand } from '@downbeat/shared/lifecycle';
import { createLogger } from '@downbeat/shared/logging';
import type { Caller } from '../audit.ts';
import { type Config, readConfig } from '../config.ts';
import { type Stores, createStores, prepareDatabase } from '../stores.ts';

/** Returns the line to print. */
export type Command = (config: Config, stores: Stores, caller: Caller) => Promise<string>;

// Where a request has an IP and a User-Agent, the audit names the command line and the user of the machine.
const commandLineCaller = (): Caller => ({
  ip: 'command line',
  userAgent: `user ${userInfo().username}`,
  requestId: newId(),
});

async function runConnected(config: Config, command: Command): Promise<string> {
  const logger = createLogger('auth', { LOG_LEVEL: 'silent' });
  const connections = await connectStores(config, { logger });
  try {
    await prepareDatabase(connections, logger);
    return await command(config, createStores(connections, logger, Date.now), commandLineCaller());
  } finally {
    await Promise.all([connections.mongo.close(), connections.redis.close()]);
  }
}

/**
 * Runs a command on the service's database and prints its line. The running service publishes the events that the
 * command adds to the outbox. `prepare` reads the arguments, before any connection is opened.
 */
export const runWithStores = (prepare: () => Command): Promise<void> =>
  runCommand(async () => {
    const command = prepare();
    return [await runConnected(readConfig(process.env), command)];
  });
