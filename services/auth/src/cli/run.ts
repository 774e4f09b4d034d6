import { userInfo } from 'node:os';
import { ConfigError } from '@downbeat/shared/config';
import { newId } from '@downbeat/shared/ids';
import { createLogger } from '@downbeat/shared/logging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { AdminRequestError } from '../accounts/ensure-admin.ts';
import type { Caller } from '../caller.ts';
import type { Config } from '../config.ts';
import { connectStores } from '../connections.ts';
import { indexes } from '../indexes.ts';
import { type Infrastructure, createInfrastructure } from '../infrastructure.ts';

/** Answers the line to print. */
export type Command = (config: Config, infrastructure: Infrastructure, caller: Caller) => Promise<string>;

// The audit names the operating system's user where a request would name an address.
const atTerminal = (): Caller => ({
  address: 'command line',
  userAgent: `user ${userInfo().username}`,
  requestId: newId(),
});

const isForPeople = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof AdminRequestError;

const withStores = async (config: Config, command: Command): Promise<string> => {
  const logger = createLogger('auth', { LOG_LEVEL: 'silent' });
  const stores = await connectStores(config, logger);
  try {
    await ensureIndexes(stores.mongo.db, indexes);
    return await command(config, createInfrastructure(stores, logger, Date.now), atTerminal());
  } finally {
    await Promise.all([stores.mongo.close(), stores.redis.close()]);
  }
};

/**
 * Runs one command against the service's database and prints its one line. What it changes is published by the
 * running service, from the outbox. `prepare` reads the arguments, before anything is connected to.
 */
export const runCommand = async (readConfig: () => Config, prepare: () => Command): Promise<void> => {
  try {
    const command = prepare();
    process.stdout.write(`${await withStores(readConfig(), command)}\n`);
  } catch (error) {
    if (!isForPeople(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
};
