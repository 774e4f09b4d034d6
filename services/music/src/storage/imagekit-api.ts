import type { ImageKitAccount } from '../config.ts';
import { errors } from '../errors.ts';

const ANSWER_LIMIT_MS = 10_000;

/** One HTTP call whose answer must begin within a time limit; its body has no limit. */
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

/** Deletes by ImageKit's id. A file that does not exist is not an error. */
export async function deleteById(account: ImageKitAccount, fileId: string): Promise<void> {
  const response = await manage(account, 'DELETE', `/v1/files/${encodeURIComponent(fileId)}`);
  await response.body?.cancel();
}

/** ImageKit's ids of the files with a name; finds what an interrupted upload may have left. */
export async function findByName(account: ImageKitAccount, name: string): Promise<string[]> {
  const query = new URLSearchParams({ searchQuery: `name = "${name}"`, limit: '10' });
  const response = await manage(account, 'GET', `/v1/files?${query.toString()}`);
  const found: unknown = response.ok ? await response.json().catch(() => null) : [];
  // An unexpected answer must not pass as an empty list: the file would be forgotten instead of deleted.
  if (!Array.isArray(found))
    throw errors.STORAGE_UNAVAILABLE({ cause: new Error('ImageKit listed no files') });
  return found.flatMap((file: { fileId?: unknown } | null) =>
    typeof file?.fileId === 'string' ? [file.fileId] : [],
  );
}
