import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import t from 'tap';
import { asked, problem } from './fixture.ts';
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

const boundary = { 'content-type': 'multipart/form-data; boundary="b c"' };
const partOf = (head: string, text: string) =>
  `--b c\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;

void t.test('empty controls of an HTML form are parts that are missing', async (t) => {
  const { send, files } = await createUploadApp(t);
  const title = partOf('name="title"', 'Blue');
  const audio = partOf('name="audio"; filename="a.mp3"', 'sound');
  const nothing = partOf('name="cover"; filename=""\r\nContent-Type: application/octet-stream', '');
  const year = partOf('name="year"', '');
  for (const parts of [
    [title, nothing, audio, year],
    [year, audio, nothing, title],
    [title, audio, partOf('name="cover"', '')],
  ]) {
    const reply = await send(`${parts.join('')}--b c--\r\n`, boundary);
    t.match(reply, { status: 201, body: { title: 'Blue', files: { audio: /:audio:a\.mp3:/ } } });
    t.same(Object.keys((reply.body as { files: object }).files), ['audio']);
    t.notOk('year' in reply.body);
  }
  files.kept.clear();
  const empty = [partOf('name="title"', ''), partOf('name="audio"; filename=""', '')];
  t.strictSame(
    await send(`${empty.join('')}--b c--\r\n`, boundary),
    { status: 400, body: invalid(['audio', 'is required'], ['title', 'is required']) },
    'what is required',
  );
  t.strictSame(await send(`${audio}${title}${partOf('name="submit"', '')}--b c--\r\n`, boundary), {
    status: 400,
    body: invalid(['submit', 'is not known here']),
  });
  t.equal(files.kept.size, 0);
  const unnamed = partOf('name="audio"; filename=""', 'sound');
  const reply = await send(
    `${title}${unnamed}${partOf('name="cover"; filename="c"', '')}--b c--\r\n`,
    boundary,
  );
  t.equal(reply.status, 201, 'bytes without a name, and a name without bytes');
  t.strictSame([...files.kept.values()].map(String), ['sound', '']);
});

void t.test('the extended name of a file takes precedence, wherever it is', async (t) => {
  const { send } = await createUploadApp(t);
  const encoded = '=?utf-8?B?w4TDnw==?=';
  for (const [names, filename] of [
    [`filename="${encoded}"; filename*=utf-8''%C3%84%C3%9F.mp3`, 'Äß.mp3'],
    [`filename*=UTF-8'de'%C3%84%C3%9F.mp3; filename="${encoded}"`, 'Äß.mp3'],
    [`filename=plain; filename*=iso-8859-1''%C4.mp3`, 'Ä.mp3'],
    [`filename*=UTF-8''%E2%82%AC.mp3`, '€.mp3'],
    [`filename="plain"; filename*=utf-8''%C3`, 'plain'],
    [`filename="plain"; filename*=koi8-r''%C1`, 'plain'],
    [`filename="plain"; filename*=broken`, 'plain'],
    [`filename="a;b*=c"`, 'a;b*=c'],
  ] as const) {
    // `name="audio"` and `name=audio` take different ways through the parser.
    for (const name of ['"audio"', 'audio']) {
      const audio = partOf(`name=${name}; ${names}`, 'sound');
      const reply = await send(`${partOf('name="title"', 'Blue')}${audio}--b c--\r\n`, boundary);
      t.equal(reply.status, 201, names);
      const { audio: stored } = (reply.body as { files: { audio: string } }).files;
      t.equal(stored.split(':')[2], filename, `${name} ${names}`);
    }
  }
});

void t.test('finds the extended name in a form that arrives byte by byte', async (t) => {
  const { port, authorization } = await createUploadApp(t);
  const audio = partOf(
    `name="audio"; filename="x"; filename*=utf-8''%C3%84.mp3`,
    '--b c\r\n\r\n'.slice(0, 4),
  );
  const body = Buffer.from(`${partOf('name="title"', 'Blue')}${audio}--b c--\r\n`);
  const headers = { ...asked, ...boundary, authorization, 'content-length': String(body.length) };
  const upload = request({ port, path: '/songs', method: 'POST', headers });
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  for (const byte of body) await new Promise((written) => upload.write(Buffer.of(byte), written));
  upload.end();
  const [answer] = await answered;
  t.match(await json(answer), { title: 'Blue', files: { audio: /:Ä\.mp3:/ } });
});
