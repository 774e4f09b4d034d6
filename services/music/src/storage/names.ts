const VALID_NAME = /^[0-9a-f-]{36}\.[a-z0-9]{2,4}$/;

/** Whether this service gives such names to files. */
export const isFileName = (text: string): boolean => VALID_NAME.test(text);

/** The same name; no other ever becomes a part of a path or URL. */
export function requireFileName(name: string): string {
  if (!isFileName(name)) throw new Error('not a valid name of a stored file');
  return name;
}

/** The name in a key. The keys of ImageKit have its id behind the name; files that have moved are asked for by them for a while. */
export const nameInKey = (key: string): string => requireFileName(key.split(':', 1)[0] ?? '');
