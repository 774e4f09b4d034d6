// Downloads against a server whose answers and pauses the test decides.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { downloadAudio, startStallTimer } from '../src/players/audio-download.ts';

const never = new AbortController().signal;

async function serve(t: Test, answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
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
