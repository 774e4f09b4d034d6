// `@downbeat/sdk/node`: what needs Node's own modules, which no bundle for a browser may have.
import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DownbeatError } from '../http/errors.ts';

/**
 * A file on disk, for an upload: `createTrack({ audio: await fileFromPath('song.mp3') })`. It is read while it is sent, and
 * must not change until then.
 *
 * @throws DownbeatError SOURCE_FAILED when it cannot be opened; its `cause` is Node's error, such as ENOENT
 */
export async function fileFromPath(path: string, options: { type?: string } = {}): Promise<File> {
  try {
    // First, because the error of `openAsBlob` does not say why.
    await (await open(path)).close();
  } catch (cause) {
    throw new DownbeatError('SOURCE_FAILED', `${path} cannot be opened`, { cause });
  }
  return new File([await openAsBlob(path)], basename(path), options);
}
