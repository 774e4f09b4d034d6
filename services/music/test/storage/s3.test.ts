// STORAGE=s3 when the server is slow, full, busy or away, and what a killed instance leaves.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { S3Account } from '../../src/config.ts';
import { S3Api } from '../../src/storage/s3-api.ts';
import { S3Storage } from '../../src/storage/s3.ts';
import { completionOf, elementOf, errorCodeOf, partialUploadsIn } from '../../src/storage/s3-xml.ts';
import { putInFront, refuse, skipS3, startS3 } from '../kit/s3-server.ts';

const LIMITS = { answerMs: 3_000, uploadMs: 3_000, attempts: 4, pauseMs: 5 };
const unavailable = { code: 'STORAGE_UNAVAILABLE', status: 503 };
const LARGE = 17 * 1024 * 1024;

t.test('reads the answers of S3', async (t) => {
  const list = `<?xml version="1.0"?><ListMultipartUploadsResult><KeyMarker></KeyMarker>
    <Upload><Key>a.mp3</Key><UploadId>1&amp;2</UploadId><Owner><ID>x</ID></Owner></Upload>
    <Upload><Key>b.mp3</Key><UploadId>3</UploadId></Upload></ListMultipartUploadsResult>`;
  t.same(partialUploadsIn(list), [
    { name: 'a.mp3', uploadId: '1&2' },
    { name: 'b.mp3', uploadId: '3' },
  ]);
  t.equal(errorCodeOf('<Error><Code>SlowDown</Code></Error>'), 'SlowDown');
  t.equal(errorCodeOf(list), null);
  t.equal(errorCodeOf('not XML <'), null);
  t.equal(elementOf('<A><UploadId>x</UploadId></A>', 'UploadId'), 'x');
  t.match(completionOf(['"a"', '"b"']), /<PartNumber>2<\/PartNumber><ETag>"b"<\/ETag>/);
});

t.test('a real server', { skip: skipS3 }, async (t) => {
  const account = await startS3(t);
  const front = await putInFront(t, account);
  const directory = await mkdtemp(join(tmpdir(), 'downbeat-s3-test-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const storage = new S3Storage(front.account, 2, directory, LIMITS);
  const direct = new S3Api(account, LIMITS);
  const partial = async () =>
    partialUploadsIn(await direct.text({ method: 'GET', query: { uploads: '' } })).length;
  const put = async (bytes: Buffer, name = `${newId()}.mp3`, target = storage) => {
    const path = join(directory, newId());
    await writeFile(path, bytes);
    return target.put(name, path);
  };
  t.afterEach(() => {
    front.fault = () => undefined;
    front.requests = [];
  });

  await t.test('an error that passes is tried again', async (t) => {
    for (const [status, code] of [
      [503, 'SlowDown'],
      [429, 'TooManyRequests'],
      [500, 'InternalError'],
    ] as const) {
      let left = 2;
      front.fault = (_request, response) => (left-- > 0 ? refuse(response, status, code) : undefined);
      const { key } = await put(Buffer.from('abc'));
      t.same(await storage.stat(key), { bytes: 3 });
    }
    let cut = 1;
    front.fault = (_request, response) => (cut-- > 0 ? (response.destroy(), true) : undefined);
    t.ok(await put(Buffer.from('abc')), 'also a connection that ends');
  });

  await t.test('an error that stays is reported after some attempts', async (t) => {
    front.fault = (_request, response) => refuse(response, 503, 'SlowDown');
    const name = `${newId()}.mp3`;
    await t.rejects(storage.stat(name), unavailable);
    t.equal(front.requests.length, LIMITS.attempts);
    await t.rejects(put(Buffer.from('x')), unavailable);
    await t.rejects(storage.open(name), unavailable);
    await t.rejects(storage.delete(name), unavailable);
    front.requests = [];
    await t.rejects(storage.check(), unavailable);
    t.equal(front.requests.length, 1, 'readiness asks once');
  });

  await t.test('a refusal that stays is not tried again, and says nothing of the keys', async (t) => {
    const wrong = new S3Storage({ ...account, secretAccessKey: 'another secret' }, 2, directory, LIMITS);
    const error: unknown = await wrong.check().catch((reason: unknown) => reason);
    t.match(error, { ...unavailable, cause: { status: 403 } });
    t.notMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), 'another secret');
    const noBucket = new S3Storage({ ...account, bucket: 'not-here' }, 2, directory, LIMITS);
    await t.rejects(noBucket.check(), unavailable);
    front.fault = (_request, response) => refuse(response, 403, 'AccessDenied');
    await t.rejects(storage.stat(`${newId()}.mp3`), unavailable);
    t.equal(front.requests.length, 1);
  });

  await t.test('a full server is said to be full', async (t) => {
    for (const [status, code] of [
      [507, 'InsufficientStorage'],
      [403, 'QuotaExceeded'],
    ] as const) {
      front.fault = (request, response) =>
        request.method === 'PUT' ? refuse(response, status, code) : undefined;
      await t.rejects(put(randomBytes(10)), { code: 'STORAGE_FULL', status: 507 });
      await t.rejects(put(randomBytes(LARGE)), { code: 'STORAGE_FULL' });
      t.equal(await partial(), 0);
    }
  });

  await t.test('a server that does not answer is given up', async (t) => {
    const impatient = new S3Storage(front.account, 2, directory, { ...LIMITS, answerMs: 50, uploadMs: 50 });
    front.fault = () => true;
    await t.rejects(put(Buffer.from('x'), `${newId()}.mp3`, impatient), unavailable);
    front.requests = [];
    await t.rejects(impatient.open(`${newId()}.mp3`), unavailable);
    t.equal(front.requests.length, 1, 'not asked again');
    front.requests = [];
    front.fault = (_request, response) => refuse(response, 503, 'SlowDown');
    const slow = new S3Storage(front.account, 2, directory, { ...LIMITS, answerMs: 200, pauseMs: 60_000 });
    await t.rejects(slow.open(`${newId()}.mp3`), unavailable);
    t.equal(front.requests.length, 1, 'one limit for all attempts and pauses');
    const away: S3Account = { ...account, endpoint: 'http://127.0.0.1:1' };
    await t.rejects(new S3Storage(away, 2, directory, LIMITS).check(), unavailable);
  });

  await t.test('a large file that fails in the middle leaves no part', async (t) => {
    const name = `${newId()}.mp3`;
    front.fault = (request, response) =>
      request.url?.includes('partNumber=2') ? refuse(response, 503, 'SlowDown') : undefined;
    await t.rejects(put(randomBytes(LARGE), name), unavailable);
    t.equal(await partial(), 0);
    t.equal(await storage.stat(name), null);
  });

  await t.test('a part that fails once, and an answer that is lost, do no harm', async (t) => {
    let failures = 0;
    front.fault = (request, response) => {
      const isPart = request.url?.includes('partNumber=2') === true;
      return isPart && failures++ === 0 ? refuse(response, 500, 'InternalError') : undefined;
    };
    const bytes = randomBytes(LARGE);
    const { key } = await put(bytes);
    const content = (await storage.open(key))!;
    t.ok(bytes.equals(Buffer.concat((await content.toArray()) as Buffer[])));
    t.equal(failures, 2);
    t.equal(await partial(), 0);
  });

  await t.test('the sweeper ends what a killed instance has left', async (t) => {
    const name = `${newId()}.mp3`;
    const begun = await direct.text({ method: 'POST', name, query: { uploads: '' } });
    const uploadId = elementOf(begun, 'UploadId')!;
    await direct.send({
      method: 'PUT',
      name,
      query: { partNumber: '1', uploadId },
      body: randomBytes(LARGE / 3),
    });
    t.equal(await partial(), 1);
    await storage.delete(name);
    t.equal(await partial(), 0);
  });

  await t.test('more uploads than may wait are refused', async (t) => {
    const { promise, resolve } = Promise.withResolvers();
    front.fault = (_request, response) => {
      void promise.then(() => refuse(response, 403, 'AccessDenied'));
      return true;
    };
    const results = Array.from({ length: 20 }, () =>
      put(Buffer.from('x')).then(
        () => undefined,
        (error: unknown) => ((error as Error).cause as Error | undefined)?.message,
      ),
    );
    const first = await Promise.race(results);
    t.equal(first, 'too many uploads at once');
    resolve(undefined);
    const all = await Promise.all(results);
    t.equal(all.filter((message) => message === 'too many uploads at once').length, 2);
  });
});
