import { ConfigError, loadConfig, rabbitFragment } from '@downbeat/shared/config';
import { connectRabbit, type Rabbit } from '@downbeat/shared/rabbit';
import { Type } from '@sinclair/typebox';

/** Works on the broker, and answers the lines to print. */
export type Command = (rabbit: Rabbit) => Promise<string[]>;

/** What the operator is told, without a stack; the exit code is then 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

const schema = Type.Object(rabbitFragment);
const connectMs = 5_000;

async function connected(rabbit: Rabbit): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const away = () =>
    reject(new CommandError(`The broker at AMQP_URL did not answer in ${connectMs / 1000} s.`));
  const timer = setTimeout(away, connectMs);
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
export async function runCommand(prepare: () => Command): Promise<void> {
  try {
    const lines = await withBroker(prepare());
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
