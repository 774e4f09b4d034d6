import type { Validator } from '../src/validation.ts';

/**
 * Makes a function that parses the messages of a socket and validates them by their `type`.
 * @returns throws Error for a message that the contract does not know or does not allow
 */
export function messageReader(validators: ReadonlyMap<string, Validator>): (text: string) => unknown {
  return (text) => {
    const message = JSON.parse(text) as { type: string };
    const validate = validators.get(message.type);
    if (validate?.(message)) return message;
    const faults = validate === undefined ? 'unknown type' : JSON.stringify(validate.errors);
    throw new Error(`The server sent what the contract does not allow: ${text}: ${faults}`);
  };
}
