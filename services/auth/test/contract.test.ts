import type { OperationTable } from '@downbeat/shared/http';
import { newGuestId } from '@downbeat/shared/ids';
import { assertProblemsExplained, assertRoutesMatchContract, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { errors } from '../src/errors.ts';
import { operations } from '../src/generated/operations.gen.ts';
import { build } from './kit/build.ts';
import { call, type OperationName } from './kit/users.ts';

const { app } = await build(t);

t.test('registers exactly the routes of the contract', async (t) => {
  await assertRoutesMatchContract(t, app, operations);
});

t.test(
  'has no route with an id, and no route for one role: such a route needs a matrix of who may call it',
  async (t) => {
    const routes = Object.values(operations as OperationTable).filter(
      ({ url, config }) => url.includes('/:') || config.security.some(({ bearer = [] }) => bearer.length > 0),
    );
    t.same(routes, []);
  },
);

t.test('no route with a sign-in is for the guests of a listening session', async (t) => {
  const claims = { sub: newGuestId(), sid: newGuestId(), role: 'guest', name: 'Gus', email_verified: false };
  const token = app.jwt.sign({ ...claims, jti: newGuestId() }, { expiresIn: '15m' });
  const table: OperationTable = operations;
  for (const [name, { config }] of Object.entries(table)) {
    if (config.security.length === 0) continue;
    const reply = await call(app, name as OperationName, { token, body: {} });
    t.match([reply.statusCode, reply.json()], [403, { code: 'FORBIDDEN' }], name);
  }
});

t.test('defines every error code that the contract names', async (t) => {
  const table: OperationTable = operations;
  const named = new Set(Object.values(table).flatMap(({ config }) => config.codes ?? []));
  t.ok(named.size > 10);
  t.same(
    [...named].filter((code) => !(code in errors)),
    [],
  );
});

t.test('explains every problem', async (t) => {
  assertProblemsExplained(t, errors);
});

t.test('reports readiness with each dependency', async (t) => {
  // The service does not wait for RabbitMQ when it starts.
  const ready = await waitFor('the broker', async () => {
    const answer = await call(app, 'getReadiness');
    return answer.json<{ status: string }>().status === 'ok' && answer;
  });
  t.equal(ready.statusCode, 200);
  t.strictSame(ready.json(), {
    status: 'ok',
    service: 'auth',
    dependencies: {
      mongo: { state: 'up', required: true },
      redis: { state: 'up', required: false },
      rabbitmq: { state: 'up', required: false },
    },
  });
});

t.test('exports metrics, those of the outbox included', async (t) => {
  const { body } = await call(app, 'getMetrics', { ip: '127.0.0.1' });
  t.match(body, /outbox/);
});
