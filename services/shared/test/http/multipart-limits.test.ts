import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { problem } from './fixture.ts';
import { FILE_BYTES, file, form, createUploadApp } from './upload-fixture.ts';

const tooLarge = (more: object) =>
  problem(413, 'FILE_TOO_LARGE', 'The file is too large', '/songs', {
    detail: 'At most 200000 bytes are accepted.',
    ...more,
  });

void t.test('too many parts are refused by a limit', async (t) => {
  const { send } = await createUploadApp(t);
  const many = Array.from({ length: 500 }, (_, index): [string, string] => [`part${index}`, 'x']);
  t.strictSame(await send(form(...many)), {
    status: 413,
    body: problem(413, 'BODY_TOO_LARGE', 'The body is too large', '/songs'),
  });
});

void t.test('a file over the limit is 413, with and without Content-Length', async (t) => {
  const { send, files, port, authorization } = await createUploadApp(t);
  t.strictSame(
    await send(form(['title', 'a'], ['audio', file(FILE_BYTES)])).then(({ status }) => status),
    201,
  );
  files.kept.clear();

  const over = await send(form(['title', 'a'], ['audio', file(FILE_BYTES + 1)]));
  const audioErrors = [{ in: 'form', field: 'audio', message: 'must be at most 200000 bytes' }];
  t.strictSame(over, { status: 413, body: tooLarge({ errors: audioErrors }) });
  t.match(files.failures.pop(), { code: 'FILE_TOO_LARGE' }, 'the store is told while it reads');
  t.strictSame([...files.kept.keys()], []);

  const far = await send(form(['title', 'a'], ['audio', file(10 * FILE_BYTES)]));
  t.strictSame(
    far,
    { status: 413, body: tooLarge({}) },
    'by its announced length, before any byte is stored',
  );
  t.equal(files.failures.length, 0);

  const chunked = await sendChunked(port, authorization, 10 * FILE_BYTES);
  t.match(chunked, /^HTTP\/1\.1 413 /);
  t.match(chunked, /"code":"FILE_TOO_LARGE".*"detail":"At most 200000 bytes are accepted\."/);
  t.strictSame([...files.kept.keys()], []);
});

/** A form without Content-Length. */
async function sendChunked(port: number, authorization: string, bytes: number): Promise<string> {
  const head = [
    'POST /songs HTTP/1.1',
    'host: x',
    `authorization: ${authorization}`,
    'content-type: multipart/form-data; boundary=b',
    'transfer-encoding: chunked',
    'connection: close',
  ];
  const socket = connect(port, '127.0.0.1');
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(chunk('--b\r\ncontent-disposition: form-data; name="audio"; filename="a"\r\n\r\n'));
  socket.write(chunk('x'.repeat(bytes)));
  socket.write(`${chunk('\r\n--b--\r\n')}0\r\n\r\n`);
  return (await buffer(socket)).toString();
}
