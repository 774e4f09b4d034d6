import { ProblemError } from '@downbeat/shared/errors';
import t from 'tap';
import { createPasswordHasher } from '../../src/passwords/hasher.ts';

const cost = { memoryKiB: 64, passes: 1, lanes: 1 };

t.test('answers UNAVAILABLE with Retry-After when its queue is full', async (t) => {
  const hasher = await createPasswordHasher({ cost, concurrency: 1, queueLimit: 2 });
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('copper kettle')));
  t.strictSame(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
  );
  const [refusal] = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  if (!(refusal instanceof ProblemError)) throw new Error('not a problem');
  t.match(refusal, { code: 'UNAVAILABLE', status: 503, headers: { 'retry-after': '2' } });
  t.match(await hasher.hash('copper kettle'), /^\$argon2id/, 'accepts hashes again later');
});

t.test('verifies no password where there is no account', async (t) => {
  const hasher = await createPasswordHasher({ cost });
  for (const password of ['', 'no account has this password', 'null']) {
    t.equal(await hasher.verify(password, null), false);
  }
});

t.test('reports a weaker hash as outdated and a stronger one as current', async (t) => {
  const hasher = await createPasswordHasher({ cost });
  const stored = await hasher.hash('copper kettle');
  t.equal(await hasher.verify('copper kettle', stored), true);
  t.equal(hasher.isOutdated(stored), false);
  t.equal(hasher.isOutdated('$2b$12$old'), true);
  const stronger = await createPasswordHasher({ cost: { ...cost, passes: 2 } });
  t.equal(stronger.isOutdated(stored), true);
  t.equal(await stronger.verify('copper kettle', stored), true);
});
