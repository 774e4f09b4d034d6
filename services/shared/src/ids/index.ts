import { v7, validate, version } from 'uuid';

/** A new uuid v7 (RFC 9562): unique, and later ids of one process sort after earlier ones. */
export function newId(): string {
  return v7();
}

/** Whether `text` is a uuid v7 in canonical form. */
export function isId(text: string): boolean {
  return validate(text) && version(text) === 7;
}
