import { userInfo } from 'node:os';
import { connectStores } from '@downbeat/shared/connections';
import { newId } from '@downbeat/shared/ids';
import { runCommand } from '@downbeat/shared/lifecycle';
import { createLogger } from '@downbeat/shared/logging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import type { Caller } from '../caller.ts';
import type { Config } from '../config.ts';
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

const withStores = async (config: Config, command: Command): Promise<string> => {
  const logger = createLogger('auth', { LOG_LEVEL: 'silent' });
  const stores = await connectStores(config, { logger });
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
export const runOnStores = (readConfig: () => Config, prepare: () => Command): Promise<void> =>
  runCommand(async () => {
    const command = prepare();
    return [await withStores(readConfig(), command)];
  });
