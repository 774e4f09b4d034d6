import t from 'tap';
import { connectMongo, ensureIndexes } from '@downbeat/shared/mongo';
import { testBackends } from '@downbeat/shared/test-kit';

t.test('indexes', async (t) => {
  const { mongoUri } = await testBackends(t, { rabbit: false });
  const { db, close } = await connectMongo({ uri: mongoUri });
  t.teardown(close);

  t.test('an index of the same name with other keys is an error', async (t) => {
    await ensureIndexes(db, { clash: [{ key: { a: 1 }, name: 'one', unique: true }] });
    await t.rejects(ensureIndexes(db, { clash: [{ key: { b: 1 }, name: 'one' }] }), { code: 86 });
  });

  t.test('several replicas declaring at once get the same result', async (t) => {
    const declared = {
      users: [
        { key: { email: 1 }, name: 'email', unique: true },
        { key: { seenAt: 1 }, name: 'ttl', expireAfterSeconds: 60 },
      ],
      empty: [],
    };
    await Promise.all([
      ensureIndexes(db, declared),
      ensureIndexes(db, declared),
      ensureIndexes(db, declared),
    ]);
    t.same(await db.collection('users').indexes(), [
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { email: 1 }, name: 'email', unique: true },
      { v: 2, key: { seenAt: 1 }, name: 'ttl', expireAfterSeconds: 60 },
    ]);
    t.same((await db.listCollections({ name: 'empty' }).toArray()).length, 1);
  });

  t.test('a changed expireAfterSeconds is applied to the existing index', async (t) => {
    await ensureIndexes(db, { tokens: [{ key: { at: 1 }, name: 'ttl', expireAfterSeconds: 60 }] });
    const changed = [
      { key: { at: 1 }, name: 'ttl', expireAfterSeconds: 90 },
      { key: { owner: 1 }, name: 'owner' },
    ];
    await ensureIndexes(db, { tokens: changed });
    const found = await db.collection('tokens').indexes();
    t.match(
      found,
      [{}, { name: 'ttl', expireAfterSeconds: 90 }, { name: 'owner' }],
      'and the new one is built',
    );
  });
});
