import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import t, { type Test } from 'tap';
import { residentMebibytes, untilNoWorker } from '../local/measurements.ts';
import { readyInFull } from '../local/probes.ts';

/** A service that answers with this readiness. */
async function serviceWith(t: Test, code: number, readiness: object): Promise<string> {
  const server = createHttpServer((_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(readiness));
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const up = { state: 'up', required: true };
const away = { state: 'down', required: false, error: 'connection refused' };

t.test('a service is not ready in full while any of its dependencies is down', async (t) => {
  const dependencies = { mongo: up, redis: away, rabbit: away };
  const degraded = await serviceWith(t, 200, { status: 'degraded', service: 'auth', dependencies });
  await t.rejects(readyInFull(degraded), { message: `${degraded} is degraded, without redis, rabbit` });
  const down = await serviceWith(t, 503, {
    status: 'down',
    service: 'auth',
    dependencies: { mongo: away },
  });
  await t.rejects(readyInFull(down), { message: `${down} is down, without mongo` });
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await t.rejects(readyInFull(`http://127.0.0.1:${port}`));
  const whole = await serviceWith(t, 200, { status: 'ok', service: 'auth', dependencies: { mongo: up } });
  await t.resolves(readyInFull(whole));
});

t.test("measures a program's memory, and waits for the end of its thread", async (t) => {
  // A thread that holds 64 MiB and ends when it receives a message.
  const program = `
    const { Worker } = require('node:worker_threads');
    const work = 'const held = Buffer.alloc(64 << 20, 1); const { parentPort: p } = require("node:worker_threads");' +
      'p.once("message", () => held.length && process.exit()); p.postMessage("here")';
    const worker = new Worker(work, { eval: true });
    worker.once('message', () => console.log('here'));
    process.stdin.once('data', () => worker.postMessage('end'));
  `;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const busy = residentMebibytes(child.pid!);
  t.ok(busy > 100 && busy < 1_000, `${busy.toFixed(0)} MiB`);
  await t.rejects(untilNoWorker(child.pid!, 300), {
    message: 'A process without worker threads was not ready within 0.3 s (1 at work).',
  });
  child.stdin.write('end');
  await untilNoWorker(child.pid!, 10_000);
  t.ok(residentMebibytes(child.pid!) < busy - 40, 'it has given its memory back');
});
