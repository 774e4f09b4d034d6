import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { connectRedis, redisKeys } from '@downbeat/shared/redis';
import { createRevocationList, revocationIndexes } from '@downbeat/shared/revocation';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import { inTransaction } from '@downbeat/shared/transactions';

t.test('revocation', async (t) => {
  const { mongoUri, redisUrl, redisKeyPrefix } = await testBackends(t, { rabbit: false });
  const [mongoProxy, redisProxy] = [await startFaultProxy(t, mongoUri), await startFaultProxy(t, redisUrl)];
  const mongo = await connectMongo({ uri: mongoProxy.url });
  const { redis, close } = connectRedis({ url: redisProxy.url, keyPrefix: redisKeyPrefix });
  t.teardown(() => Promise.all([mongo.close(), close()]));
  const { client, db } = mongo;
  await ensureIndexes(db, revocationIndexes);
  await waitFor('Redis', () => redis.status === 'ready');

  let nowMs = Date.now();
  let elapsedMs = 0;
  const clocks = { now: () => nowMs, monotonicNow: () => elapsedMs };
  const inAnHour = new Date(nowMs + 3_600_000);
  // Two services: one announces, the other asks.
  const auth = createRevocationList({ redis, db, ...clocks });
  const music = createRevocationList({ redis, db, ...clocks });
  const revoke = async (id: string, until: Date): Promise<void> => {
    await auth.record(id, until);
    await auth.announce(id, until);
  };

  t.test('an auth session that is not revoked is valid, and the answer is kept for 2 s', async (t) => {
    const id = newId();
    t.equal(await music.isRevoked(id), false);
    await revoke(id, inAnHour);
    t.equal(await music.isRevoked(id), false, 'a moment old');
    t.equal(await auth.isRevoked(id), true, 'who revoked knows at once');
    elapsedMs += 2_001;
    t.equal(await music.isRevoked(id), true);
  });

  t.test('an answer is kept for 2 s also when the clock steps back by an hour', async (t) => {
    const id = newId();
    t.equal(await music.isRevoked(id), false);
    nowMs -= 3_600_000;
    await revoke(id, inAnHour);
    elapsedMs += 2_001;
    t.equal(await music.isRevoked(id), true);
    nowMs += 3_600_000;
  });

  t.test('a revocation in Redis alone counts', async (t) => {
    const id = newId();
    await auth.announce(id, inAnHour);
    t.equal(await music.isRevoked(id), true);
    const ttlMs = await redis.pttl(redisKeys.revokedSession(id));
    t.ok(ttlMs > 3_500_000 && ttlMs <= 3_600_000);
  });

  t.test('a revocation in the database alone counts', async (t) => {
    const id = newId();
    await auth.record(id, inAnHour);
    t.equal(await music.isRevoked(id), true);
  });

  t.test('a revocation in a transaction that fails is not recorded', async (t) => {
    const id = newId();
    const work = inTransaction(client, async (session) => {
      await auth.record(id, inAnHour, session);
      throw new Error('no');
    });
    await t.rejects(work, { message: 'no' });
    t.equal(await music.isRevoked(id), false);
  });

  t.test('a shorter revocation does not shorten a longer one, and a past one has no effect', async (t) => {
    const [id, past] = [newId(), newId()];
    await auth.record(id, inAnHour);
    await auth.record(id, new Date(nowMs + 1_000));
    nowMs += 60_000;
    elapsedMs += 60_000;
    t.equal(await music.isRevoked(id), true);
    await revoke(past, new Date(nowMs - 1));
    t.equal(await music.isRevoked(past), false);
  });

  t.test('without Redis the database decides', async (t) => {
    const [revoked, good] = [newId(), newId()];
    await redisProxy.down();
    await waitFor('the client to notice', () => redis.status !== 'ready');
    await revoke(revoked, inAnHour);
    t.equal(await music.isRevoked(revoked), true);
    t.equal(await music.isRevoked(good), false);
    await redisProxy.up();
    await waitFor('Redis', () => redis.status === 'ready');
  });

  t.test('isRevoked rejects while the database is away', async (t) => {
    const [revoked, unknown] = [newId(), newId()];
    await redis.set(redisKeys.revokedSession(revoked), '1');
    await mongoProxy.down();
    t.equal(await music.isRevoked(revoked), true);
    await t.rejects(music.isRevoked(unknown), { name: /^Mongo/ });
    await mongoProxy.up();
    await waitFor('the database', async () => !(await music.isRevoked(unknown)));
  });
});
