import { errors } from '../errors.ts';
import type { ImageKitAccount } from './imagekit-account.ts';
import type { ByteRange } from './storage.ts';

const ANSWER_LIMIT_MS = 10_000;

/** One HTTP call that must begin to answer within a limit; the body may take as long as it needs. */
export async function call(url: string, init: RequestInit): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ANSWER_LIMIT_MS);
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: controller.signal });
  } catch (error) {
    throw errors.STORAGE_UNAVAILABLE({ cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function manage(account: ImageKitAccount, method: string, path: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${account.privateKey}:`).toString('base64')}`;
  const response = await call(new URL(path, account.apiEndpoint).href, {
    method,
    headers: { authorization },
  });
  if (response.ok || response.status === 404) return response;
  await response.body?.cancel();
  throw errors.STORAGE_UNAVAILABLE({ cause: new Error(`ImageKit answered ${response.status} to ${method}`) });
}

/** Deletes by ImageKit's own id; a file that is gone already is no error. */
export async function deleteById(account: ImageKitAccount, fileId: string): Promise<void> {
  const response = await manage(account, 'DELETE', `/v1/files/${encodeURIComponent(fileId)}`);
  await response.body?.cancel();
}

/** ImageKit's ids of the files with a name: for what an interrupted upload may have left. */
export async function findByName(account: ImageKitAccount, name: string): Promise<string[]> {
  const query = new URLSearchParams({ searchQuery: `name = "${name}"`, limit: '10' });
  const response = await manage(account, 'GET', `/v1/files?${query.toString()}`);
  const found: unknown = response.ok ? await response.json().catch(() => null) : [];
  // Taken for an empty list, it would have the file forgotten instead of deleted.
  if (!Array.isArray(found))
    throw errors.STORAGE_UNAVAILABLE({ cause: new Error('ImageKit listed no files') });
  const files: unknown[] = found;
  return files.flatMap((file) =>
    typeof file === 'object' && file !== null && 'fileId' in file && typeof file.fileId === 'string'
      ? [file.fileId]
      : [],
  );
}

export function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
}
