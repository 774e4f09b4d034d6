import { errors } from '../errors.ts';

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The problem to tell of a failed file operation; what is not about files stays as it is. */
export function storageFault(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (NO_ROOM.has(code)) return errors.STORAGE_FULL({ cause: error });
  return errors.STORAGE_UNAVAILABLE({ cause: error });
}
