import { loadConfig, rabbitFragment } from '@downbeat/shared/config';
import { CommandError, runCommand } from '@downbeat/shared/lifecycle';
import { connectRabbit, type Rabbit } from '@downbeat/shared/rabbit';
import { Type } from '@sinclair/typebox';

/** Works on the broker, and answers the lines to print. */
export type Command = (rabbit: Rabbit) => Promise<string[]>;

const schema = Type.Object(rabbitFragment);
const CONNECT_MS = 5_000;

async function connected(rabbit: Rabbit): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const away = () =>
    reject(new CommandError(`The broker at AMQP_URL did not answer in ${CONNECT_MS / 1000} s.`));
  const timer = setTimeout(away, CONNECT_MS);
  const unlisten = rabbit.onConnect(() => resolve(undefined));
  await promise.finally(() => {
    clearTimeout(timer);
    unlisten();
  });
}

async function withBroker(command: Command): Promise<string[]> {
  const { AMQP_URL: url } = loadConfig(schema, { env: process.env, service: 'this command' });
  const rabbit = await connectRabbit({ url, name: 'notification command line' });
  try {
    await connected(rabbit);
    return await command(rabbit);
  } finally {
    await rabbit.close();
  }
}

/**
 * Runs one command against the broker of AMQP_URL, the only variable that it reads, and prints its lines.
 * @param prepare reads the arguments, before anything is connected to
 */
export const runOnBroker = (prepare: () => Command): Promise<void> =>
  runCommand(async () => withBroker(prepare()));
