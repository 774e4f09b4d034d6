import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import type { App } from '@downbeat/shared/http';
import { currentContext, runWithContext } from '@downbeat/shared/logging';
import { waitFor } from '../../test-kit/index.ts';
import { build, listen, logged, problems, tokenOf } from './fixture.ts';
import { rawClient } from './raw-client.ts';

const Ids = Type.Object({ correlationId: Type.String(), context: Type.Unknown() });

const sendIds = {
  method: 'POST',
  url: '/ids',
  config: { operationId: 'sendIds', security: [{ bearer: [] }, {}] },
  schema: {
    operationId: 'sendIds',
    body: Type.Object({}),
    response: { 200: Ids, ...problems },
  },
} as const;

async function ids(t: Test, rule: (app: App) => unknown = () => undefined) {
  const log = logged();
  const app = await build(
    t,
    { sendIds },
    (api) => {
      api.route({
        ...sendIds,
        handler: async (request) => {
          await nextTurn();
          rule(app);
          return { correlationId: request.correlationId, context: currentContext() ?? null };
        },
      });
    },
    { logger: log.logger },
  );
  return { app, log };
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

void t.test('the ids of a request are in its answer and in the context of its work', async (t) => {
  const { app } = await ids(t);
  const { url } = await listen(app);
  const send = async (headers: Record<string, string>) => {
    const reply = await fetch(`${url}/ids`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    });
    return { out: reply.headers, body: (await reply.json()) as object };
  };

  const given = await send({ 'x-request-id': 'request-1', 'x-correlation-id': 'journey_1' });
  t.equal(given.out.get('x-request-id'), 'request-1');
  t.equal(given.out.get('x-correlation-id'), 'journey_1');
  t.strictSame(given.body, {
    correlationId: 'journey_1',
    context: { correlationId: 'journey_1', requestId: 'request-1' },
  });

  const own = await send({});
  const id = own.out.get('x-request-id') ?? '';
  t.match(id, UUID_V7);
  t.strictSame(own.body, { correlationId: id, context: { correlationId: id, requestId: id } });

  for (const bad of [
    'short',
    'x'.repeat(65),
    'spaces are bad',
    'quote"quote',
    '../../../etc',
    '{"a":"bbbb"}',
  ]) {
    const refused = await send({ 'x-request-id': bad, 'x-correlation-id': bad });
    t.match(refused.out.get('x-request-id'), UUID_V7, bad);
    t.equal(refused.out.get('x-correlation-id'), refused.out.get('x-request-id'), bad);
  }
});

void t.test('concurrent requests keep their own context', async (t) => {
  const { app } = await ids(t);
  const { url } = await listen(app);
  const names = Array.from({ length: 50 }, (_, index) => `request-${index}`);
  const contexts = await Promise.all(
    names.map(async (name) => {
      const reply = await fetch(`${url}/ids`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': name },
        body: '{}',
      });
      return ((await reply.json()) as { context: { requestId: string } }).context.requestId;
    }),
  );
  t.strictSame(contexts, names);
});

const send = (app: App, headers: object = {}, url = '/ids') =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'x-request-id': 'request-1', 'x-correlation-id': 'journey_1', ...headers },
    payload: { password: 'canary-password' },
  });

void t.test('logs one line per request, with its ids, operation and user', async (t) => {
  const { app, log } = await ids(t, ({ log }) => log.info('a rule at work'));
  await send(app, { authorization: `Bearer ${tokenOf(app)}` });
  const [rule, line] = log.lines.filter(({ level }) => level === 'info');
  t.match(rule, {
    msg: 'a rule at work',
    requestId: 'request-1',
    correlationId: 'journey_1',
    service: 'test',
  });
  t.match(line, {
    msg: 'request',
    service: 'test',
    requestId: 'request-1',
    correlationId: 'journey_1',
    operationId: 'sendIds',
    userId: 'u1',
    req: { method: 'POST', url: '/ids', remoteAddress: '127.0.0.1' },
    res: { statusCode: 200 },
    durationMs: Number,
  });
  t.equal(log.lines.filter(({ level }) => level === 'info').length, 2);
});

void t.test('no id is twice in a log line, nor in the line of a child logger', async (t) => {
  const raw: string[] = [];
  const { createLogger } = await import('@downbeat/shared/logging');
  const logger = createLogger('test', { LOG_LEVEL: 'info' }, { write: (line) => void raw.push(line) });
  const app = await build(
    t,
    { sendIds },
    (api) => {
      api.route({
        ...sendIds,
        handler: async (request) => {
          request.log.child({ part: 1 }).info('from a child');
          logger.child({ part: 2 }).info('from outside');
          return { correlationId: '', context: null };
        },
      });
    },
    { logger },
  );
  await send(app);
  t.equal(raw.length, 3);
  for (const line of raw) {
    t.equal(line.match(/"correlationId"/g)?.length, 1, line);
    t.equal(line.match(/"requestId"/g)?.length, 1, line);
  }
});

void t.test('probes are logged at debug level only', async (t) => {
  const { app, log } = await ids(t);
  await app.inject('/healthz');
  await app.inject('/readyz');
  t.strictSame(
    log.lines.filter(({ msg }) => msg === 'request').map(({ level }) => level),
    ['debug', 'debug'],
  );
});

void t.test('passwords, codes, tokens and tickets appear in no log', async (t) => {
  const { app, log } = await ids(t, ({ log: logger }) => {
    logger.info(
      { body: { password: 'canary-password', code: 'canary-code' }, refreshToken: 'canary-refresh' },
      'x',
    );
    logger.info({ headers: { authorization: 'canary-header', cookie: 'canary-cookie' } }, 'y');
    logger.info({ a: { b: { ticket: 'canary-ticket' } }, query: { code: 'canary-code' } }, 'z');
    logger.child({ token: 'canary-token', of: { secret: 'canary-secret' } }).info('of a child');
    throw Object.assign(new Error('failed'), { command: { password: 'canary-password' } });
  });
  const token = tokenOf(app);
  await send(app, { authorization: `Bearer ${token}`, cookie: 'sid=canary-cookie' });
  await send(
    app,
    {},
    '/ids?ticket=canary-ticket&signature=canary-signature&code=canary-code&limit=5&odd=canary-odd',
  );
  await app.inject('/nowhere?token=canary-token');
  await app.inject({ url: '/ids/%zz?token=canary-token' });
  t.notMatch(log.text(), /canary/);
  t.notOk(log.text().includes(token.split('.')[2] ?? ''), 'the signature of the token');
  t.match(log.text(), /"url":"\/ids\?ticket=\*&signature=\*&code=\*&limit=5&odd=\*"/);
});

void t.test('a logged error has its code and causes, and no other members', async (t) => {
  const { logger, lines } = logged();
  const cause = Object.assign(new Error('below'), { code: 'ECONNREFUSED', address: '10.0.0.1' });
  logger.error({ err: new Error('above', { cause }) }, 'failed');
  t.match(lines[0], {
    err: {
      type: 'Error',
      message: 'above',
      stack: String,
      cause: { message: 'below', code: 'ECONNREFUSED' },
    },
  });
  t.notMatch(JSON.stringify(lines), /10\.0\.0\.1/);
});

void t.test('a message that is handled outside a request has its own context', async (t) => {
  const { logger, lines } = logged();
  await runWithContext({ correlationId: 'journey_2' }, async () => {
    await nextTurn();
    logger.info('consumed');
  });
  logger.info('outside');
  t.match(lines[0], { msg: 'consumed', correlationId: 'journey_2' });
  t.notHas(lines[1], 'correlationId');
});

void t.test('an aborted request is logged too, with its id', async (t) => {
  const { app, log } = await ids(t);
  const { port } = await listen(app);
  const begun = once(app.server, 'request');
  const { socket } = rawClient(t, port);
  const head = 'POST /ids HTTP/1.1\r\nhost: x\r\nx-request-id: request-2\r\ncontent-type: application/json';
  socket.write(`${head}\r\ncontent-length: 100\r\n\r\n{`);
  await begun;
  socket.destroy();
  const aborted = await waitFor('the line', () => log.lines.find(({ msg }) => msg === 'request aborted'));
  t.match(aborted, { requestId: 'request-2', operationId: 'sendIds' });
});
