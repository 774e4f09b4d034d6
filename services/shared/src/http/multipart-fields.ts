import type { MultipartValue } from '@fastify/multipart';
import type { Static, TSchema } from '@sinclair/typebox';
import { commonErrors, type FieldError, type ProblemError } from '../errors.ts';
import { compile, fieldErrors, type Validator } from '../validation.ts';
import type { MultipartContract } from './types.ts';

const validators = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema) ?? compile(schema, 'text');
  validators.set(schema, known);
  return known;
}

/** The names of a form's text parts. */
export function textNames({ text }: MultipartContract): string[] {
  return Object.keys((text as { properties?: object }).properties ?? {});
}

/** 400 for one part of a form. */
export function refuseField(field: string, message: string): ProblemError {
  return commonErrors.VALIDATION_FAILED({ errors: [{ in: 'form', field, message }] });
}

/** The text parts of one form, collected while they arrive. */
interface FormFields<C extends MultipartContract> {
  /** @throws ProblemError for a part that is repeated, over its limit, not text, or text in the place of a file */
  add(part: MultipartValue): void;
  /** @throws ProblemError that names every refused text part and every missing file at once */
  validated(missingFiles: readonly string[]): Static<C['text']>;
}

export function createFormFields<C extends MultipartContract>(contract: C): FormFields<C> {
  const values = new Map<string, string>();
  const names = new Set(textNames(contract));
  return {
    add({ fieldname, value, fieldnameTruncated, valueTruncated }) {
      if (fieldnameTruncated) throw refuseField('', 'has a part whose name is too long');
      // A client that sends every control as text.
      if (value === '' && Object.hasOwn(contract.files, fieldname)) return;
      if (Object.hasOwn(contract.files, fieldname)) throw refuseField(fieldname, 'must be a file, not text');
      if (valueTruncated) throw refuseField(fieldname, 'is too long');
      if (typeof value !== 'string') throw refuseField(fieldname, 'must be text');
      // The parser writes this character in the place of bytes that are not UTF-8.
      if (value.includes('\ufffd')) throw refuseField(fieldname, 'must be UTF-8');
      if (values.has(fieldname)) throw refuseField(fieldname, 'may be given once');
      values.set(fieldname, value);
    },
    validated(missingFiles) {
      // A control of an HTML form that was not filled in.
      const given = [...values].filter(([name, value]) => value !== '' || !names.has(name));
      const text: unknown = Object.fromEntries(given);
      const validate = validatorOf(contract.text);
      const errors: FieldError[] = missingFiles.map((field) => ({
        in: 'form',
        field,
        message: 'is required',
      }));
      if (!validate(text)) errors.push(...fieldErrors(validate.errors ?? [], 'form'));
      if (errors.length > 0) throw commonErrors.VALIDATION_FAILED({ errors });
      return text;
    },
  };
}
