import { commonErrors } from '@downbeat/shared/errors';
import type { OperationTable } from '@downbeat/shared/http';
import { assertProblemsExplained, assertRoutesMatchContract, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { errors } from '../src/errors.ts';
import { operations } from '../src/generated/operations.gen.ts';
import { errors as listeningErrors, messageTitles } from '../src/listening/model/errors.ts';
import { startMusic } from './kit/music.ts';

const music = await startMusic(t);

t.test('registers exactly the routes of the contract', async (t) => {
  await assertRoutesMatchContract(t, music.app, operations);
});

t.test('defines each error code once, and the contract names it', async (t) => {
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
  t.same(
    [...named].filter((code) => !(code in commonErrors) && !codes.includes(code)),
    [],
    'the contract names no code without a definition',
  );
});

t.test('explains every problem', async (t) => {
  assertProblemsExplained(t, { ...errors, ...listeningErrors });
});

t.test('explains every code of a message of a room', async (t) => {
  for (const [code, title] of Object.entries(messageTitles)) {
    const page = await music.get(`/problems/${code.toLowerCase().replaceAll('_', '-')}`);
    t.equal(page.status, 200, code);
    const text = await page.text();
    // The others are codes of answers too, whose titles speak of requests.
    if (text.includes('message of a room')) t.match(text, `<h1>${title}</h1>`);
  }
});

t.test('reports the state of each dependency', async (t) => {
  // The service does not wait for RabbitMQ when it starts.
  const ready = await waitFor('the broker', async () => {
    const state = (await (await music.get('/readyz')).json()) as { status: string };
    return state.status === 'ok' && state;
  });
  t.same(ready, {
    status: 'ok',
    service: 'music',
    dependencies: {
      storage: { state: 'up', required: false },
      mongo: { state: 'up', required: true },
      redis: { state: 'up', required: false },
      'redis-subscription': { state: 'up', required: false },
      rabbitmq: { state: 'up', required: false },
    },
  });
});
