import type { OperationTable } from '@downbeat/shared/http';
import { assertRoutesMatchContract } from '@downbeat/shared/test-kit';
import { commonErrors } from '@downbeat/shared/problem';
import t from 'tap';
import { errors } from '../src/errors.ts';
import { operations } from '../src/generated/operations.gen.ts';
import { errors as listeningErrors } from '../src/listening/model/errors.ts';

import { startMusic } from './kit/music.ts';

const music = await startMusic(t);

t.test('the routes are those of the contract', async (t) => {
  await assertRoutesMatchContract(t, music.app, operations);
});

t.test('a code has one definition, and the contract names it', async (t) => {
  const codes = [errors, listeningErrors].flatMap(Object.keys);
  const table: OperationTable = operations;
  const named = new Set(Object.values(table).flatMap(({ config }) => config.codes ?? []));
  t.same(
    codes.filter((code, index) => code in commonErrors || codes.indexOf(code) !== index),
    [],
  );
  t.same(
    codes.filter((code) => !named.has(code)),
    [],
  );
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
