import { compile, fieldErrors } from '@downbeat/shared/validation';
import { ClientMessageByType, type ClientMessage } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from '../model/errors.ts';

type Validate = ReturnType<typeof compile>;

const validators = new Map<string, Validate>(
  Object.entries(ClientMessageByType).map(([type, schema]) => [type, compile(schema, 'exact')]),
);

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // The error below says enough; the parser's own message would quote the client's text.
  }
  throw new MessageError('MALFORMED_MESSAGE');
}

/** The `type` is checked first, so that the field errors are those of one schema. */
function validatorOf(type: unknown): Validate {
  if (typeof type !== 'string') throw new MessageError('MALFORMED_MESSAGE');
  const validate = validators.get(type);
  if (validate !== undefined) return validate;
  throw new MessageError('UNKNOWN_MESSAGE', { detail: `Known are ${[...validators.keys()].join(', ')}` });
}

/** The command's id, so that the client knows which command is refused. */
function commandIdOf({ commandId }: Record<string, unknown>): { commandId?: string } {
  return typeof commandId === 'string' && commandId.length <= 64 ? { commandId } : {};
}

/**
 * Parses and validates one text frame of a client.
 * @throws MessageError MALFORMED_MESSAGE, UNKNOWN_MESSAGE or VALIDATION_FAILED, with the command's id if it has one
 */
export function decodeMessage(text: string): ClientMessage {
  const value = parseObject(text);
  const validate = validatorOf(value['type']);
  if (validate(value)) return value as ClientMessage;
  const errors = fieldErrors(validate.errors ?? [], 'body').map(({ field, message }) => ({ field, message }));
  throw new MessageError('VALIDATION_FAILED', { errors, ...commandIdOf(value) });
}
