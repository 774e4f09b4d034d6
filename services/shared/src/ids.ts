import { v7 } from 'uuid';

/** A new UUID v7 (RFC 9562): unique, and later ids of one process sort after earlier ones. */
export function newId(): string {
  return v7();
}
