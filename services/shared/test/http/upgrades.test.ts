import { ServerResponse, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { commonErrors } from '@downbeat/shared/errors';
import { waitFor } from '../../test-kit/index.ts';
import { addNote, build, listen, problem, problems } from './fixture.ts';
import { rawClient } from './raw-client.ts';

const openSocket = {
  method: 'GET',
  url: '/rooms/:id/socket',
  config: { operationId: 'openSocket', security: [], websocket: true },
  schema: { operationId: 'openSocket', params: Type.Object({ id: Type.String() }), response: problems },
} as const;

/** An app that does with an upgrade what @fastify/websocket does until the route has accepted it. */
async function rooms(t: Test) {
  const upgrades = new WeakSet<IncomingMessage>();
  const app = await build(t, { openSocket, addNote }, (api) => {
    api.route({
      ...openSocket,
      handler: async () => {
        throw commonErrors.FORBIDDEN();
      },
    });
    api.route({ ...addNote, handler: async ({ body }) => body });
    api.addHook('onResponse', async ({ raw }) => {
      if (upgrades.has(raw)) raw.socket.destroy();
    });
  });
  app.server.on('upgrade', (message: IncomingMessage) => {
    upgrades.add(message);
    const response = new ServerResponse(message);
    response.assignSocket(message.socket);
    app.routing(message, response);
  });
  const { port } = await listen(app);
  const connections = promisify(app.server.getConnections.bind(app.server));
  return { port, connections };
}

const head = (start: string, upgrade: string, more = '') =>
  `${start} HTTP/1.1\r\nhost: x\r\nx-request-id: request-1\r\nconnection: upgrade\r\nupgrade: ${upgrade}\r\n${more}\r\n`;

const long = 'x'.repeat(3_000);

void t.test('a refused upgrade is answered with its problem, and its connection ends', async (t) => {
  const { port, connections } = await rooms(t);
  const { socket, seen } = rawClient(t, port);
  socket.write(head('GET /rooms/1/socket', 'WebSocket'));
  await waitFor('the server to close', () => seen.isClosed);
  t.equal(seen.error, '');
  t.match(seen.text, /^HTTP\/1\.1 403 /);
  const body: unknown = JSON.parse(seen.text.split('\r\n\r\n')[1] ?? '');
  t.strictSame(body, problem(403, 'FORBIDDEN', 'You are not allowed to do this', '/rooms/1/socket'));
  await waitFor('the end of the connection', async () => (await connections()) === 0);
});

const note = JSON.stringify({ text: 'hello' });

for (const [name, request, status] of [
  [
    'to h2c, as curl and Java send it with their first request',
    head('POST /notes', 'h2c', `content-type: application/json\r\ncontent-length: ${note.length}\r\n`) + note,
    '200 OK',
  ],
  ['to something else where the contract has a socket', head('GET /rooms/1/socket', 'x'), '403 Forbidden'],
  ['by another method', head('HEAD /rooms/1/socket', 'websocket'), '403 Forbidden'],
  ['where the contract has none', head('GET /nowhere', 'websocket'), '404 Not Found'],
  ['of a path that cannot be decoded', head('GET /rooms/%zz/socket', 'websocket'), '400 Bad Request'],
  ['of a path that is too long', head(`GET /rooms/${long}/socket`, 'websocket'), '414 URI Too Long'],
] as const) {
  void t.test(`an upgrade ${name} is ignored, and the request is answered`, async (t) => {
    const { port } = await rooms(t);
    const { socket, seen } = rawClient(t, port);
    socket.write(request);
    await waitFor('the answer', () => seen.text.includes('\r\n\r\n'));
    t.ok(seen.text.startsWith(`HTTP/1.1 ${status}\r\n`), seen.text);
    if (/^4(00|14)/.test(status)) await waitFor('the server to close', () => seen.isClosed);
    t.equal(seen.error, '');
  });
}
