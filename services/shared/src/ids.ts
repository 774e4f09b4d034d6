import { v7 } from 'uuid';

/** A new UUID v7 (RFC 9562): unique, and later ids of one process sort after earlier ones. */
export function newId(): string {
  return v7();
}

/** The place of the version in the text of a UUID, and the version that is for each application's own use. */
const VERSION_INDEX = 14;
const GUEST_VERSION = '8';

/** A new id of a guest, who has no account: a UUID v8. It sorts as those of `newId` do. */
export function newGuestId(): string {
  const id = newId();
  return id.slice(0, VERSION_INDEX) + GUEST_VERSION + id.slice(VERSION_INDEX + 1);
}

/** Whether an id of a user is that of a guest. No account has such an id. */
export function isGuestId(id: string): boolean {
  return id[VERSION_INDEX] === GUEST_VERSION;
}
