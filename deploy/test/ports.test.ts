import t from 'tap';
import { isBlockedByFetch } from '../local/blocked-ports.ts';
import { choosePorts, portNames, portVariable } from '../local/ports.ts';

async function isRefused(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(2_000);
  const outcome = await fetch(`http://127.0.0.1:${port}/`, { signal }).catch((error: unknown) => error);
  return outcome instanceof Error && outcome.cause instanceof Error && outcome.cause.message === 'bad port';
}

t.test('refuses what is no port, naming the variable', async (t) => {
  for (const text of ['0', '65536', '4000.5', 'four']) {
    t.throws(() => choosePorts({ PORT_AUTH: text }), {
      message: `PORT_AUTH must be a port from 1 to 65535, but it is "${text}".`,
    });
  }
  t.throws(() => choosePorts({ PORT_OFFSET: '50000' }), { message: /^PORT_OFFSET must be a port/ });
  t.throws(() => choosePorts({ PORT_OFFSET: '0.5' }), { message: 'PORT_OFFSET must be a whole number.' });
});

t.test('refuses one port for two', async (t) => {
  t.throws(() => choosePorts({ PORT_WEB: '4000' }), {
    message: 'auth and web both want port 4000; give one of them another.',
  });
});

t.test('refuses a port that no browser asks, for what is asked by HTTP', async (t) => {
  t.throws(() => choosePorts({ PORT_OFFSET: '9000' }), {
    message: 'inbox cannot have port 10080, which no browser asks; set PORT_INBOX or another PORT_OFFSET.',
  });
  t.equal(choosePorts({ PORT_OFFSET: '9000', PORT_INBOX: '8025' }).inbox, 8025);
  t.equal(choosePorts({ PORT_REDIS: '6000' }).redis, 6000);
});

t.test('knows the ports that the fetch of this Node refuses', async (t) => {
  const ports = [1, 22, 2049, 4045, 4190, 5060, 6000, 6667, 10080, 4000, 1080, 15672];
  for (const port of ports) t.equal(isBlockedByFetch(port), await isRefused(port), String(port));
});

t.test('gives the ports of the contract without any setting', async (t) => {
  const { auth, music, notification, web, rabbitDashboard } = choosePorts({});
  t.strictSame([auth, music, notification, web, rabbitDashboard], [4000, 4001, 4002, 4003, 15672]);
});

t.test('shifts all by the offset, but leaves one that is set by its own variable', async (t) => {
  const plain = choosePorts({});
  const moved = choosePorts({ PORT_OFFSET: '1000', PORT_INBOX: '8025' });
  for (const name of portNames) t.equal(moved[name], name === 'inbox' ? 8025 : plain[name] + 1000, name);
});

t.test('names the variable of a port of two words', async (t) => {
  t.equal(portVariable('rabbitDashboard'), 'PORT_RABBIT_DASHBOARD');
});
