import { isId } from '@downbeat/shared/ids';
import { errors } from '../../errors.ts';

/** Sessions sort by their id, which begins with their time, so a cursor is the last id of a page. */
export function cursorAfter(sessionId: string): string {
  return Buffer.from(sessionId).toString('base64url');
}

/** @throws ProblemError MALFORMED_CURSOR for one that {@link cursorAfter} did not write */
export function readCursor(cursor: string): string {
  const sessionId = Buffer.from(cursor, 'base64url').toString();
  if (!isId(sessionId) || cursorAfter(sessionId) !== cursor) throw errors.MALFORMED_CURSOR();
  return sessionId;
}
