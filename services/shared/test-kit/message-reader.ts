import type { Validator } from '../src/validation.ts';

/**
 * Makes what reads the messages of a socket, by their `type`, as a contract has them.
 * @returns throws Error for a message that the contract does not know, or that does not look as it says
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
