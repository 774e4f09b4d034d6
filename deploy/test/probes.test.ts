import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import t, { type Test } from 'tap';
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
