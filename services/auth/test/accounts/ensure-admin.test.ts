import t from 'tap';
import { AdminRequestError, acceptAdminRequest, createEnsureAdmin } from '../../src/accounts/ensure-admin.ts';
import { createGrantRole } from '../../src/accounts/grant-role.ts';
import { createInfrastructure } from '../../src/infrastructure.ts';
import { readConfig } from '../../src/config.ts';
import { createPasswordHasher } from '../../src/passwords/hasher.ts';
import { connectStores } from '@downbeat/shared/connections';
import { createLogger } from '@downbeat/shared/logging';
import { build } from '../kit/build.ts';
import { enrol, signIn } from '../kit/people.ts';

const password = 'violet harbour lanterns';
const caller = { address: 'command line', userAgent: 'user root', requestId: 'request-1' };

t.test('what is not fit for an administrator is refused, with a sentence', async (t) => {
  const request = { email: 'root@example.com', displayName: 'Root', password };
  const cases = [
    [{ email: 'not an address' }, /one plain address/],
    [{ displayName: '\u0958'.repeat(41) }, /1 to 80 characters/],
    [{ displayName: ' ' }, /1 to 80 characters/],
    [{ displayName: 'A\u202Eb' }, /no control characters, nor those that turn the direction of writing/],
    [{ displayName: 'A\nb' }, /no control characters/],
    [{ password: 'short' }, /8 to 128 characters/],
    [{ password: 'x'.repeat(129) }, /8 to 128 characters/],
    [{ password: 'password123' }, /tried first/],
    [{ email: 'harbour.lights@example.com', password: 'harbourlights' }, /your own name/],
  ] as const;
  for (const [change, message] of cases) {
    t.throws(() => acceptAdminRequest({ ...request, ...change }), { message });
    t.throws(() => acceptAdminRequest({ ...request, ...change }), AdminRequestError);
  }
  t.strictSame(
    acceptAdminRequest({ ...request, email: ' ROOT@Example.com', displayName: ' Root ' }),
    request,
  );
});

t.test('somebody who is there becomes one, with the password they have', async (t) => {
  const { app, env } = await build(t);
  const logger = createLogger('auth', { LOG_LEVEL: 'silent' });
  const stores = await connectStores(readConfig(env), { logger });
  t.teardown(() => Promise.all([stores.mongo.close(), stores.redis.close()]));
  const infrastructure = createInfrastructure(stores, logger, Date.now);
  const passwords = await createPasswordHasher({ cost: { memoryKiB: 64, passes: 1, lanes: 1 } });
  const grantRole = createGrantRole(infrastructure);
  const ensureAdmin = createEnsureAdmin({ ...infrastructure, passwords, grantRole });
  const person = await enrol(app);
  const request = { email: person.email, displayName: 'Root', password };
  t.equal(await ensureAdmin(request, caller), 'promoted');
  t.equal(await ensureAdmin(request, caller), 'unchanged');
  t.match((await signIn(app, person)).user, { role: 'admin', displayName: 'Ada' });
});
