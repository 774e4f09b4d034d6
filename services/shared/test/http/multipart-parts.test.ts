import t from 'tap';
import { problem } from './fixture.ts';
import { FILE_BYTES, file, form, invalid, createUploadApp } from './upload-fixture.ts';

void t.test(
  'text parts may come before and after the files; they get the types of the contract',
  async (t) => {
    const { send, files } = await createUploadApp(t);
    const reply = await send(
      form(
        ['title', 'Blue'],
        ['audio', file('sound'), 'a.mp3'],
        ['cover', file('image', 'image/png')],
        ['year', '1971'],
      ),
    );
    t.strictSame(reply, {
      status: 201,
      body: {
        title: 'Blue',
        year: 1971,
        files: { audio: '1:audio:a.mp3:audio/mpeg', cover: '2:cover:cover:image/png' },
      },
    });
    t.strictSame([...files.kept.values()].map(String), ['sound', 'image']);
  },
);

void t.test('parts that the contract does not have are refused, and stored files discarded', async (t) => {
  const { send, files } = await createUploadApp(t);
  const audio: [string, Blob] = ['audio', file('sound')];
  const cases: [string, FormData, object][] = [
    [
      'an unknown text part',
      form(audio, ['title', 'Blue'], ['ownerId', 'u2']),
      invalid(['ownerId', 'is not known here']),
    ],
    [
      'an unknown file',
      form(['title', 'Blue'], audio, ['virus', file('x')]),
      invalid(['virus', 'is not a file known here']),
    ],
    [
      'a repeated text part',
      form(audio, ['title', 'a'], ['title', 'b']),
      invalid(['title', 'may be given once']),
    ],
    ['a repeated file', form(['title', 'a'], audio, audio), invalid(['audio', 'may be given once'])],
    [
      'text that breaks its rule',
      form(audio, ['title', 'x'.repeat(21)]),
      invalid(['title', 'must be at most 20 characters']),
    ],
    [
      'a number that is none',
      form(audio, ['title', 'a'], ['year', 'soon']),
      invalid(['year', 'must be a whole number']),
    ],
    [
      'a text part over its limit',
      form(audio, ['title', 'x'.repeat(1_001)]),
      invalid(['title', 'is too long']),
    ],
    [
      'all that is missing',
      form(['cover', file('image')]),
      invalid(['audio', 'is required'], ['title', 'is required']),
    ],
    [
      'a file where text belongs',
      form(audio, ['title', file('a')]),
      invalid(['title', 'must be text, not a file']),
    ],
    [
      'text where a file belongs',
      form(['audio', 'sound'], ['title', 'a']),
      invalid(['audio', 'must be a file, not text']),
    ],
  ];
  for (const [name, data, body] of cases) {
    t.strictSame(await send(data), { status: 400, body }, name);
    t.strictSame([...files.kept.keys()], [], `${name}: nothing is kept`);
  }
  const proto = await send(form(['__proto__', 'x'], ['title', 'a']));
  t.strictSame(proto.body, problem(400, 'MALFORMED_MULTIPART', 'The form is not valid multipart', '/songs'));
});

void t.test('a body that is not a form is refused', async (t) => {
  const { send } = await createUploadApp(t);
  const type = { 'content-type': 'multipart/form-data; boundary=b' };
  const malformed = problem(400, 'MALFORMED_MULTIPART', 'The form is not valid multipart', '/songs');
  const cut = '--b\r\ncontent-disposition: form-data; name="audio"; filename="a"\r\n\r\nhalf';
  t.strictSame((await send(cut, type)).body, malformed, 'cut off within a file');
  t.strictSame((await send('nonsense', type)).body, malformed, 'no boundary in it');
  t.strictSame(
    (await send('x', { 'content-type': 'multipart/form-data' })).body,
    malformed,
    'no boundary announced',
  );
  t.strictSame(
    (await send('{}', { 'content-type': 'application/json' })).body,
    problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', '/songs', {
      detail: 'Send content-type: multipart/form-data',
    }),
  );
  t.strictSame(
    (await send('', type)).body,
    invalid(['audio', 'is required'], ['title', 'is required']),
    'an empty form lacks what is required',
  );
});

void t.test('an unauthorised upload is refused before its body is read', async (t) => {
  const { send, files } = await createUploadApp(t);
  const reply = await send(form(['title', 'a'], ['audio', file(FILE_BYTES)]), { authorization: 'Bearer x' });
  t.equal(reply.status, 401);
  t.equal(files.kept.size, 0);
});

void t.test('a file without a filename gets an empty one', async (t) => {
  const { send, files } = await createUploadApp(t);
  const part = (head: string, text: string) =>
    `--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
  const unnamed = part('name="audio"\r\ncontent-type: application/octet-stream', 'sound');
  const reply = await send(`${unnamed}${part('name="title"', 'Blue')}--b--`, {
    'content-type': 'multipart/form-data; boundary=b',
  });
  t.strictSame(reply, {
    status: 201,
    body: { title: 'Blue', files: { audio: '1:audio::application/octet-stream' } },
  });
  t.strictSame([...files.kept.values()].map(String), ['sound']);
});

void t.test('text that is not UTF-8 is refused', async (t) => {
  const { send } = await createUploadApp(t);
  const head = '--b\r\ncontent-disposition: form-data; name="title"\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), Buffer.from([0x41, 0xff, 0xfe]), Buffer.from('\r\n--b--')]);
  const reply = await send(body, { 'content-type': 'multipart/form-data; boundary=b' });
  t.strictSame(reply, {
    status: 400,
    body: problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/songs', {
      errors: [{ in: 'form', field: 'title', message: 'must be UTF-8' }],
    }),
  });
});
