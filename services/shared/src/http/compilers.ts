import { compile } from '../validation/index.ts';
import type { App } from './types.ts';

/** An answer of ours that breaks the contract: our fault, so 500, and the reason is only logged. */
export class ResponseContractError extends Error {
  override readonly name = 'ResponseContractError';
}

/**
 * Validates requests and answers by the contract's schemas. Answers are checked too, because fast-json-stringify would
 * silently drop, coerce or let pass what the contract does not allow.
 */
export function setCompilers(app: App): void {
  app.setValidatorCompiler(({ schema, httpPart }) =>
    compile(schema as object, httpPart === 'body' ? 'exact' : 'text'),
  );
  app.setSerializerCompiler(({ schema, method, url, httpStatus }) => {
    const validate = compile(schema, 'answer');
    return (data) => {
      if (validate(data)) return JSON.stringify(data);
      const fault = validate.errors?.[0];
      throw new ResponseContractError(
        `${method} ${url} ${httpStatus ?? ''}: ${fault?.instancePath ?? ''} ${fault?.message ?? 'is not valid'}`,
      );
    };
  });
}
