import t from 'tap';
import { refusal } from './fixture.ts';
import { body, emitted, made } from './sdk-fixture.ts';

t.test('refuses a body that repeats a parameter, since both stand in one object', async (t) => {
  const message = refusal(() =>
    emitted(`
  /things/{name}:
    put:
      operationId: putThing
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      ${body('Thing')}
      ${made}
`),
  );
  t.equal(message, 'test.yaml#/paths/~1things~1{name}/put: "name" would stand twice in the SDK\'s input');
});

t.test('refuses a parameter with the name of the headers', async (t) => {
  const message = refusal(() =>
    emitted(`
  /things:
    get:
      operationId: listThings
      parameters: [{ name: headers, in: query, schema: { type: string } }]
      ${made}
`),
  );
  t.equal(message, 'test.yaml#/paths/~1things/get: "headers" would stand twice in the SDK\'s input');
});

t.test('refuses a body that is no object', async (t) => {
  const message = refusal(() =>
    emitted(`\n  /things: { put: { operationId: putThing, ${body('List')}, ${made} } }\n`),
  );
  t.equal(
    message,
    "test.yaml#/components/schemas/List: a body must be an object with properties, to be part of the SDK's flat input",
  );
});
