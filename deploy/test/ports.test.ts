import t from 'tap';
import { choosePorts, portNames, portVariable } from '../local/ports.ts';

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
