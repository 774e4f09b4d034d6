import { assertRoutesMatchContract } from '@downbeat/shared/test-kit';
import t from 'tap';
import { operations } from '../src/generated/operations.gen.ts';
import { startMusic } from './kit/music.ts';

const music = await startMusic(t);

t.test('the routes are those of the contract', async (t) => {
  await assertRoutesMatchContract(t, music.app, operations);
});

t.test('the service is ready, and says of what', async (t) => {
  const ready = await music.get('/readyz');
  t.equal(ready.status, 200);
  t.same(await ready.json(), {
    status: 'ok',
    service: 'music',
    dependencies: {
      storage: { state: 'up', required: false },
      mongo: { state: 'up', required: true },
      redis: { state: 'up', required: false },
      rabbitmq: { state: 'up', required: false },
    },
  });
});
