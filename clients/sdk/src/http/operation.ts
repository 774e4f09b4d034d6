import type { Method, OperationRow } from '../generated/call.gen.ts';

/** A row of a generated table with its defaults filled in. */
export interface OperationEntry {
  readonly method: Method;
  readonly path: string;
  readonly use: 'request' | 'navigate' | 'socket';
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  readonly request: 'none' | 'json' | 'multipart';
  readonly success: NonNullable<OperationRow['success']>;
  readonly keyed: boolean;
  readonly bearer: 'required' | 'accepted' | 'never';
}

const USUAL_SUCCESS = { 200: 'json' } as const;

export function entryOf(row: OperationRow): OperationEntry {
  const [method, path] = row.route.split(' ') as [Method, string];
  return {
    method,
    path,
    use: row.use ?? 'request',
    pathParameters: Array.from(path.matchAll(/{(\w+)}/g), ([, name = '']) => name),
    queryParameters: row.query ?? [],
    request: row.request ?? 'none',
    success: row.success ?? USUAL_SUCCESS,
    keyed: row.keyed ?? false,
    bearer: row.bearer ?? 'required',
  };
}
