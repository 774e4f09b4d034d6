import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import t, { type Test } from 'tap';
import { answersInTime, readyInFull } from '../local/probes.ts';

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

t.test('a program that has answered is alive, also when the one that asks was held up itself', async (t) => {
  const program = `
    const server = require('node:http').createServer((_request, response) => setTimeout(() => response.end(), 100));
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const answered = answersInTime(`http://127.0.0.1:${port.toString().trim()}/`, 300);
  // The question is sent, and the answer comes before the limit, but is read after it.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setImmediate(resolve));
  const untilMs = performance.now() + 500;
  while (performance.now() < untilMs);
  t.equal(await answered, true);
  child.kill('SIGSTOP');
  t.equal(await answersInTime(`http://127.0.0.1:${port.toString().trim()}/`, 300), false);
});
