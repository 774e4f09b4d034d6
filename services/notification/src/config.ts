import {
  ConfigError,
  type ConfigFault,
  type Environment,
  httpFragment,
  jwtFragment,
  loadConfig,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
} from '@downbeat/shared/config';
import { type Static, Type } from '@sinclair/typebox';
import { mailFragment } from './mail-environment.ts';
import { leaseFaults, type MailServer, mailFaults, mailServerOf, senderOf } from './mail-server.ts';
import type { Mailbox } from './transport/address.ts';

const service = 'notification';

const schema = Type.Object({
  ...httpFragment,
  ...portFragment(4002),
  ...mongoFragment,
  ...redisFragment,
  ...rabbitFragment,
  ...jwtFragment,
  ...mailFragment,
});

export interface Config extends Static<typeof schema> {
  mailServer: MailServer;
  from: Mailbox;
}

function readSchema(env: Environment): { values?: Static<typeof schema>; faults: readonly ConfigFault[] } {
  try {
    return { values: loadConfig(schema, { env, service }), faults: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { faults: error.faults };
    throw error;
  }
}

/**
 * The environment of the notification service, read once.
 * @throws ConfigError with everything that is wrong with it
 */
export function readConfig(env: Environment): Config {
  const { values, faults } = readSchema(env);
  const all = [...faults, ...mailFaults(env), ...(values ? leaseFaults(values) : [])];
  if (!values || all.length > 0) throw new ConfigError(service, all);
  return { ...values, mailServer: mailServerOf(values), from: senderOf(values) };
}
