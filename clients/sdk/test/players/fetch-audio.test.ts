// The fetch of a whole file, against a server that sends what the test says, when it says so.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { fetchAudio } from '../../src/listening/players/fetch-audio.ts';
import { watchForStall } from '../../src/listening/players/stall.ts';

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

t.test('a server that does not answer, or stops in the middle, is a TIMEOUT', async (t) => {
  const silent = await serve(t, () => undefined);
  await t.rejects(fetchAudio(silent, never, watchForStall(50)), {
    name: 'DownbeatError',
    code: 'TIMEOUT',
    message: 'Nothing more of the audio came within 50 ms',
  });
  const half = await serve(t, (response) => void response.writeHead(200).write('half'));
  await t.rejects(fetchAudio(half, never, watchForStall(50)), { code: 'TIMEOUT' });
});

t.test('a file that comes slowly is fetched whole: each part gives it time again', async (t) => {
  // Each part is sent a pause after the one before has arrived; five pauses are longer than the watch waits for one.
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
  const watch = watchForStall(stallMs);
  const startedAt = performance.now();
  const progress = (): void => {
    watch.progress();
    setTimeout(sendNext, pauseMs);
  };
  const audio = await fetchAudio(url, never, { ...watch, progress });
  t.equal(Buffer.from(audio).toString(), 'one two three four five');
  t.ok(performance.now() - startedAt > stallMs, 'the pauses are longer than the limit, all together');
  t.notOk(watch.signal.aborted);
});

t.test('nothing is left of the watch once the file is there', async (t) => {
  const url = await serve(t, (response) => response.end('whole'));
  const watch = watchForStall(2000);
  let ended = 0;
  const end = (): void => {
    watch.end();
    ended += 1;
  };
  t.equal(Buffer.from(await fetchAudio(url, never, { ...watch, end })).toString(), 'whole');
  t.equal(ended, 1, 'no timer is left');
});

t.test('another track in its place is ABORTED, whatever stalled', async (t) => {
  const abort = new AbortController();
  const silent = await serve(t, () => undefined);
  const watch = watchForStall(50);
  // The stall is first, and the fetch ends by it; what its caller is told is still that nobody waits any more.
  watch.signal.addEventListener('abort', () => abort.abort());
  await t.rejects(fetchAudio(silent, abort.signal, watch), { name: 'DownbeatError', code: 'ABORTED' });
  t.match(watch.signal.reason, { code: 'TIMEOUT' });
});
