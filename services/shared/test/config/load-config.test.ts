import { Type } from '@sinclair/typebox';
import t from 'tap';
import {
  ConfigError,
  type Environment,
  httpFragment,
  jwtFragment,
  loadConfig,
  mongoFragment,
  portFragment,
  rabbitFragment,
  redisFragment,
  secret,
} from '@downbeat/shared/config';
import { faultsOf as faultsOfReading } from '../../test-kit/index.ts';

const Schema = Type.Object({
  ...httpFragment,
  ...portFragment(4000),
  ...mongoFragment,
  ...redisFragment,
  ...rabbitFragment,
  ...jwtFragment,
  API_KEY: Type.Optional(secret({ description: 'key of a service', examples: ['abc'] })),
});

const GOOD_SECRET = 'q8Zr1vKx0TnB5yLw9sHd3mJc7pFg2aUe';

const enough = { MONGO_URI: 'mongodb://localhost:27017/test', JWT_SECRET: 'dev' };

const load = (env: Environment) => loadConfig(Schema, { env, service: 'test' });

const faultsOf = (env: Environment): [string, string][] => Object.entries(faultsOfReading(() => load(env)));

/** The message for the operator who starts a service with this environment. */
function messageOf(env: Environment): string {
  try {
    load(env);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

void t.test('coerces values, fills in defaults and leaves out unknown variables', async (t) => {
  t.strictSame(load({ ...enough, PORT: '4100', HOME: '/root' }), {
    ...enough,
    NODE_ENV: 'development',
    HTTP_HOST: '127.0.0.1',
    PORT: 4100,
    LOG_LEVEL: 'info',
    CORS_ORIGINS: '',
    TRUST_PROXY: '',
    SHUTDOWN_TIMEOUT_MS: 9000,
    MAX_CONNECTIONS: 4096,
    REDIS_URL: 'redis://127.0.0.1:6379',
    AMQP_URL: 'amqp://127.0.0.1:5672',
  });
});

void t.test('an empty variable counts as not set', async (t) => {
  t.match(load({ ...enough, PORT: '', REDIS_URL: '' }), { PORT: 4000, REDIS_URL: 'redis://127.0.0.1:6379' });
  t.strictSame(faultsOf({ ...enough, JWT_SECRET: '' }), [['JWT_SECRET', 'must be set']]);
});

void t.test('reports all faults together, each with expectation, purpose and example', async (t) => {
  const message = messageOf({
    PORT: '70000',
    LOG_LEVEL: 'loud',
    REDIS_URL: 'http://localhost',
    CORS_ORIGINS: 'https://*.example.com',
  });
  t.strictSame(message.split('\n'), [
    'test cannot start, its environment has 6 fault(s):',
    '  MONGO_URI: must be set (MongoDB connection string of a replica set, with the database of this service; example: mongodb://localhost:27017/<database>?replicaSet=rs0)',
    '  JWT_SECRET: must be set (secret that signs access tokens; the same in every service; example: the output of: openssl rand -base64 48)',
    '  LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent (least important log line to write; example: info)',
    '  CORS_ORIGINS: must match pattern "^(https?://[^/,*\\s]+(,\\s*https?://[^/,*\\s]+)*)?$" (origins of web pages that may call this service, separated by commas; each exact, with no path; example: http://localhost:4003,https://app.example.com)',
    '  PORT: must be <= 65535 (TCP port to listen on; 0 takes a free one; example: 4000)',
    '  REDIS_URL: must match pattern "^rediss?://.+" (Redis URL; example: redis://localhost:6379)',
  ]);
});

void t.test('origins are exact: no path, no wildcard, no null', async (t) => {
  for (const good of ['https://a.example', 'http://localhost:4003, https://b.example:8443']) {
    t.equal(load({ ...enough, CORS_ORIGINS: good }).CORS_ORIGINS, good);
  }
  for (const bad of [
    '*',
    'null',
    'a.example',
    'https://a.example/',
    'https://a.example/x',
    'ftp://a.example',
  ]) {
    t.equal(faultsOf({ ...enough, CORS_ORIGINS: bad })[0]?.[0], 'CORS_ORIGINS', bad);
  }
});

const production = {
  ...enough,
  NODE_ENV: 'production',
  JWT_SECRET: GOOD_SECRET,
  AMQP_URL: `amqp://downbeat:${GOOD_SECRET}@mq`,
};

void t.test('production refuses short, well-known and regular secrets, all at once', async (t) => {
  t.strictSame(faultsOf(production), []);
  t.strictSame(
    faultsOf({
      ...production,
      MONGO_URI: 'mongodb://root:example@db/x',
      AMQP_URL: 'amqp://guest:guest@localhost',
      JWT_SECRET: 'short-but-random',
      API_KEY: 'change-me-change-me-change-me-change-me',
    }),
    [
      ['MONGO_URI', 'must not hold a well-known password in production'],
      ['AMQP_URL', 'must not hold a well-known password in production'],
      ['JWT_SECRET', 'must have at least 32 characters in production'],
      ['API_KEY', 'must not be a placeholder in production'],
    ],
  );
  t.strictSame(faultsOf({ ...production, JWT_SECRET: 'ab'.repeat(20) }), [
    ['JWT_SECRET', 'must be random in production'],
  ]);
  t.strictSame(faultsOf({ ...production, AMQP_URL: 'amqp://downbeat:downbeat@mq' }), [
    ['AMQP_URL', 'must not hold a well-known password in production'],
  ]);
});

void t.test('production refuses a broker URL without user and password', async (t) => {
  const expectation = 'must name user and password in production, for without them it is guest';
  for (const AMQP_URL of ['', 'amqp://mq', 'amqps://mq:5671', 'amqp://@mq', 'amqp://:@mq']) {
    t.strictSame(faultsOf({ ...production, AMQP_URL }), [['AMQP_URL', expectation]], AMQP_URL);
  }
});

void t.test('the value of the example is refused as a placeholder', async (t) => {
  const [JWT_SECRET] = Schema.properties.JWT_SECRET.examples as string[];
  t.strictSame(faultsOf({ ...production, JWT_SECRET }), [
    ['JWT_SECRET', 'must not be a placeholder in production'],
  ]);
});

void t.test('a password with invalid escapes is checked too', async (t) => {
  t.strictSame(faultsOf({ ...production, REDIS_URL: 'redis://:100%@cache' }), []);
  t.strictSame(faultsOf({ ...production, REDIS_URL: 'redis://:changeme%@cache' }), [
    ['REDIS_URL', 'must not hold a well-known password in production'],
  ]);
});

void t.test('a string that is not a URL is refused', async (t) => {
  t.strictSame(faultsOf({ ...enough, AMQP_URL: 'amqp://mq:99999', REDIS_URL: 'redis://[' }), [
    ['REDIS_URL', 'must be a URL'],
    ['AMQP_URL', 'must be a URL'],
  ]);
  t.strictSame(faultsOf({ ...enough, MONGO_URI: 'mongodb://a:27017,b:27017/test?replicaSet=rs0' }), []);
});

void t.test('a missing variable and a weak secret are reported together', async (t) => {
  const { AMQP_URL } = production;
  const faults = faultsOf({ NODE_ENV: 'production', JWT_SECRET: 'short', AMQP_URL });
  t.strictSame(faults, [
    ['MONGO_URI', 'must be set'],
    ['JWT_SECRET', 'must have at least 32 characters in production'],
  ]);
});

void t.test('development starts with any secret', async (t) => {
  t.equal(load({ ...enough, JWT_SECRET: 'secret' }).JWT_SECRET, 'secret');
});

void t.test('the message contains no value', async (t) => {
  const env = {
    NODE_ENV: 'production',
    JWT_SECRET: 'canary-secret',
    MONGO_URI: 'canary-uri://user:canary-password@db',
    AMQP_URL: 'amqp://canary-guest:guest@mq',
    API_KEY: 'canary-key',
    PORT: 'canary-port',
  };
  t.equal(faultsOf(env).length, 5);
  t.notMatch(messageOf(env), /canary/);
});

void t.test('the type of the result is that of the schema', async (t) => {
  const config = load(enough);
  const port: number = config.PORT;
  // @ts-expect-error the port is a number
  const text: string = config.PORT;
  t.equal(port, Number(text));
});

t.test('numbers must be plain decimals', async (t) => {
  for (const text of ['Infinity', '1e400', '0x1000', '1e3', ' 5', '+5', '4000.0']) {
    t.strictSame(faultsOf({ ...enough, PORT: text }), [['PORT', 'must be integer']], text);
  }
});
