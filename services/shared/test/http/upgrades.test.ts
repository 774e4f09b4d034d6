import { ServerResponse, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { commonErrors } from '@downbeat/shared/errors';
import { waitFor } from '../../test-kit/index.ts';
import { build, listen, problem, problems } from './fixture.ts';
import { rawClient } from './raw-client.ts';

const openSocket = {
  method: 'GET',
  url: '/rooms/:id/socket',
  config: { operationId: 'openSocket', security: [], websocket: true },
  schema: { operationId: 'openSocket', params: Type.Object({ id: Type.String() }), response: problems },
} as const;

const addNote = {
  method: 'POST',
  url: '/notes',
  config: { operationId: 'addNote', security: [] },
  schema: {
    operationId: 'addNote',
    body: Type.Object({ text: Type.String() }),
    response: { 200: Type.Object({ text: Type.String() }), ...problems },
  },
} as const;

async function rooms(t: Test) {
  const app = await build(t, { openSocket, addNote }, (api) => {
    api.route({
      ...openSocket,
      handler: async () => {
        throw commonErrors.FORBIDDEN();
      },
    });
    api.route({ ...addNote, handler: async ({ body }) => body });
  });
  // What @fastify/websocket does with an upgrade, its own end of the connection left out.
  app.server.on('upgrade', (message: IncomingMessage) => {
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

for (const [name, path, refusal] of [
  ['by the route', '/rooms/1/socket', [403, 'FORBIDDEN', 'You are not allowed to do this']],
  ['as undecodable', '/rooms/%zz/socket', [400, 'BAD_REQUEST', 'The request cannot be understood']],
  ['as too long', `/rooms/${long}/socket`, [414, 'URI_TOO_LONG', 'The address is too long']],
] as const) {
  void t.test(
    `an upgrade refused ${name} ends its connection, whether the client hangs up or not`,
    async (t) => {
      const { port, connections } = await rooms(t);
      const { socket, seen } = rawClient(t, port);
      socket.write(head(`GET ${path}`, 'WebSocket'));
      await waitFor('the server to hang up', () => seen.isClosed);
      t.equal(seen.error, '');
      t.match(seen.text, /\r\nconnection: close\r\n/i);
      const [status, code, title] = refusal;
      t.strictSame(JSON.parse(seen.text.split('\r\n\r\n')[1] ?? ''), problem(status, code, title, path));
      await waitFor('the end of the connection', async () => (await connections()) === 0);
    },
  );
}

void t.test('a CONNECT ends its connection, whether the client hangs up or not', async (t) => {
  const { port, connections } = await rooms(t);
  const { socket, seen } = rawClient(t, port);
  socket.write('CONNECT x:443 HTTP/1.1\r\nhost: x:443\r\n\r\n');
  await waitFor('the server to hang up', () => seen.isClosed);
  t.match(seen.text, /^HTTP\/1\.1 501 /);
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
  [
    'behind a request that waits for its answer',
    'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n' + head('GET /rooms/1/socket', 'websocket'),
    '200 OK',
  ],
  ['of an undecodable address', head('GET /%%zz', 'x'), '400 Bad Request'],
] as const) {
  void t.test(`an upgrade ${name} is ignored: it is answered, and the connection ends`, async (t) => {
    const { port } = await rooms(t);
    const { socket, seen } = rawClient(t, port);
    // Node would drop the second, and answer the third in its place.
    socket.write(`${request}GET /second HTTP/1.1\r\nhost: x\r\n\r\n`);
    await waitFor('the server to hang up', () => seen.isClosed);
    t.ok(seen.text.startsWith(`HTTP/1.1 ${status}\r\n`), seen.text);
    t.match(seen.text, /\r\nconnection: close\r\n/i);
    t.notMatch(seen.text, /\/second/);
    t.equal(seen.error, '');
  });
}
