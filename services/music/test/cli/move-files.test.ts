// Files move from the local directory to S3 and ImageKit while the service runs, by a command that is killed on the way.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { moveFiles } from '../../src/cli/file-mover.ts';
import { ImageKitStorage } from '../../src/storage/imagekit.ts';
import { LocalStorage } from '../../src/storage/local.ts';
import { S3Api } from '../../src/storage/s3-api.ts';
import { S3_LIMITS } from '../../src/storage/s3.ts';
import { demoTrack, filesBelow, uploadForm } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { startImageKit } from '../kit/imagekit-server.ts';
import { putInFront, skipS3, startS3 } from '../kit/s3-server.ts';
import { sha256Of, uploadSilence } from '../downloads/kit.ts';
import { uploaded } from '../analysis/analysis-fixture.ts';
import { ALAC, encoded, startEncoding, tone, toneFile } from '../renditions/rendition-fixture.ts';
import { UploadStaging } from '../../src/storage/upload-staging.ts';
import { bytesOf } from '../streaming/streaming-fixture.ts';

const COMMAND = fileURLToPath(new URL('../../src/cli/move-files.ts', import.meta.url));
const TRACKS = 8;
const SECRET = 'a secret that only the tests of this service know';

type Run = { process: ChildProcess; ended: Promise<{ code: number | null; output: string }> };

/** Runs the command as an operator does. */
function run(env: Record<string, string>, ...args: string[]): Run {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { PATH: process.env['PATH'], ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return { process: child, ended };
}

/** Of each original, cover and rendition. */
async function digests(t: Test, baseUrl: string, tracks: readonly Track[]): Promise<string[]> {
  const urls = tracks.flatMap(({ streamUrl, coverUrl }) => [
    ...['raw', 'opus', 'aac'].map((format) => `${streamUrl}&formats=${format}`),
    ...(coverUrl === null ? [] : [coverUrl]),
  ]);
  const answers = await Promise.all(urls.map((url) => fetch(baseUrl + url)));
  t.ok(
    answers.every(({ status }) => status === 200),
    'all files can be read',
  );
  return Promise.all(answers.map(async (answer) => sha256Of(await bytesOf(answer))));
}

t.test('moves to S3', { skip: skipS3 }, async (t) => {
  const account = await startS3(t);
  const front = await putInFront(t, account);
  const direct = new S3Api(account, S3_LIMITS);
  const storageDir = await mkdtemp(join(tmpdir(), 'downbeat-move-'));
  t.teardown(() => rm(storageDir, { recursive: true, force: true }));
  const s3 = {
    ...{ S3_ENDPOINT: front.account.endpoint, S3_BUCKET: account.bucket, S3_FORCE_PATH_STYLE: 'true' },
    ...{ S3_ACCESS_KEY_ID: account.accessKeyId, S3_SECRET_ACCESS_KEY: account.secretAccessKey },
  };
  const encoding = await startEncoding(t, { env: { STORAGE_DIR: storageDir } });
  const { backends } = encoding;
  const artist = encoding.person('artist', 'Ada');
  const alac = await uploaded(encoding, artist, await toneFile(tone(1), ...ALAC), 'a.m4a');
  await encoded(encoding, artist, alac);
  await encoding.close();
  // Without a worker, so that no other file is made while they are counted.
  const before = await startMusic(t, { backends, env: { STORAGE_DIR: storageDir } });
  const song = (await (
    await before.upload(await uploadForm(demoTrack('paper-rockets.mp3')), artist)
  ).json()) as Track;
  const tracks: Track[] = [alac, song];
  for (let seconds = 1; seconds < TRACKS; seconds += 1)
    tracks.push(await uploadSilence(before, artist, { seconds, title: `Track ${seconds}` }));
  const expected = await digests(t, before.baseUrl, tracks);
  // The audio of all, the cover of one, and the renditions of one.
  const files = (await filesBelow(join(storageDir, 'objects'))).length;
  t.equal(files, tracks.length + 1 + 3);

  const moving = { STORAGE: 's3', STORAGE_PREVIOUS: 'local', STORAGE_DIR: storageDir, ...s3 };
  const during = await startMusic(t, { backends, env: moving });
  const env = {
    ...{ MONGO_URI: backends.mongoUri, REDIS_URL: backends.redisUrl, AMQP_URL: backends.amqpUrl },
    ...{ JWT_SECRET: SECRET, ...moving },
  };

  await t.test('until then old files are read, and new ones go to the new storage', async (t) => {
    t.same(await digests(t, during.baseUrl, tracks), expected);
    const known = (await filesBelow(join(storageDir, 'objects'))).length;
    const added = await uploadSilence(during, artist, { seconds: 20, title: 'Added' });
    t.equal((await filesBelow(join(storageDir, 'objects'))).length, known);
    t.equal((await during.send('DELETE', `/api/music/tracks/${added.id}`, artist)).status, 204);
  });

  await t.test('a command that is killed goes on where it was', async (t) => {
    let stored = 0;
    // The fourth file is never answered, so the command is killed while it writes.
    front.fault = (request) => (request.method === 'PUT' && (stored += 1) > 3 ? true : undefined);
    const first = run(env, '--at-once', '1');
    const moved = during.app.mongo.db.collection('fileCopies');
    await waitFor('a file on its way', () => stored > 3, { timeoutMs: 60_000 });
    first.process.kill('SIGKILL');
    await first.ended;
    t.equal(await moved.countDocuments(), 3);
    const begun = during.app.mongo.db.collection<{ _id: string }>('fileCopiesBegun');
    t.equal(await begun.countDocuments({ _id: { $ne: 'run' } }), 1);
    t.same(await digests(t, during.baseUrl, tracks), expected, 'every file is read from where it is');

    front.fault = () => undefined;
    front.requests = [];
    t.match(await run(env).ended, { code: 1, output: /^Another run moves files\. / });
    t.same(
      front.requests.filter((line) => line.startsWith('PUT')),
      [],
    );
    // As if half a minute had passed.
    await begun.updateOne({ _id: 'run' }, { $set: { until: new Date() } });
    const { code, output } = await run(env).ended;
    t.match(
      output,
      new RegExp(
        `${tracks.length} tracks: ${files - 3} files copied \\(\\d+ MB\\), 3 there already\\. All files`,
      ),
    );
    t.equal(code, 0);
    t.equal(front.requests.filter((line) => line.startsWith('PUT')).length, files - 3);
    t.equal(await begun.countDocuments(), 0);
  });

  await t.test('then the old storage is not needed', async (t) => {
    await rm(join(storageDir, 'objects'), { recursive: true });
    const after = await startMusic(t, { backends, env: { ...s3, STORAGE: 's3', STORAGE_DIR: storageDir } });
    t.same(await digests(t, after.baseUrl, tracks), expected);
    const again = await run(env).ended;
    t.match(again, { code: 0, output: new RegExp(`0 files copied \\(0 MB\\), ${files} there already`) });
  });

  await t.test('a file that has left the new storage since then is noticed', async (t) => {
    const list = await direct.text({ method: 'GET', query: { 'list-type': '2' } });
    const [name = ''] = /[0-9a-f-]{36}\.wav/.exec(list) ?? [];
    await direct.send({ method: 'DELETE', name, accepts: [204] });
    const { code, output } = await run(env).ended;
    t.equal(code, 1);
    t.match(
      output,
      /The file audio of track [0-9a-f-]{36} is in neither storage\.\n.*1 files are not\. Run it again\./,
    );
  });

  await t.test('a damaged file is not copied', async (t) => {
    const known = new Set(await filesBelow(join(storageDir, 'objects')));
    await uploadSilence(before, artist, { seconds: 30, title: 'Damaged' });
    const [path] = (await filesBelow(join(storageDir, 'objects'))).filter((file) => !known.has(file));
    await appendFile(path!, 'x');
    const { code, output } = await run(env).ended;
    t.equal(code, 1);
    t.match(output, /differs from what was uploaded/);
  });

  await t.test('without a previous storage there is nothing to do', async (t) => {
    const { STORAGE_PREVIOUS: previous, ...alone } = env;
    t.equal(previous, 'local');
    t.match(await run(alone).ended, { code: 1, output: /^STORAGE_PREVIOUS is not set\.\n\nusage: / });
    t.match(await run(env, '--at-once', '0').ended, { code: 1, output: /^usage: / });
    t.match(await run(env, '--all').ended, { code: 1, output: /^Unknown option '--all'.*\nusage: /s });
  });
});

/** Something else happens when its first file is looked for. */
class LateStorage extends ImageKitStorage {
  before: (() => Promise<unknown>) | null = null;

  override async stat(key: string): Promise<{ bytes: number } | null> {
    const { before } = this;
    this.before = null;
    await before?.();
    return super.stat(key);
  }
}

t.test('moves to ImageKit and back', async (t) => {
  const server = await startImageKit(t);
  const storageDir = await mkdtemp(join(tmpdir(), 'downbeat-move-'));
  t.teardown(() => rm(storageDir, { recursive: true, force: true }));
  const music = await startMusic(t, { env: { STORAGE_DIR: storageDir } });
  const artist = music.person('artist', 'Ada');
  await uploadSilence(music, artist, { seconds: 1, title: 'One' });
  await uploadSilence(music, artist, { seconds: 30, title: 'Two' });
  const tracksNow = music.app.mongo.db.collection<{ _id: string; audio: { key: string; bytes: number } }>(
    'tracks',
  );
  const before = await tracksNow.find().sort({ _id: 1 }).toArray();
  const account = {
    ...{ publicKey: 'public_for_tests', privateKey: server.privateKey, urlEndpoint: `${server.url}/id` },
    ...{ uploadEndpoint: `${server.url}/api/v1/files/upload`, apiEndpoint: server.url },
  };
  const { backends } = music;
  const env = {
    ...{ MONGO_URI: backends.mongoUri, REDIS_URL: backends.redisUrl, AMQP_URL: backends.amqpUrl },
    ...{ JWT_SECRET: SECRET, STORAGE: 'imagekit', STORAGE_PREVIOUS: 'local', STORAGE_DIR: storageDir },
    ...{ IMAGEKIT_PUBLIC_KEY: account.publicKey, IMAGEKIT_PRIVATE_KEY: account.privateKey },
    ...{ IMAGEKIT_URL_ENDPOINT: account.urlEndpoint, IMAGEKIT_UPLOAD_URL: account.uploadEndpoint },
    IMAGEKIT_API_URL: account.apiEndpoint,
  };

  await t.test('too large a file stays where it is', async (t) => {
    const small = { ...env, IMAGEKIT_MAX_FILE_BYTES: '1024', IMAGEKIT_MAX_UPLOADS: '1' };
    const { code, output } = await run(small, '--at-once', '32').ended;
    t.equal(code, 1);
    t.match(
      output,
      /audio of track [0-9a-f-]{36} is larger than the new storage takes\.\n.* 2 files are not\. /s,
    );
    t.equal(server.files.size, 0);
  });

  await t.test('a run with old keys deletes no file that is in use', async (t) => {
    const limits = { maxFileBytes: 50_000_000, maxUploadsAtOnce: 2, uploadTimeoutMs: 10_000 };
    const to = new LateStorage(account, limits, join(storageDir, 'incoming'));
    to.before = async () => t.match(await run(env).ended, { code: 0, output: /2 files copied/ });
    const result = await moveFiles({
      ...{ db: music.app.mongo.db, target: 'imagekit', filesAtOnce: 1 },
      ...{ from: new LocalStorage(storageDir, ''), to, staging: new UploadStaging(to.stagingDirectory, 0) },
      ...{ isLost: () => false, report: () => undefined },
    });
    t.match(result, { copied: 0, there: 2, problems: [] });
    const ids = [...server.files.values()].map(({ name, fileId }) => `${name}:${fileId}`);
    const keys = (await tracksNow.find().toArray()).map(({ audio }) => audio.key);
    t.same(keys.toSorted(), ids.toSorted(), 'each track has its file');
  });

  await t.test('and back', async (t) => {
    await rm(join(storageDir, 'objects'), { recursive: true });
    const back = { ...env, STORAGE: 'local', STORAGE_PREVIOUS: 'imagekit' };
    t.match(await run(back).ended, { code: 0, output: /2 files copied/ });
    t.same(await tracksNow.find().sort({ _id: 1 }).toArray(), before);
    t.equal((await filesBelow(join(storageDir, 'objects'))).length, 2);
    t.equal(server.files.size, 2, 'the old files stay');
  });
});
