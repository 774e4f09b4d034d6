import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { findTaken, isFree } from '../local/port-check.ts';
import { choosePorts } from '../local/ports.ts';

const listener = async (t: Test): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
};

t.test('a port that somebody listens on is told in one sentence with the way out', async (t) => {
  const port = await listener(t);
  const ports = choosePorts({ PORT_RABBIT_DASHBOARD: String(port) });
  t.strictSame(await findTaken(ports, ['rabbitDashboard']), [
    `Port ${port}, wanted by RabbitMQ's dashboard, is taken by another program; stop that, or set PORT_RABBIT_DASHBOARD (or PORT_OFFSET, which moves all ports).`,
  ]);
});

t.test('all taken ports are told at once, and only those that are asked for', async (t) => {
  const [first, second, third] = [await listener(t), await listener(t), await listener(t)];
  const ports = choosePorts({
    PORT_AUTH: String(first),
    PORT_MUSIC: String(second),
    PORT_WEB: String(third),
  });
  const sentences = await findTaken(ports, ['auth', 'music']);
  t.equal(sentences.length, 2);
  t.match(sentences[0], new RegExp(`^Port ${first}, wanted by the auth service,`));
  t.match(sentences[1], new RegExp(`^Port ${second}, wanted by the music service,`));
});

t.test('a port is free again after its owner has gone', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.equal(await isFree(port), false);
  server.close();
  await once(server, 'close');
  t.equal(await isFree(port), true);
});
