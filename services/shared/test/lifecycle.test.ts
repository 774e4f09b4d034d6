import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { waitFor } from '../test-kit/index.ts';

const SERVICE = fileURLToPath(new URL('./lifecycle-service.ts', import.meta.url));

interface Line {
  level: string;
  msg: string;
  [key: string]: unknown;
}

function run(t: Test, env: Record<string, string> = {}) {
  const process_ = spawn(process.execPath, [SERVICE], {
    env: { PORT: '0', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  const errors = text(process_.stderr);
  createInterface({ input: process_.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Line));
  const ended = once(process_, 'close').then(([code]) => code as number | null);
  t.teardown(() => process_.kill('SIGKILL'));
  const said = (message: string | RegExp) =>
    waitFor(`the log to say ${String(message)}`, () => lines.find(({ msg }) => msg.match(message) !== null), {
      timeoutMs: 60_000,
    });
  const listening = async () => /http:\/\/[\d.:]+/.exec((await said(/^Server listening at/)).msg)?.[0] ?? '';
  return { kill: (signal: NodeJS.Signals) => process_.kill(signal), lines, errors, ended, said, listening };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  void t.test(`${signal} finishes running requests, stops in order and exits 0`, async (t) => {
    const service = run(t);
    const url = await service.listening();
    const answer = fetch(`${url}/slow`);
    await service.said('asked');
    service.kill(signal);
    t.strictSame(await (await answer).json(), { done: true });
    t.equal(await service.ended, 0);
    t.strictSame(
      service.lines.map(({ msg }) => msg).filter((msg) => !msg.startsWith('Server listening')),
      ['asked', 'stopping', 'request', 'relay stopped', 'connections closed', 'stopped'],
    );
  });
}

void t.test('exits 0 within the limit when something does not stop', async (t) => {
  const service = run(t, { BEHAVIOUR: 'hang', SHUTDOWN_TIMEOUT_MS: '500' });
  await service.listening();
  const begun = performance.now();
  service.kill('SIGTERM');
  t.equal(await service.ended, 0);
  t.ok(performance.now() - begun < 10_000);
  t.match(await service.said('not everything stopped in time'), { level: 'error', limitMs: 500 });
});

void t.test('exits 1 and logs the error when closing fails', async (t) => {
  const service = run(t, { BEHAVIOUR: 'break' });
  await service.listening();
  service.kill('SIGTERM');
  t.equal(await service.ended, 1);
  const err = { message: 'the database keeps its connection' };
  t.match(await service.said('could not stop in order'), { level: 'error', err });
});

void t.test('a second signal exits at once', async (t) => {
  const service = run(t, { BEHAVIOUR: 'hang', SHUTDOWN_TIMEOUT_MS: '60000' });
  await service.listening();
  service.kill('SIGTERM');
  await service.said('relay stopped');
  service.kill('SIGINT');
  t.equal(await service.ended, 130);
});

void t.test('Node writes its compile cache before the first request, and not at the stop', async (t) => {
  const folder = t.testdir();
  const compiled = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const service = run(t, { NODE_COMPILE_CACHE: folder });
  await service.listening();
  const written = compiled();
  t.ok(written.length > 100, `${written.length} files`);
  service.kill('SIGTERM');
  t.equal(await service.ended, 0);
  t.strictSame(compiled(), written);
});

void t.test('an unhandled rejection is logged and ends the process', async (t) => {
  const service = run(t, { BEHAVIOUR: 'reject' });
  t.equal(await service.ended, 1);
  t.match(await service.said(/unhandledRejection/), { level: 'fatal', err: { message: 'forgotten' } });
});

void t.test('a start that fails says why and exits 1', async (t) => {
  const service = run(t, { BEHAVIOUR: 'no start' });
  t.equal(await service.ended, 1);
  await service.said(/^cannot start: MongoDB at localhost did not answer$/);
});

void t.test('a port in use is reported in one sentence', async (t) => {
  const holder = createServer().listen(0, '127.0.0.1');
  t.teardown(() => holder.close());
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const service = run(t, { PORT: String(port) });
  t.equal(await service.ended, 1);
  await service.said(`cannot start: port ${port} of 127.0.0.1 is taken; set PORT to another`);
});

void t.test(
  'faults of the environment are printed without a stack, and have their own exit status',
  async (t) => {
    const service = run(t, { PORT: 'many', LOG_LEVEL: 'loud' });
    t.equal(await service.ended, 78);
    const lines = (await service.errors).trim().split('\n');
    t.strictSame(lines, [
      'test cannot start, its environment has 2 fault(s):',
      '  LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent (least important log line to write; example: info)',
      '  PORT: must be integer (TCP port to listen on; 0 takes a free one; example: 0)',
    ]);
    t.strictSame(service.lines, []);
  },
);
