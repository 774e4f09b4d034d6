import { compile, fieldErrors, MOST_ERRORS, type Validator } from '@downbeat/shared/validation';
import {
  ClientMessageByType,
  QueueOperationByType,
  type ClientMessage,
} from '../../generated/listening.schemas.gen.ts';
import { MessageError } from '../model/errors.ts';

interface MessageType {
  readonly fields: ReadonlySet<string>;
  readonly validate: Validator;
}

type FieldErrors = { field: string; message: string }[];

const types = new Map<string, MessageType>(
  Object.entries(ClientMessageByType).map(([type, schema]) => [
    type,
    { fields: new Set(Object.keys(schema.properties)), validate: compile(schema, 'exact') },
  ]),
);

const operationValidators = new Map<string, Validator>(
  Object.entries(QueueOperationByType).map(([op, schema]) => [op, compile(schema, 'exact')]),
);

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The error below says enough; the parser's own message would quote the client's text.
  }
  throw new MessageError('MALFORMED_MESSAGE');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function errorsOf({ errors }: Validator): FieldErrors {
  return fieldErrors(errors ?? [], 'body').map(({ field, message }) => ({ field, message }));
}

/** The errors of an operation of an edit by the schema of its `op` alone. */
function operationErrors(operation: unknown, index: number): FieldErrors {
  const field = `operations.${index}`;
  if (!isObject(operation)) return [{ field, message: 'must be an object' }];
  const { op } = operation;
  const validate = typeof op === 'string' ? operationValidators.get(op) : undefined;
  if (validate === undefined) {
    return [
      { field: `${field}.op`, message: `must be one of ${[...operationValidators.keys()].join(', ')}` },
    ];
  }
  if (validate(operation)) return [];
  return errorsOf(validate).map((error) => ({ ...error, field: `${field}.${error.field}` }));
}

/** A value that matches none of several schemas has the errors of each of them: of an operation, only its own are shown. */
function withOwnErrors(errors: FieldErrors, operations: unknown): FieldErrors {
  if (!Array.isArray(operations)) return errors;
  const others = errors.filter(({ field }) => !/^operations\.\d/.test(field));
  if (others.some(({ field }) => field === 'operations')) return others;
  return [...others, ...operations.flatMap(operationErrors)].slice(0, MOST_ERRORS);
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
  const errors = withOwnErrors(errorsOf(validate), value['operations']);
  throw new MessageError('VALIDATION_FAILED', { errors, ...commandIdOf(value) });
}
