import t from 'tap';
import { rejection } from './fixture.ts';
import { body, emitted, made } from './sdk-fixture.ts';

t.test('rejects a body with the name of a parameter', async (t) => {
  const message = await rejection(() =>
    emitted(`
  /things/{name}:
    put:
      operationId: putThing
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      ${body('Thing')}
      ${made}
`),
  );
  t.equal(message, 'test.yaml#/paths/~1things~1{name}/put: "name" would appear twice in the SDK\'s input');
});

t.test('rejects a header for which calls have no option', async (t) => {
  const message = await rejection(() =>
    emitted(`
  /things:
    get:
      operationId: listThings
      parameters: [{ name: x-mood, in: header, schema: { type: string } }]
      ${made}
`),
  );
  t.equal(
    message,
    'test.yaml#/paths/~1things/get/parameters/0/schema: the SDK has no option for the header "x-mood"',
  );
});

t.test('rejects a body that is not an object', async (t) => {
  const message = await rejection(() =>
    emitted(`\n  /things: { put: { operationId: putThing, ${body('List')}, ${made} } }\n`),
  );
  t.equal(
    message,
    "test.yaml#/components/schemas/List: a body must be an object with properties: the SDK's input is flat",
  );
});
