import type { Method, OperationRow } from '../generated/call.gen.ts';

/** A row of a generated table with its defaults filled in. */
export interface OperationEntry {
  readonly method: Method;
  readonly path: string;
  readonly use: 'request' | 'navigate' | 'socket';
  readonly query: readonly string[];
  readonly request: 'none' | 'json' | 'multipart';
  readonly success: NonNullable<OperationRow['success']>;
  readonly keyed: boolean;
  readonly bearer: 'required' | 'accepted' | 'never';
}

const DEFAULTS = {
  use: 'request',
  query: [],
  request: 'none',
  success: { 200: 'json', 201: 'json' },
  keyed: false,
  bearer: 'required',
} as const;

export function entryOf(row: OperationRow): OperationEntry {
  const [method, path] = row.route.split(' ') as [Method, string];
  return {
    ...DEFAULTS,
    ...row,
    method,
    path,
  };
}
