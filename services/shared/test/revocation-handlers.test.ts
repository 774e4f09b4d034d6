import { newId } from '@downbeat/shared/ids';
import { type EventHandlers, newEvent, PermanentError } from '@downbeat/shared/messaging';
import { ensureIndexes } from '@downbeat/shared/mongo';
import { connectRedis, redisKeys } from '@downbeat/shared/redis';
import { createRevocationList, revocationHandlers, revocationIndexes } from '@downbeat/shared/revocation';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { createHarness, publish } from './messaging/harness.ts';

const REVOKED = 'downbeat.session.revoked.v1';
const inAnHour = new Date(Date.now() + 3_600_000);

function revoked(sessionId: string) {
  const data = {
    sessionId,
    userId: newId(),
    reason: 'logout' as const,
    revokedUntil: inAnHour.toISOString(),
  };
  const origin = { source: '/auth', subject: sessionId, correlationId: newId() } as const;
  return newEvent(REVOKED, { ...origin, data });
}

t.test('a revocation is announced after its commit, and not without it', async (t) => {
  const { db, rabbit, start, redisUrl, redisKeyPrefix } = await createHarness(t);
  const { redis, close } = connectRedis({ url: redisUrl, keyPrefix: redisKeyPrefix });
  t.teardown(close);
  await ensureIndexes(db, revocationIndexes);
  const [refused, good] = [newId(), newId()];
  const list = createRevocationList({ redis, db });
  const { [REVOKED]: handler } = revocationHandlers(list);
  const failing: EventHandlers = {
    [REVOKED]: async (event, context) => {
      await handler?.(event, context);
      if (event.data.sessionId === refused) throw new PermanentError('not to be committed');
    },
  };
  const consumer = await start({ handlers: failing });
  for (const id of [refused, good]) await publish(rabbit, revoked(id));
  await waitFor('both', () => consumer.stats().handled === 1 && consumer.stats().parked === 1);
  const told = [refused, good].map((id) => redis.exists(redisKeys.revokedSession(id)));
  t.same(await Promise.all(told), [0, 1]);
  t.same(await Promise.all([refused, good].map((id) => list.isRevoked(id))), [false, true]);
});
