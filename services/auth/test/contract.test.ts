import { assertRoutesMatchContract } from '@downbeat/shared/test-kit';
import t from 'tap';
import { operations } from '../src/generated/operations.gen.ts';
import { build } from './kit/build.ts';
import { call } from './kit/people.ts';

const { app } = await build(t);

t.test('the routes are those of the contract', async (t) => {
  await assertRoutesMatchContract(t, app, operations);
});

t.test('the service is ready, and says of what', async (t) => {
  const ready = await call(app, 'getReadiness');
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

t.test('it tells its metrics, the outbox among them', async (t) => {
  const { body } = await call(app, 'getMetrics');
  t.match(body, /outbox/);
});
