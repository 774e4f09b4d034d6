import t from 'tap';
import { commonErrors } from '@downbeat/shared/errors';
import { createJsonApp, getCup } from './json-fixture.ts';
import { asked, build, problem } from './fixture.ts';

const internal = problem(500, 'INTERNAL', 'Something went wrong on our side', '/cups/1');

void t.test('a thrown problem reaches the client with its headers', async (t) => {
  const { app } = await createJsonApp(t, 'problem');
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.equal(reply.statusCode, 409);
  t.equal(reply.headers['retry-after'], '3');
  t.equal(reply.headers['cache-control'], 'no-store');
  t.strictSame(
    reply.json(),
    problem(409, 'CUP_IS_EMPTY', 'The cup is empty', '/cups/1', { detail: 'Pour first' }),
  );
});

void t.test('an unexpected error is logged and not sent', async (t) => {
  for (const [act, message] of [
    ['error', 'password hunter2 is in /etc/passwd'],
    ['text', 'something that is not an Error was thrown: string'],
  ] as const) {
    const { app, log } = await createJsonApp(t, act);
    const reply = await app.inject({ url: '/cups/1', headers: asked });
    t.strictSame(reply.json(), internal, act);
    const line = log.lines.find(({ msg }) => msg === 'a request failed');
    t.match(line, { level: 'error', requestId: 'request-1', problem: 'INTERNAL', err: { message } });
  }
  const { app } = await createJsonApp(t, 'nothing');
  t.strictSame((await app.inject({ url: '/cups/1', headers: asked })).json(), internal);
});

void t.test('an answer that breaks the contract becomes 500, and the log names it', async (t) => {
  const { app, log } = await createJsonApp(t, 'wrong');
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.equal(reply.statusCode, 500);
  t.strictSame(reply.json(), internal);
  const line = log.lines.find(({ msg }) => msg === 'a request failed');
  t.match(line, {
    err: {
      type: 'ResponseContractError',
      message: 'GET /cups/:size 200: /name must NOT have fewer than 2 characters',
    },
  });
});

void t.test('a server that is away is 503 with Retry-After, without the driver’s message', async (t) => {
  const { app } = await createJsonApp(t, 'away');
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.equal(reply.headers['retry-after'], '2');
  t.strictSame(
    reply.json(),
    problem(503, 'UNAVAILABLE', 'The service cannot answer at the moment', '/cups/1'),
  );
});

void t.test('an answer that takes too long is 503, and its work is told so', async (t) => {
  let aborted = false;
  const app = await build(
    t,
    { getCup },
    (api) => {
      api.route({
        ...getCup,
        handler: async (request) => {
          await new Promise((resolve) => request.scope.deadline?.gone.addEventListener('abort', resolve));
          aborted = true;
          throw commonErrors.INTERNAL();
        },
      });
    },
    { handlerTimeoutMs: 50 },
  );
  const reply = await app.inject({ url: '/cups/1', headers: asked });
  t.strictSame(reply.json(), problem(503, 'TIMEOUT', 'The answer took too long', '/cups/1'));
  t.ok(aborted);
});
