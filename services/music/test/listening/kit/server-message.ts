import { compile } from '@downbeat/shared/validation';
import { ServerMessageByType } from '../../../src/generated/listening.schemas.gen.ts';
import type { ServerMessage } from '../../../src/listening/messages/types.ts';

const validators = new Map(
  Object.entries(ServerMessageByType).map(([type, schema]) => [type, compile(schema, 'answer')]),
);

/**
 * Reads what a server sent.
 * @throws Error for a message that the contract does not know, or that does not look as it says
 */
export function serverMessageOf(text: string): ServerMessage {
  const message = JSON.parse(text) as ServerMessage;
  const validate = validators.get(message.type);
  if (validate?.(message)) return message;
  const faults = validate === undefined ? 'unknown type' : JSON.stringify(validate.errors);
  throw new Error(`The server sent what the contract does not allow: ${text}: ${faults}`);
}
