import { emitOperations } from '../emit-operations.ts';
import { formatCode } from '../generate.ts';
import { readOperations } from '../read-operations.ts';
import { contract } from './fixture.ts';

const components = `
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    ticket: { type: apiKey, in: query, name: ticket }
  parameters:
    Limit: { name: limit, in: query, schema: { type: integer, minimum: 1, default: 20 } }
  responses:
    Problem:
      description: What went wrong.
      x-codes: [INTERNAL]
      content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
  schemas:
    Id: { type: string, format: uuid }
    Sort: { type: string, enum: [newest, oldest], default: newest }
    Problem: { type: object, required: [code], properties: { code: { type: string } } }
    Upload:
      type: object
      additionalProperties: false
      required: [audio, title]
      properties:
        audio: { type: string, format: binary, description: The file. }
        cover: { type: string, format: binary }
        title: { type: string, minLength: 1 }
        year: { type: integer, minimum: 0 }
        mood: { type: string, default: calm }
`;

/** The formatted `operations.gen.ts` of a contract with these paths. */
export async function emitted(paths: string): Promise<string> {
  const whole = contract(`security: [{ bearer: [] }]\npaths:\n${paths}${components}`);
  return formatCode(emitOperations(whole, readOperations(whole)));
}
