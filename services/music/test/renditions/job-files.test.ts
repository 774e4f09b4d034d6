// What a job does with files that are stored elsewhere, and how long ffmpeg may run for it.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import t from 'tap';
import { UndecodableError, withinLimit } from '../../src/jobs/ffmpeg.ts';
import { localFile } from '../../src/jobs/local-file.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { UploadStaging } from '../../src/storage/upload-staging.ts';
import { filesBelow } from '../kit/files.ts';

const { signal } = new AbortController();

/** A storage elsewhere with one file. */
function storageWith(content: string) {
  const opened: string[] = [];
  const storage = {
    localPath: () => null,
    open: async (key: string) => {
      opened.push(key);
      return Readable.from([Buffer.from(content)]);
    },
  };
  return { opened, storage: storage as unknown as Storage };
}

t.test('opens nothing while there is no room for it', async (t) => {
  const { opened, storage } = storageWith('abc');
  const uploadStaging = new UploadStaging(t.testdir(), 10, async () => 11);
  await t.rejects(localFile({ storage, uploadStaging }, { key: 'a.mp3', bytes: 3 }, signal), {
    code: 'STORAGE_FULL',
  });
  t.same(opened, []);
});

t.test('refuses a file that is shorter than it was stored, and keeps nothing of it', async (t) => {
  const directory = t.testdir();
  const { storage } = storageWith('abc');
  const deps = { storage, uploadStaging: new UploadStaging(directory) };
  await t.rejects(localFile(deps, { key: 'a.mp3', bytes: 4 }, signal), { message: 'a.mp3 has 3 of 4 bytes' });
  t.same(await filesBelow(directory), []);
  const { discard } = await localFile(deps, { key: 'a.mp3', bytes: 3 }, signal);
  await discard();
});

t.test('only the time of ffmpeg itself says that a file takes too long', async (t) => {
  const untilAborted = async (limited: AbortSignal): Promise<never> => {
    // Keeps the process, which the timer of a signal does not.
    const alive = setInterval(() => undefined, 1_000);
    if (!limited.aborted) await once(limited, 'abort').finally(() => clearInterval(alive));
    clearInterval(alive);
    throw new Error('it was killed');
  };
  const late = 'It took too long.';
  const expired = await withinLimit({ limitMs: 10, late }, signal, untilAborted).catch(
    (error: unknown) => error,
  );
  t.ok(expired instanceof UndecodableError);
  t.match(expired, { message: late });
  const stopped = withinLimit({ limitMs: 60_000, late }, AbortSignal.abort(), untilAborted);
  await t.rejects(stopped, { message: 'it was killed' });
});
