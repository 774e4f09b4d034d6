import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import { sameProblem } from '../kit/problems.ts';
import { bytesOf, startWithTrack } from './streaming-fixture.ts';

const { music, track, path, file } = await startWithTrack(t);
const whole = await music.get(track.streamUrl);
const etag = whole.headers.get('etag') ?? '';
await whole.arrayBuffer();

t.test('serves single ranges, and the whole file for all others', async (t) => {
  const length = file.length;
  for (const [range, start, end] of [
    ['bytes=0-0', 0, 0],
    ['bytes=0-', 0, length - 1],
    ['bytes=1000-1999', 1000, 1999],
    [`bytes=${length - 1}-`, length - 1, length - 1],
    ['bytes=-500', length - 500, length - 1],
    [`bytes=5-${length * 2}`, 5, length - 1],
  ] as const) {
    const response = await music.get(track.streamUrl, undefined, { range });
    t.equal(response.status, 206, range);
    t.equal(response.headers.get('content-range'), `bytes ${start}-${end}/${length}`);
    t.equal(response.headers.get('content-length'), String(end - start + 1));
    t.equal(response.headers.get('etag'), etag);
    t.ok((await bytesOf(response)).equals(file.subarray(start, end + 1)));
  }
  for (const range of ['bytes=0-1,5-6', 'bytes=9-2', 'lines=1-2', 'nonsense']) {
    const response = await music.get(track.streamUrl, undefined, { range });
    t.equal(response.status, 200, range);
    t.ok((await bytesOf(response)).equals(file));
  }
  for (const range of [`bytes=${length}-`, 'bytes=-0']) {
    const response = await music.get(track.streamUrl, undefined, { range });
    t.equal(response.headers.get('content-range'), `bytes */${length}`);
    await sameProblem(t, response, {
      status: 416,
      code: 'RANGE_NOT_SATISFIABLE',
      title: 'The file has no such range',
      instance: path,
    });
  }
});

t.test('evaluates conditional headers', async (t) => {
  const lastModified = whole.headers.get('last-modified') ?? '';
  const range = 'bytes=0-9';
  for (const [headers, status] of [
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': `"other", W/${etag}` }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-none-match': '"a,*,b"' }, 200],
    [{ 'if-modified-since': lastModified }, 304],
    [{ 'if-modified-since': lastModified, 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ 'if-match': etag }, 200],
    [{ 'if-match': `"other", ${etag}` }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': `W/"a", "b W/", ${etag}` }, 200],
    [{ 'if-match': etag, 'if-unmodified-since': new Date(0).toUTCString() }, 200],
    [{ 'if-unmodified-since': lastModified }, 200],
    [{ 'if-unmodified-since': 'yesterday' }, 200],
    [{ 'if-unmodified-since': '5' }, 200],
    [{ 'if-unmodified-since': 'not a date 1999' }, 200],
    [{ 'if-modified-since': 'x 2099' }, 200],
    [{ range, 'if-none-match': etag }, 304],
    [{ range, 'if-range': etag }, 206],
    [{ range, 'if-range': lastModified }, 200],
    [{ range, 'if-range': '"other"' }, 200],
    [{ range, 'if-range': `W/${etag}` }, 200],
    [{ range, 'if-range': new Date(0).toUTCString() }, 200],
  ] as const) {
    const response = await music.get(track.streamUrl, undefined, { ...headers });
    t.equal(response.status, status, JSON.stringify(headers));
    const length = { 304: 0, 206: 10, 200: file.length }[status];
    t.equal((await bytesOf(response)).length, length);
    t.equal(response.headers.get('etag'), etag);
  }
});

t.test('refuses a request whose precondition names another file', async (t) => {
  for (const headers of [
    { 'if-match': '"other"' },
    { 'if-match': `W/${etag}` },
    { 'if-match': '"a,*,b"' },
    { 'if-match': '"other", *' },
    { 'if-match': '"other"', 'if-none-match': etag },
    { 'if-unmodified-since': new Date(0).toUTCString(), range: 'bytes=0-9' },
    { 'if-unmodified-since': 'Thursday, 01-Jan-70 00:00:00 GMT' },
    { 'if-unmodified-since': 'Thu Jan  1 00:00:00 1970' },
  ]) {
    await sameProblem(t, await music.get(track.streamUrl, undefined, headers), {
      status: 412,
      code: 'PRECONDITION_FAILED',
      title: 'This is no longer what the request is about',
      instance: path,
    });
  }
});

t.test('HEAD has the headers of GET and no body', async (t) => {
  const head = await fetch(music.baseUrl + track.streamUrl, { method: 'HEAD' });
  t.equal(head.status, 200);
  t.equal((await head.arrayBuffer()).byteLength, 0);
  for (const name of [
    'content-length',
    'content-type',
    'etag',
    'last-modified',
    'accept-ranges',
    'content-disposition',
  ]) {
    t.equal(head.headers.get(name), whole.headers.get(name), name);
  }
  t.equal((await fetch(music.baseUrl + path, { method: 'HEAD' })).status, 401);
});

t.test('HEAD ignores ranges and evaluates conditions', async (t) => {
  for (const [headers, status] of [
    [{ range: 'bytes=0-9' }, 200],
    [{ range: `bytes=${file.length}-` }, 200],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': '"other"' }, 200],
  ] as const) {
    const head = await fetch(music.baseUrl + track.streamUrl, { method: 'HEAD', headers: { ...headers } });
    t.equal(head.status, status, JSON.stringify(headers));
    t.equal(head.headers.get('content-range'), null);
    t.equal((await bytesOf(head)).length, 0);
  }
  const unknown = `/api/music/tracks/${newId()}/stream`;
  const { authorization } = music.person();
  const answer = await fetch(music.baseUrl + unknown, { method: 'HEAD', headers: { authorization } });
  t.equal(answer.status, 404);
});
