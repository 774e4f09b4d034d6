// `@downbeat/sdk/node`: what needs Node's own modules, which no bundle for a browser may have.
import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * A file on disk, for an upload: `createTrack({ audio: await fileFromPath('song.mp3') })`. It is read while it is sent, and
 * must not change until then.
 *
 * @throws Error ENOENT and the like when it cannot be opened
 */
export async function fileFromPath(path: string, options: { type?: string } = {}): Promise<File> {
  // First, because the error of `openAsBlob` does not say why.
  await (await open(path)).close();
  return new File([await openAsBlob(path)], basename(path), options);
}
