import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import t from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import { ListeningKeys } from '../../src/listening/store/keys.ts';
import type { Ticket } from '../../src/generated/schemas.gen.ts';
import { TestClient } from './kit/client.ts';
import { createHarness, ticketFor, type Harness } from './kit/harness.ts';
import { ticketInvalid, upgrade } from './kit/upgrade.ts';

const TICKET_MS = 30_000;
/** The resolution of the clock that Redis uses within a command. */
const CLOCK_GRAIN_MS = 20;

let harness: Harness;
let redis: Redis;

t.before(async () => {
  harness = await createHarness(t);
  redis = new Redis(harness.backends.redisUrl, { keyPrefix: harness.backends.redisKeyPrefix });
  t.teardown(() => redis.quit());
});

/** The key of a stored ticket. */
function keyOf({ ticket }: Ticket): string {
  const hash = createHash('sha256').update(ticket).digest('hex');
  return new ListeningKeys(harness.backends.redisKeyPrefix).ticket(hash);
}

t.test('issues a ticket that is valid for 30 s, and says so', async (t) => {
  const session = await harness.session();
  const askedAt = Date.now();
  const ticket = await ticketFor(harness.music, session.id, harness.owner);
  const answeredAt = Date.now();
  const expiresAt = Date.parse(ticket.expiresAt);
  t.ok(expiresAt >= askedAt + TICKET_MS && expiresAt <= answeredAt + TICKET_MS, ticket.expiresAt);
  const leftMs = await redis.pttl(keyOf(ticket));
  const sinceMs = Date.now() - askedAt;
  t.ok(
    leftMs <= TICKET_MS && leftMs >= TICKET_MS - sinceMs - CLOCK_GRAIN_MS,
    `${leftMs} ms are left after ${sinceMs} ms`,
  );
});

t.test('refuses an expired ticket, and accepts another one for the same seat', async (t) => {
  const { music, owner } = harness;
  const session = await harness.session();
  const [expired, valid] = [
    await ticketFor(music, session.id, owner),
    await ticketFor(music, session.id, owner),
  ];
  // Instead of waiting for 30 s.
  t.equal(await redis.pexpire(keyOf(expired), 1), 1);
  await waitFor('the ticket to expire', async () => (await redis.exists(keyOf(expired))) === 0);
  const path = `/api/music/sessions/${session.id}/socket`;
  t.same(await upgrade(music.baseUrl, expired.socketPath), ticketInvalid(path));
  const client = new TestClient(music.baseUrl.replace('http', 'ws') + valid.socketPath);
  t.teardown(() => client.close());
  t.equal((await client.snapshot()).sessionId, session.id);
});
