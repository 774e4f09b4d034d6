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
  const parts = ['one ', 'two ', 'three'];
  const url = await serve(t, (response) => response.end(parts.join('')));
  let progressed = 0;
  let ended = false;
  const watch = {
    signal: never,
    progress: () => void (progressed += 1),
    end: () => void (ended = true),
  };
  t.equal(Buffer.from(await fetchAudio(url, never, watch)).toString(), 'one two three');
  t.ok(progressed > 0);
  t.ok(ended, 'no timer is left');
});

t.test('another track in its place is ABORTED, whatever stalled', async (t) => {
  const abort = new AbortController();
  const url = await serve(t, () => abort.abort());
  await t.rejects(fetchAudio(url, abort.signal), { code: 'ABORTED' });
});
