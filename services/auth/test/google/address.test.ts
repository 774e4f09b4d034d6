import t from 'tap';
import { build } from '../kit/build.ts';
import { startProvider, travel } from '../kit/google.ts';

const provider = await startProvider(t);
const { app, log } = await build(t, provider.env);

t.test('an address that cannot be mailed ends where every failure does, with one line', async (t) => {
  for (const email of [
    'x@b',
    'ü1@example.com',
    'a..b@example.com',
    `${'l'.repeat(65)}@example.com`,
    `ada@${'d'.repeat(64)}.com`,
    `${'l'.repeat(60)}@${Array.from({ length: 4 }, () => 'd'.repeat(50)).join('.')}`,
    7,
  ]) {
    provider.claims = { sub: 'unmailable', email };
    const before = log.length;
    t.strictSame(await travel(app), { error: 'google_failed' }, String(email));
    const lines = log.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
    const loud = lines.filter(({ level }) => level !== 'info' && level !== 30);
    t.equal(loud.length, 1);
    t.match(loud[0], { msg: 'Google sign-in failed', reason: 'the ID token names nobody' });
    t.notOk('err' in (loud[0] ?? {}), 'no stack');
  }
  t.equal(await app.mongo.db.collection('accounts').countDocuments(), 0);
});
