import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { newId } from '../src/ids.ts';
import { environment } from './environment.ts';
import { rabbitApi } from './rabbit-api.ts';

/** URLs of real servers, with a namespace for one test file. */
export interface TestBackends {
  /** With a database of its own. */
  mongoUri: string;
  redisUrl: string;
  redisKeyPrefix: string;
  /** With a virtual host of its own. */
  amqpUrl: string;
  /** Name of the database and of the virtual host. */
  name: string;
}

/** What a test does not need. */
export interface TestBackendOptions {
  /** False saves the time of making a virtual host; `amqpUrl` is then ''. */
  rabbit?: boolean;
}

/** The part of tap's `t` that is used here. */
interface Teardown {
  teardown(handler: () => Promise<void>): void;
}

/** A database, a key prefix and a virtual host of the test's own, on real servers; removed at the end of `t`. */
export async function testBackends(
  t: Teardown,
  { rabbit = true }: TestBackendOptions = {},
): Promise<TestBackends> {
  const name = `test-${newId()}`;
  const redisUrl = environment('TEST_REDIS_URL');
  const redisKeyPrefix = `${name}:`;
  const mongoUri = withPath('TEST_MONGO_URI', name);
  const amqpUrl = rabbit ? await makeVirtualHost(name) : '';
  t.teardown(async () => {
    await Promise.all([
      dropDatabase(mongoUri),
      dropKeys(redisUrl, redisKeyPrefix),
      rabbit && rabbitApi('DELETE', `vhosts/${name}`),
    ]);
  });
  return { mongoUri, redisUrl, redisKeyPrefix, amqpUrl, name };
}

function withPath(variable: string, name: string): string {
  const address = new URL(environment(variable));
  address.pathname = `/${name}`;
  return address.href;
}

async function makeVirtualHost(name: string): Promise<string> {
  const { username } = new URL(environment('TEST_AMQP_URL'));
  await rabbitApi('PUT', `vhosts/${name}`);
  const everything = { configure: '.*', write: '.*', read: '.*' };
  await rabbitApi('PUT', `permissions/${name}/${username}`, everything);
  return withPath('TEST_AMQP_URL', name);
}

async function dropDatabase(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  await client.db().dropDatabase();
  await client.close();
}

async function dropKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
    if (Array.isArray(keys) && keys.length > 0) await redis.unlink(...(keys as string[]));
  }
  await redis.quit();
}
