import { compile, fieldErrors } from '@downbeat/shared/validation';
import { ClientMessageByType, type ClientMessage } from '../../generated/listening.schemas.gen.ts';
import { MessageError } from '../model/errors.ts';

interface MessageType {
  readonly fields: ReadonlySet<string>;
  readonly validate: ReturnType<typeof compile>;
}

const types = new Map<string, MessageType>(
  Object.entries(ClientMessageByType).map(([type, schema]) => [
    type,
    { fields: new Set(Object.keys(schema.properties)), validate: compile(schema, 'exact') },
  ]),
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
function typeOf({ type: name }: Record<string, unknown>): MessageType {
  if (typeof name !== 'string') throw new MessageError('MALFORMED_MESSAGE');
  const type = types.get(name);
  if (type !== undefined) return type;
  throw new MessageError('UNKNOWN_MESSAGE', { detail: `Known are ${[...types.keys()].join(', ')}` });
}

/** The command's id, so that the client knows which command is refused. */
function commandIdOf({ commandId }: Record<string, unknown>): { commandId?: string } {
  return typeof commandId === 'string' && commandId.length <= 64 ? { commandId } : {};
}

/**
 * Parses and validates one text frame of a client. Fields that the message does not have are left out: a newer client may
 * send them.
 * @throws MessageError MALFORMED_MESSAGE, UNKNOWN_MESSAGE or VALIDATION_FAILED, with the command's id if it has one
 */
export function decodeMessage(text: string): ClientMessage {
  const given = parseObject(text);
  const { fields, validate } = typeOf(given);
  const value = Object.fromEntries(Object.entries(given).filter(([name]) => fields.has(name)));
  if (validate(value)) return value as ClientMessage;
  const errors = fieldErrors(validate.errors ?? [], 'body').map(({ field, message }) => ({ field, message }));
  throw new MessageError('VALIDATION_FAILED', { errors, ...commandIdOf(value) });
}
