import t from 'tap';
import { build } from '../kit/build.ts';
import { call, someone } from '../kit/people.ts';
import { isProblem, problems } from '../kit/problem.ts';

const { app } = await build(t);
const accounts = app.mongo.db.collection('accounts');
const events = app.mongo.db.collection('outbox');
const message =
  'must match: One plain address: at most 64 characters before the @, and 63 in each part of its domain.';

t.test('an address that no mail server takes makes no account and no event', async (t) => {
  for (const email of [
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `ada@mail.${'d'.repeat(64)}`,
    'ada@b',
  ]) {
    const answer = await call(app, 'register', { body: someone({ email }) });
    isProblem(t, answer, {
      ...problems.validation,
      instance: '/api/auth/register',
      errors: [{ in: 'body', field: 'email', message }],
    });
  }
  t.equal(await accounts.countDocuments(), 0);
  t.equal(await events.countDocuments(), 0);
});

t.test('an address at the limits of its parts is taken', async (t) => {
  for (const email of [`${'l'.repeat(64)}@example.com`, `ada@${'d'.repeat(63)}.com`]) {
    t.equal((await call(app, 'register', { body: someone({ email }) })).statusCode, 201, email);
  }
  t.equal(await accounts.countDocuments(), 2);
  t.equal(await events.countDocuments({ _id: { $exists: true } }), 4, 'a welcome and a code for each');
});
