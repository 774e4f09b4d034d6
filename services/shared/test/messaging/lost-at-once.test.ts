import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connectRabbit, startConsumer } from '@downbeat/shared/messaging';
import { connectMongo } from '@downbeat/shared/mongo';
import { testBackends, waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { publish, renamed } from './harness.ts';

// Class and method of two AMQP 0-9-1 methods, as they stand in a frame.
const BASIC_CONSUME = Buffer.from([0, 60, 0, 20]);
const BASIC_CANCEL = Buffer.from([0, 60, 0, 30]);

/** A proxy that holds back what the broker sends from the first basic.consume on, and then sends it in one packet. */
async function holdingBack(t: Test, url: string) {
  const { port, hostname } = new URL(url);
  const held: Buffer[] = [];
  const sockets: Socket[] = [];
  let isHolding = false;
  let hasHeld = false;
  let letGo = (): void => undefined;
  const server = createServer((client) => {
    const broker = connect(Number(port), hostname);
    sockets.push(client, broker);
    for (const socket of [client, broker]) socket.on('error', () => undefined);
    client.on('data', (bytes) => {
      isHolding ||= !hasHeld && bytes.includes(BASIC_CONSUME);
      hasHeld ||= isHolding;
      broker.write(bytes);
    });
    broker.on('data', (bytes) => (isHolding ? held.push(bytes) : client.write(bytes)));
    letGo = () => {
      isHolding = false;
      client.write(Buffer.concat(held));
    };
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = new URL(url);
  address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: address.href, heldBack: () => Buffer.concat(held), letGo: () => letGo() };
}

t.test('a consumer that is cancelled in the same packet as its confirmation subscribes again', async (t) => {
  const backends = await testBackends(t);
  const relay = await holdingBack(t, backends.amqpUrl);
  const mongo = await connectMongo({ uri: backends.mongoUri });
  const [behind, direct] = [
    await connectRabbit({ url: relay.url }),
    await connectRabbit({ url: backends.amqpUrl }),
  ];
  t.teardown(async () => {
    await Promise.all([behind.close(), direct.close()]);
    await mongo.close();
  });
  const names: string[] = [];
  const consumer = await startConsumer({
    rabbit: behind,
    ...mongo,
    queue: 'test',
    handlers: {
      'downbeat.user.renamed.v1': async ({ data }) => void names.push(data.displayName),
    },
  });
  t.teardown(() => consumer.stop(1_000));
  await waitFor('the direct connection', () => direct.connected);
  const operator = await direct.openChannel();
  await waitFor('the subscription to be asked for', () => relay.heldBack().length > 0);
  await operator.deleteQueue('test');
  await waitFor('the cancellation', () => relay.heldBack().includes(BASIC_CANCEL));
  t.equal(consumer.subscribed, false);
  relay.letGo();
  await waitFor('the second subscription', () => consumer.subscribed);
  await publish(direct, renamed('Ada'));
  await waitFor('the event', () => names.length === 1);
  t.strictSame(names, ['Ada']);
});
