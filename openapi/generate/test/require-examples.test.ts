import t from 'tap';
import { ContractError } from '../contract.ts';
import { readOperations } from '../read-operations.ts';
import { requireExamples } from '../require-examples.ts';
import { contract } from './fixture.ts';

function check(body: string, reply: string): string | null {
  const whole = contract(`
security: []
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: { required: true, content: { application/json: { ${body} } } }
      responses:
        '200': { description: Made., content: { application/json: { ${reply} } } }
        '304': { description: As it was. }
`);
  try {
    readOperations(whole).forEach(requireExamples);
    return null;
  } catch (error) {
    return error instanceof ContractError ? error.message : String(error);
  }
}

const schema = 'schema: { type: object }';
const shown = `${schema}, examples: { one: { value: {} } }`;

t.test('every request and every reply needs an example', async (t) => {
  t.equal(check(shown, shown), null);
  const operation = 'test.yaml#/paths/~1things/post';
  t.equal(check(schema, shown), `${operation}/requestBody/content/application~1json: has no "examples"`);
  t.equal(check(shown, schema), `${operation}/responses/200/content/application~1json: has no "examples"`);
  t.match(check(shown, `${schema}, examples: {}`), 'has no "examples"');
});
