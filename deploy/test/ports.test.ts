import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import {
  choosePorts,
  findTaken,
  freePorts,
  blockedByFetch,
  isFree,
  portNames,
  portVariable,
} from '../local/ports.ts';

async function isRefused(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(2_000);
  const outcome = await fetch(`http://127.0.0.1:${port}/`, { signal }).catch((error: unknown) => error);
  return outcome instanceof Error && outcome.cause instanceof Error && outcome.cause.message === 'bad port';
}

t.test('refuses a value that is not a port, naming the variable', async (t) => {
  for (const text of ['0', '65536', '4000.5', 'four']) {
    t.throws(() => choosePorts({ PORT_AUTH: text }), {
      message: `PORT_AUTH must be a port from 1 to 65535, but it is "${text}".`,
    });
  }
  t.throws(() => choosePorts({ PORT_OFFSET: '50000' }), { message: /^PORT_OFFSET must be a port/ });
  t.throws(() => choosePorts({ PORT_OFFSET: '0.5' }), { message: 'PORT_OFFSET must be a whole number.' });
});

t.test('refuses one port for two programs', async (t) => {
  t.throws(() => choosePorts({ PORT_WEB: '4000' }), {
    message: 'auth and web both want port 4000; give one of them another.',
  });
});

t.test('refuses a port that no browser connects to, for a server of HTTP', async (t) => {
  t.throws(() => choosePorts({ PORT_OFFSET: '9000' }), {
    message:
      'inbox cannot have port 10080, which no browser connects to; set PORT_INBOX or another PORT_OFFSET.',
  });
  t.equal(choosePorts({ PORT_OFFSET: '9000', PORT_INBOX: '8025' }).inbox, 8025);
  t.equal(choosePorts({ PORT_REDIS: '6000' }).redis, 6000);
});

t.test('knows the ports that the fetch of this Node refuses', async (t) => {
  const ports = [1, 22, 2049, 4045, 4190, 5060, 6000, 6667, 10080, 4000, 1080, 15672];
  for (const port of ports) t.equal(blockedByFetch.has(port), await isRefused(port), String(port));
});

t.test('gives the ports of the contract without any setting', async (t) => {
  const { auth, music, notification, web, rabbitDashboard } = choosePorts({});
  t.strictSame([auth, music, notification, web, rabbitDashboard], [4000, 4001, 4002, 4003, 15672]);
});

t.test('shifts all ports by the offset, except one that its own variable sets', async (t) => {
  const plain = choosePorts({});
  const moved = choosePorts({ PORT_OFFSET: '1000', PORT_INBOX: '8025' });
  for (const name of portNames) t.equal(moved[name], name === 'inbox' ? 8025 : plain[name] + 1000, name);
});

t.test('names the variable of a port of two words', async (t) => {
  t.equal(portVariable('rabbitDashboard'), 'PORT_RABBIT_DASHBOARD');
});

const listener = async (t: Test): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
};

t.test('names a taken port in one sentence, with what to do', async (t) => {
  const port = await listener(t);
  const ports = choosePorts({ PORT_RABBIT_DASHBOARD: String(port) });
  t.strictSame(await findTaken(ports, ['rabbitDashboard']), [
    `Port ${port}, wanted by RabbitMQ's dashboard, is taken by another program; stop that, or set PORT_RABBIT_DASHBOARD (or PORT_OFFSET, which moves all ports).`,
  ]);
});

t.test('names all taken ports at once, and only the wanted ones', async (t) => {
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

t.test('a port is free again after its server has closed', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.equal(await isFree(port), false);
  server.close();
  await once(server, 'close');
  t.equal(await isFree(port), true);
});

const moduleFile = join(import.meta.dirname, '../local/ports.ts');

t.test('gives different ports to callers at the same moment, also in two processes', async (t) => {
  const code = `const { freePorts } = await import(${JSON.stringify(moduleFile)});
    console.log(JSON.stringify(await freePorts())); setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  const [output, first, second] = await Promise.all([once(child.stdout, 'data'), freePorts(), freePorts()]);
  const other = JSON.parse(String(output[0])) as typeof first;
  const all = [first, second, other].flatMap((ports) => portNames.map((name) => ports[name]));
  t.equal(new Set(all).size, 3 * portNames.length);
});
