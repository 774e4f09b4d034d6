import { once } from 'node:events';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { defineErrors } from '@downbeat/shared/errors';
import { waitFor } from '../../test-kit/index.ts';
import { problem } from './fixture.ts';
import { flood, rawClient } from './raw-client.ts';
import { FILE_BYTES, file, form, IDLE_MS, createUploadApp } from './upload-fixture.ts';

const errors = defineErrors({ NOT_A_SONG: { status: 422, title: 'This is no song' } });

void t.test('a file is refused when its form broke off before the file was read', async (t) => {
  const kept: string[] = [];
  const { send, arrived } = await createUploadApp(t, async ({ name, stream }) => {
    await buffer(stream);
    kept.push(name);
    await arrived;
    await setImmediate();
    return name;
  });
  const part = (name: string) =>
    `--b\r\ncontent-disposition: form-data; name="${name}"; filename="x"\r\n\r\nsound`;
  const reply = await send(`${part('cover')}\r\n${part('audio')}`, {
    'content-type': 'multipart/form-data; boundary=b',
  });
  const body = problem(400, 'MALFORMED_MULTIPART', 'The form is not valid multipart', '/songs');
  t.strictSame(reply, { status: 400, body });
  t.strictSame(kept, ['cover']);
});

void t.test('a file that the handler refuses is answered while its sender is still sending', async (t) => {
  const { send, files } = await createUploadApp(t, async ({ stream }) => {
    await once(stream, 'readable');
    throw errors.NOT_A_SONG();
  });
  const reply = await send(form(['title', 'a'], ['audio', file(FILE_BYTES)], ['cover', file(FILE_BYTES)]));
  t.strictSame(reply, { status: 422, body: problem(422, 'NOT_A_SONG', 'This is no song', '/songs') });
  t.strictSame([...files.kept.keys()], []);
});

void t.test('a file that is not read does not stop the form', async (t) => {
  const { send } = await createUploadApp(t, async ({ name, stream }) => {
    stream.destroy();
    return name;
  });
  const reply = await send(form(['audio', file(FILE_BYTES)], ['title', 'a'], ['cover', file(FILE_BYTES)]));
  t.strictSame(reply.body, { title: 'a', files: { audio: 'audio', cover: 'cover' } });
});

void t.test('an upload that breaks off is an error for the store, and its files are discarded', async (t) => {
  const { files, port, authorization, url } = await createUploadApp(t);
  const socket = connect(port, '127.0.0.1');
  socket.write(
    [
      'POST /songs HTTP/1.1',
      'host: x',
      `authorization: ${authorization}`,
      'content-type: multipart/form-data; boundary=b',
      'content-length: 100000',
      '',
      '--b',
      'content-disposition: form-data; name="cover"; filename="c"',
      '',
      'a whole cover',
      '--b',
      'content-disposition: form-data; name="audio"; filename="a"',
      '',
      'the first half',
    ].join('\r\n'),
  );
  await waitFor('the cover to be stored', () => files.kept.size === 1);
  socket.destroy();
  await waitFor('the cover to be discarded', () => files.kept.size === 0);
  t.match(files.failures, [{ code: 'UPLOAD_ABORTED' }]);
  t.equal((await fetch(`${url}/healthz`)).status, 200);
});

void t.test('a sender that left before the form is parsed is not waited for', async (t) => {
  const { promise: left, resolve: leave } = Promise.withResolvers<undefined>();
  const { port, authorization, refused } = await createUploadApp(t, undefined, async ({ raw }) => {
    leave(undefined);
    if (!raw.destroyed) await once(raw, 'close').catch(() => undefined);
  });
  const { socket } = rawClient(t, port);
  const type = 'content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000';
  socket.write(`POST /songs HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n${type}\r\n\r\n--b`);
  await left;
  socket.destroy();
  t.match(await refused, { code: 'UPLOAD_ABORTED' });
});

for (const [name, body] of [
  ['a file', '--b\r\ncontent-disposition: form-data; name="audio"; filename="a"\r\n\r\nhalf of it'],
  ['a text part', '--b\r\ncontent-disposition: form-data; name="title"\r\n\r\nhalf of it'],
] as const) {
  void t.test(`a form that falls silent within ${name} is answered 408`, async (t) => {
    const { files, port, authorization } = await createUploadApp(t);
    const { socket, seen } = rawClient(t, port);
    const type = 'content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000';
    const head = `POST /songs HTTP/1.1\r\nhost: x\r\nx-request-id: request-1\r\nauthorization: ${authorization}`;
    socket.write(`${head}\r\n${type}\r\n\r\n${body}`);
    await waitFor('the server to close', () => seen.isClosed, { timeoutMs: 4 * IDLE_MS });
    const title = 'The request took too long to arrive';
    t.strictSame(
      JSON.parse(seen.text.split('\r\n\r\n')[1] ?? ''),
      problem(408, 'REQUEST_TIMEOUT', title, '/songs'),
    );
    t.match(seen.text, /\r\nconnection: close\r\n/i);
    t.equal(files.kept.size, 0);
  });
}

void t.test('a store may take longer than the sender’s idle limit', async (t) => {
  const slow = () => delay(IDLE_MS + 500);
  const { send } = await createUploadApp(t, async ({ name, stream }) => {
    await buffer(stream);
    await slow();
    return name;
  });
  const reply = await send(form(['title', 'a'], ['audio', file('sound')]));
  t.equal(reply.status, 201);
});

const GIB = 1024 ** 3;
const stranger = '--b\r\ncontent-disposition: form-data; name="other"; filename="x"\r\n\r\n';

for (const [name, status, start] of [
  ['a form that is announced too long', 413, `content-length: ${GIB}\r\n\r\n`],
  ['a file that nobody knows', 400, `transfer-encoding: chunked\r\n\r\n40000000\r\n${stranger}`],
] as const) {
  void t.test(
    `a client that goes on sending after ${name} was refused can read the answer, and is cut off`,
    async (t) => {
      const { port, authorization } = await createUploadApp(t);
      const { socket, seen } = rawClient(t, port);
      const type = 'content-type: multipart/form-data; boundary=b';
      socket.write(
        `POST /songs HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n${type}\r\n${start}`,
      );
      flood(socket);
      await waitFor('the cut', () => seen.isClosed || seen.error !== '', { timeoutMs: 6_000 });
      t.match(seen.text, new RegExp(`^HTTP/1\\.1 ${status} `));
      t.ok(socket.bytesWritten < GIB / 4, `${socket.bytesWritten} bytes`);
    },
  );
}

for (const [name, start] of [
  ['a text part', '--b\r\ncontent-disposition: form-data; name="title"\r\n\r\n'],
  ['a preamble', 'x'],
  ['the head of a part', '--b\r\nx-long: '],
] as const) {
  void t.test(`${name} without end is refused at the form's maximum size`, async (t) => {
    const { port, authorization } = await createUploadApp(t);
    const { socket, seen } = rawClient(t, port);
    const type = 'content-type: multipart/form-data; boundary=b';
    const head = `POST /songs HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n${type}\r\n`;
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n40000000\r\n${start}`);
    flood(socket);
    await waitFor('the cut', () => seen.isClosed || seen.error !== '', { timeoutMs: 10_000 });
    t.match(seen.text, /^HTTP\/1\.1 4(00|13) /);
    t.ok(socket.bytesWritten < GIB / 2, `${socket.bytesWritten} bytes`);
  });
}
