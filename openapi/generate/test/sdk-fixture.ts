import { emitEntrySdk, emitSdk } from '../emit-sdk.ts';
import { formatCode } from '../generate.ts';
import { readOperations } from '../read-operations.ts';
import { contract } from './fixture.ts';

const rest = `
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    ticket: { type: apiKey, in: query, name: ticket }
  schemas:
    Problem: { type: object, required: [code], properties: { code: { type: string } } }
    Thing: { type: object, required: [name], properties: { name: { type: string } } }
    Change: { type: object, properties: { name: { type: string } } }
    Form: { type: object, additionalProperties: false, required: [file], properties: { file: { type: string, format: binary }, name: { type: string } } }
    List: { type: array, items: { type: string } }
`;

/** The formatted SDK file of a contract with these paths. */
export async function emitted(paths: string): Promise<string> {
  const whole = contract(`security: [{ bearer: [] }]\npaths:\n${paths}${rest}`);
  return formatCode(emitSdk(whole, readOperations(whole)));
}

/** The formatted file of the operations that a room loads. */
export async function emittedRoom(paths: string): Promise<string> {
  const whole = contract(`security: [{ bearer: [] }]\npaths:\n${paths}${rest}`);
  return formatCode(emitEntrySdk(whole, readOperations(whole), 'listening'));
}

/** A JSON body with this schema. */
export const body = (schema: string): string =>
  `requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/${schema}' } } } }`;
export const made = "responses: { '204': { description: Made. } }";
