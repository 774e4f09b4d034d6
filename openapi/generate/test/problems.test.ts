import { join } from 'node:path';
import t from 'tap';
import {
  addCommands,
  emitProblems,
  readProblems,
  requireProblems,
  requireSocketProblems,
} from '../problems.ts';
import { readOperations } from '../read-operations.ts';
import { contract, rejection } from './fixture.ts';

const whole = 'GONE: { status: 410, title: It is gone, cause: It was deleted., remedy: Go on. }';

async function read(text: string): Promise<string> {
  return readProblems(join(t.testdir({ 'problems.yaml': text }), 'problems.yaml'));
}

t.test('a problem without cause, remedy, title or status is rejected', async (t) => {
  t.match(JSON.parse(await read(whole)), { GONE: { cause: 'It was deleted.' } });
  for (const [before, after, message] of [
    ['cause: It was deleted., ', '', 'problems.yaml#/GONE: "cause" is missing'],
    ['remedy: Go on.', "remedy: ' '", 'problems.yaml#/GONE: "remedy" is empty'],
    ['410', "'410'", 'problems.yaml#/GONE: "status" must be a number'],
    ['GONE', 'gone', 'problems.yaml#/gone: is not a code in CAPITALS'],
    ['cause', 'reason', 'problems.yaml#/GONE/reason: the keyword "reason" is not understood in a problem'],
  ] as const) {
    t.equal(await rejection(() => read(whole.replace(before, after))), message);
  }
});

t.test('a code of a contract that is not explained is rejected', async (t) => {
  const service = contract(`
security: []
paths:
  /things:
    get:
      operationId: listThings
      x-codes: [GONE, LOST]
      responses: { '204': { description: None. } }
`);
  const message = await rejection(async () =>
    requireProblems(service, readOperations(service), await read(whole)),
  );
  t.equal(message, 'test.yaml#: problems.yaml does not explain the code LOST');
});

t.test('a problem without a command of its own gets the call that is answered with it', async (t) => {
  const service = contract(`
security: []
paths:
  /things:
    get:
      operationId: listThings
      x-codes: [GONE, LOST]
      responses: { '204': { description: None. } }
  /things/{thingId}:
    delete:
      operationId: deleteThing
      x-codes: [GONE]
      parameters: [{ in: path, name: thingId, required: true, schema: { type: string } }]
      responses: { '204': { description: None. } }
`);
  const services = [{ name: 'test', contract: service, operations: readOperations(service) }];
  const lost = whole.replace('GONE', 'LOST').replace('remedy', 'curl: curl -s example, remedy');
  t.match(JSON.parse(addCommands(await read(`${whole}\n${lost}`), services)), {
    GONE: { curl: 'curl -s -X DELETE $TEST/things/$THING_ID' },
    LOST: { curl: 'curl -s example' },
  });
});

t.test(
  'a code or a close code of a WebSocket that is not explained, or otherwise, is rejected',
  async (t) => {
    const socket = contract(`
security: []
paths: {}
components:
  schemas:
    MessageProblemCode: { type: string, enum: [GONE, STALE] }
  responses:
    SwitchingProtocols:
      description: The protocol is now WebSocket.
      x-close-codes:
        ended: { code: 4004, reason: It has ended, reconnect: false }
`);
    const words = 'cause: It was deleted., remedy: Go on. }';
    const stale = `STALE: { title: It is stale, ${words}`;
    const ended = `CLOSE_4004: { closeReason: ended, title: It has ended, ${words}`;
    const check = (...lines: string[]) =>
      rejection(async () => requireSocketProblems(socket, await read([whole, ...lines].join('\n'))));
    t.match(await check(ended), 'problems.yaml does not explain the code STALE');
    t.match(await check(stale), 'differ in CLOSE_4004 ended: It has ended');
    t.match(await check(stale, ended.replace('It has ended', 'It is over')), 'differ in CLOSE_4004');
    t.match(await check(stale, ended, ended.replace('4004', '4010')), 'differ in CLOSE_4010');
    requireSocketProblems(socket, await read([whole, stale, ended].join('\n')));
    t.notMatch(emitProblems(await read([whole, stale, ended].join('\n'))), /STALE|CLOSE/);
  },
);

t.test('the SDK gets the status and the title of each code', async (t) => {
  t.match(emitProblems(await read(whole)), '{"GONE": {"status":410,"title":"It is gone"}}');
});
