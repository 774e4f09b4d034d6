import { callWithLimit } from '@downbeat/shared/deadline';
import t, { type Test } from 'tap';
import { addNote, asked, build, listen, logged, problem } from './fixture.ts';

const LIMIT_MS = 3_000;

const tooLate = problem(503, 'TIMEOUT', 'The answer took too long', '/notes');
const unavailable = problem(503, 'UNAVAILABLE', 'The service cannot answer at the moment', '/notes');

/** Posts one note to a server whose handler does `work`. */
async function post(t: Test, work: () => Promise<unknown>, onSend = async (): Promise<void> => undefined) {
  const log = logged();
  const app = await build(
    t,
    { addNote },
    (api) => {
      api.route({
        ...addNote,
        onSend,
        handler: async ({ body }) => {
          await work();
          return body;
        },
      });
    },
    { logger: log.logger, handlerTimeoutMs: LIMIT_MS },
  );
  const { url } = await listen(app);
  const began = performance.now();
  const answer = await fetch(`${url}/notes`, {
    method: 'POST',
    headers: { ...asked, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'a' }),
    signal: AbortSignal.timeout(10 * LIMIT_MS),
  });
  return { status: answer.status, body: await answer.json(), tookMs: performance.now() - began, log };
}

t.test('a request with a body whose handler hangs is answered at its limit', async (t) => {
  const { body, tookMs } = await post(t, () => new Promise(() => undefined));
  t.strictSame(body, tooLate);
  t.ok(tookMs >= LIMIT_MS - 1, `${tookMs} ms`);
});

t.test('an answer that is on its way at the limit is sent as it is', async (t) => {
  const pastLimit = () => new Promise<void>((resolve) => setTimeout(resolve, LIMIT_MS + 200));
  const { status, body } = await post(t, async () => undefined, pastLimit);
  t.equal(status, 200);
  t.strictSame(body, { text: 'a' });
});

t.test('calls of other servers in a row have one limit, which leaves time to answer', async (t) => {
  const pauseMs = LIMIT_MS / 3;
  let calls = 0;
  const { body } = await post(t, async () => {
    for (;;) {
      await callWithLimit('a call', () => new Promise((resolve) => setTimeout(resolve, pauseMs)));
      calls += 1;
    }
  });
  t.strictSame(body, unavailable);
  t.equal(calls, 2);
});

t.test(
  'work that goes on after the answer has the limit of a call, and not that of the request',
  async (t) => {
    const answered = Promise.withResolvers<undefined>();
    const late: Promise<unknown>[] = [];
    const slow = async () => {
      await answered.promise;
      return callWithLimit('a call', () => new Promise((resolve) => setTimeout(resolve, LIMIT_MS, 'done')));
    };
    const { status } = await post(t, async () => void late.push(slow()));
    t.equal(status, 200);
    answered.resolve(undefined);
    t.strictSame(await Promise.all(late), ['done']);
  },
);
