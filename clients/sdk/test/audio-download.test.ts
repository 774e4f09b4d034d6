// Downloads against a server whose answers and pauses the test decides.
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { downloadAudio, startStallTimer } from '../src/players/audio-download.ts';

const never = new AbortController().signal;

async function serve(
  t: Test,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<string> {
  const server = createServer((request, response) => answer(response, request)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('reports a server that does not answer, or stops midway, as TIMEOUT', async (t) => {
  const silent = await serve(t, () => undefined);
  await t.rejects(downloadAudio(silent, never, startStallTimer(50)), {
    name: 'DownbeatError',
    code: 'TIMEOUT',
    message: 'No more of the audio arrived within 50 ms',
  });
  const half = await serve(t, (response) => void response.writeHead(200).write('half'));
  await t.rejects(downloadAudio(half, never, startStallTimer(50)), { code: 'TIMEOUT' });
});

t.test('downloads a slow file whole: each part restarts the time limit', async (t) => {
  // Each part is sent a pause after the one before has arrived; the five pauses together are longer than the limit.
  const stallMs = 2000;
  const pauseMs = 500;
  const parts = ['one ', 'two ', 'three ', 'four ', 'five'];
  let sendNext = (): void => undefined;
  const url = await serve(t, (response) => {
    response.writeHead(200).flushHeaders();
    sendNext = () => {
      const part = parts.shift();
      if (parts.length > 0) response.write(part);
      else response.end(part);
    };
    setTimeout(sendNext, pauseMs);
  });
  const stall = startStallTimer(stallMs);
  const startedAt = performance.now();
  const progress = (): void => {
    stall.progress();
    setTimeout(sendNext, pauseMs);
  };
  const audio = await downloadAudio(url, never, { ...stall, progress });
  t.equal(Buffer.from(audio).toString(), 'one two three four five');
  t.ok(performance.now() - startedAt > stallMs, 'all pauses together are longer than the limit');
  t.notOk(stall.signal.aborted);
});

t.test('ends its timer when the file is complete', async (t) => {
  const url = await serve(t, (response) => response.end('whole'));
  const stall = startStallTimer(2000);
  let ended = 0;
  const end = (): void => {
    stall.end();
    ended += 1;
  };
  t.equal(Buffer.from(await downloadAudio(url, never, { ...stall, end })).toString(), 'whole');
  t.equal(ended, 1, 'the timer was ended once');
});

t.test('reports an aborted download as ABORTED, even when it stalled first', async (t) => {
  const abort = new AbortController();
  const silent = await serve(t, () => undefined);
  const stall = startStallTimer(50);
  // The stall ends the fetch; the caller still gets ABORTED, because it no longer waits for the track.
  stall.signal.addEventListener('abort', () => abort.abort());
  await t.rejects(downloadAudio(silent, abort.signal, stall), { name: 'DownbeatError', code: 'ABORTED' });
  t.match(stall.signal.reason, { code: 'TIMEOUT' });
});

const file = randomBytes(1_000_000);

/**
 * A server of one file that knows ranges and cuts each answer after so many bytes, as a killed instance does.
 * @param cuts the bytes after which each answer is cut; the last answer is whole
 */
async function cuttingServer(
  t: Test,
  cuts: (number | 'unavailable')[],
  etag = (_nth: number): string => '"one"',
) {
  const requests: (string | undefined)[] = [];
  const url = await serve(t, (response, { headers }) => {
    const cut = cuts[requests.length] ?? Infinity;
    requests.push(headers.range);
    if (cut === 'unavailable') return void response.writeHead(503).end();
    const current = etag(requests.length);
    const isRest = headers.range !== undefined && headers['if-range'] === current;
    const start = isRest ? Number(/\d+/.exec(headers.range!)![0]) : 0;
    response.writeHead(isRest ? 206 : 200, {
      etag: current,
      'content-length': file.length - start,
      ...(isRest ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    });
    const body = file.subarray(start, start + cut);
    if (cut === Infinity) response.end(body);
    else response.write(body, () => response.destroy());
  });
  return { url, requests };
}

t.test('resumes a download that was cut several times, each time at the byte where it was cut', async (t) => {
  const { url, requests } = await cuttingServer(t, [300_000, 1, 'unavailable', 500_000]);
  const audio = await downloadAudio(url, never);
  t.ok(Buffer.from(audio).equals(file));
  t.same(requests, [undefined, 'bytes=300000-', 'bytes=300001-', 'bytes=300001-', 'bytes=800001-']);
});

t.test('starts over when the file has changed, and gives up one without a strong ETag', async (t) => {
  const changed = await cuttingServer(t, [300_000], (nth) => `"${nth}"`);
  t.ok(Buffer.from(await downloadAudio(changed.url, never)).equals(file));
  t.same(changed.requests, [undefined, 'bytes=300000-']);
  const weak = await cuttingServer(t, [300_000], () => 'W/"one"');
  await t.rejects(downloadAudio(weak.url, never), { code: 'NETWORK_ERROR' });
  t.same(weak.requests, [undefined]);
});

t.test('gives up a cut download when nothing more arrives, or it is aborted, or refused', async (t) => {
  const away = await cuttingServer(t, [300_000, ...Array<'unavailable'>(20).fill('unavailable')]);
  await t.rejects(downloadAudio(away.url, never, startStallTimer(1900)), { code: 'TIMEOUT' });
  t.ok(away.requests.length >= 3 && away.requests.length <= 4, `${away.requests.length} requests`);
  const abort = new AbortController();
  const cut = await cuttingServer(t, [300_000, 0]);
  const loading = downloadAudio(cut.url, abort.signal);
  setTimeout(() => abort.abort(), 300);
  await t.rejects(loading, { code: 'ABORTED' });
  let count = 0;
  const gone = await serve(t, (response) => {
    if ((count += 1) > 1) response.writeHead(404).end();
    else
      response
        .writeHead(200, { etag: '"one"', 'content-length': 10 })
        .write('half', () => response.destroy());
  });
  await t.rejects(downloadAudio(gone, never), { code: 'UNEXPECTED_RESPONSE', message: /404/ });
  const never200 = await serve(t, (response) => response.destroy());
  await t.rejects(downloadAudio(never200, never), { code: 'NETWORK_ERROR' });
});
