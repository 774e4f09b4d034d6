import { Redis } from 'ioredis';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { testBackends } from '../../test-kit/index.ts';
import { asked, build, problem, problems } from './fixture.ts';

const Fine = Type.Object({ ok: Type.Literal(true) });

const operation = <const Id extends string>(operationId: Id, url: string) =>
  ({
    method: 'GET',
    url,
    config: { operationId, security: [] },
    schema: { operationId, response: { 200: Fine, ...problems } },
  }) as const;

const getSlow = operation('getSlow', '/slow');
const getOther = operation('getOther', '/other');
const getFree = operation('getFree', '/free');

const limited = (t: Test, redis?: Redis) =>
  build(
    t,
    { getSlow, getOther, getFree },
    (api) => {
      const rateLimit = { max: 2, timeWindow: 60_000 };
      const handler = async () => ({ ok: true as const });
      api.route({ ...getSlow, config: { ...getSlow.config, rateLimit }, handler });
      api.route({ ...getOther, config: { ...getOther.config, rateLimit }, handler });
      api.route({ ...getFree, handler });
    },
    { rateLimit: redis === undefined ? {} : { redis } },
  );

const tooMany = problem(429, 'RATE_LIMITED', 'Too many requests', '/slow');

type App = Awaited<ReturnType<typeof limited>>;

async function statuses(app: App, times: number, url = '/slow', remoteAddress = '127.0.0.1') {
  const found = [];
  for (let i = 0; i < times; i += 1) found.push((await app.inject({ url, remoteAddress })).statusCode);
  return found;
}

void t.test('over its limit a route answers 429 with Retry-After', async (t) => {
  const app = await limited(t);
  t.match((await app.inject('/slow')).headers.ratelimit, /^"default";r=1;t=(59|60)$/);
  t.strictSame(await statuses(app, 1), [200]);
  const refused = await app.inject({ url: '/slow', headers: asked });
  t.equal(refused.statusCode, 429);
  t.match(refused.headers['retry-after'], /^(59|60)$/);
  t.equal(refused.headers['ratelimit-policy'], '"default";q=2;w=60');
  t.match(refused.headers.ratelimit, /^"default";r=0;t=(59|60)$/);
  t.notMatch(Object.keys(refused.headers).join(), 'x-ratelimit');
  t.strictSame(refused.json(), tooMany);
});

void t.test('each caller and each route has its own counter', async (t) => {
  const app = await limited(t);
  t.strictSame(await statuses(app, 3), [200, 200, 429]);
  t.strictSame(await statuses(app, 3, '/slow', '203.0.113.9'), [200, 200, 429]);
  t.strictSame(await statuses(app, 3, '/other'), [200, 200, 429]);
  t.strictSame(
    await statuses(app, 10, '/free'),
    Array.from({ length: 10 }, () => 200),
  );
});

void t.test('a forged X-Forwarded-For does not change whose requests are counted', async (t) => {
  const app = await limited(t);
  const forge = async (address: string) =>
    (await app.inject({ url: '/slow', headers: { 'x-forwarded-for': address } })).statusCode;
  t.strictSame(
    [await forge('203.0.113.1'), await forge('203.0.113.2'), await forge('203.0.113.3')],
    [200, 200, 429],
  );
  t.strictSame(await statuses(app, 1, '/slow', '203.0.113.1'), [200]);
});

void t.test('instances count together in Redis, and each in memory while Redis is away', async (t) => {
  const { redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const options = { keyPrefix: redisKeyPrefix, maxRetriesPerRequest: 1, retryStrategy: () => null };
  const redis = new Redis(redisUrl, options);
  t.teardown(async () => redis.disconnect());
  await redis.ping();
  const [one, two] = [await limited(t, redis), await limited(t, redis)];
  t.strictSame(
    [...(await statuses(one, 1)), ...(await statuses(two, 1)), ...(await statuses(one, 1))],
    [200, 200, 429],
  );
  redis.disconnect();
  t.strictSame(await statuses(two, 3), [200, 200, 429], 'the limit holds without Redis');
});
