import t from 'tap';
import { rejection } from './fixture.ts';
import { emitted, emittedRoom, made } from './sdk-fixture.ts';

const paths = (entry: string) => `
  /rooms: { get: { operationId: listRooms, ${made} } }
  /rooms/{id}:
    delete:
      operationId: leaveRoom
      ${entry}
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      ${made}
`;

t.test('puts operations of a room into a file of their own, with an interface of their own', async (t) => {
  const core = await emitted(paths('x-sdk-entry: listening'));
  t.match(core, "listRooms: { route: 'GET /rooms', success: { 204: 'none' } }");
  t.notMatch(core, "route: 'DELETE /rooms/{id}'");
  t.match(core, /interface TestOperations \{\s+listRooms\([^}]+\}\s/);
  t.match(core, /interface TestRoomOperations \{\s+leaveRoom\(/);
  t.match(core, /interface TestCalls \{[^]+leaveRoom: \{/);
  const room = await emittedRoom(paths('x-sdk-entry: listening'));
  t.match(room, 'export const testRoomOperations = {');
  t.match(room, "leaveRoom: { route: 'DELETE /rooms/{id}', success: { 204: 'none' } }");
  t.notMatch(room, 'listRooms');
});

t.test('has no such file without operations of a room', async (t) => {
  t.equal(await emittedRoom(paths('')), '');
});

t.test('rejects an entry that the SDK does not have', async (t) => {
  t.equal(
    await rejection(() => emitted(paths('x-sdk-entry: party'))),
    'test.yaml#/paths/~1rooms~1{id}/delete/x-sdk-entry: must be "listening", "library" or "together", or be left out',
  );
});
