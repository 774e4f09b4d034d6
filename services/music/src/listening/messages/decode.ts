import { compile, fieldErrors } from '@downbeat/shared/validation';
import { ClientMessageByType } from '../../generated/listening.schemas.gen.ts';
import { Refusal } from './refusal.ts';
import type { ClientMessage, ClientMessageType } from './types.ts';

type Validate = ReturnType<typeof compile>;

const validators = new Map<string, Validate>(
  Object.entries(ClientMessageByType).map(([type, schema]) => [type, compile(schema, 'exact')]),
);

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told to the client below; what it sent is in nobody's interest.
  }
  throw new Refusal('MALFORMED_MESSAGE');
}

/** The `type` of a message comes first, so that its errors are those of that one schema. */
function validatorOf(type: unknown): Validate {
  if (typeof type !== 'string') throw new Refusal('MALFORMED_MESSAGE');
  const validate = validators.get(type);
  if (validate === undefined)
    throw new Refusal('UNKNOWN_MESSAGE', { detail: `Known are ${knownTypes.join(', ')}` });
  return validate;
}

const knownTypes = Object.keys(ClientMessageByType) as ClientMessageType[];

/**
 * Reads one frame from a client.
 * @throws Refusal MALFORMED_MESSAGE, UNKNOWN_MESSAGE or VALIDATION_FAILED, with the command's id where it has one
 */
export function decode(text: string): ClientMessage {
  const value = parse(text);
  const validate = validatorOf(value['type']);
  if (validate(value)) return value as ClientMessage;
  const errors = fieldErrors(validate.errors ?? [], 'body').map(({ field, message }) => ({ field, message }));
  throw new Refusal('VALIDATION_FAILED', { errors, ...commandIdOf(value) });
}

/** The id that a refused command carried, so that its sender knows which one it was. */
function commandIdOf(value: Record<string, unknown>): { commandId?: string } {
  const { commandId } = value;
  return typeof commandId === 'string' && commandId.length <= 64 ? { commandId } : {};
}
