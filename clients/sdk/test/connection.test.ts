// The connection against a real ws server: refused, closed with every code, replaced.
import t from 'tap';
import { DownbeatError } from '../src/index.ts';
import { connectionTo, server } from './kit/sockets.ts';

await t.test('fails to open with a closed port or a refused ticket', async (t) => {
  const closed = connectionTo(t, async () => 'ws://127.0.0.1:9');
  await t.rejects(closed.connection.open(), { code: 'NETWORK_ERROR' });
  const refused = connectionTo(t, () => Promise.reject(new DownbeatError('SESSION_NOT_FOUND', 'gone')));
  await t.rejects(refused.connection.open(), { code: 'SESSION_NOT_FOUND' });
});

await t.test('closes for good with each close code that is final', async (t) => {
  for (const code of [1009, 4000, 4001, 4004, 4005, 4007]) {
    const url = await server(t, (socket) => socket.close(code));
    const { connection, next, statuses } = connectionTo(t, async () => url);
    const ended = next('closed');
    await connection.open();
    t.not(await ended, '');
    t.same(statuses, ['connecting', 'open', 'closed'], String(code));
  }
});

await t.test('replaces a lost socket, with a new ticket', async (t) => {
  const url = await server(t, (socket, nth) => nth === 1 && socket.terminate());
  let tickets = 0;
  const { connection, next, statuses } = connectionTo(t, async () => `${url}/?ticket=${(tickets += 1)}`);
  const lost = next('waiting');
  await connection.open();
  await lost;
  await next('open');
  t.equal(tickets, 2);
  t.same(statuses, ['connecting', 'open', 'waiting', 'connecting', 'open']);
});

await t.test('closes for good when a retry is refused with a final code', async (t) => {
  const url = await server(t, (socket) => socket.terminate());
  let tries = 0;
  const { connection, next } = connectionTo(t, async () => {
    if ((tries += 1) > 1) throw new DownbeatError('SIGNED_OUT', 'ended');
    return url;
  });
  const ended = next('closed');
  await connection.open();
  t.equal(await ended, 'ended', 'in words');
});

await t.test('opens no socket when it is closed while it waits for a ticket', async (t) => {
  let opened = 0;
  const url = await server(t, () => (opened += 1));
  const ticket = Promise.withResolvers<string>();
  const { connection, statuses } = connectionTo(t, () => ticket.promise);
  const opening = connection.open();
  connection.close();
  ticket.resolve(url);
  await opening;
  t.equal(opened, 0);
  t.same(statuses, ['connecting', 'closed']);
});

await t.test('ignores messages of a socket that was replaced or closed', async (t) => {
  const url = await server(t, (socket, nth) => {
    if (nth === 1) socket.on('close', () => undefined);
    socket.send('not json');
    socket.send(JSON.stringify({ type: 'ack', commandId: `from-${nth}`, revision: 1 }));
  });
  const { connection, next, messages } = connectionTo(t, async () => url);
  await connection.open();
  const again = next('open');
  connection.replaceSilent();
  await again;
  connection.close();
  t.notOk(messages.some((message) => message.type === 'ack' && message.commandId === 'from-2'));
});
