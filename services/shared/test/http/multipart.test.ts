import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { Type } from '@sinclair/typebox';
import t, { type Test } from 'tap';
import { defineErrors } from '../../src/problem/index.ts';
import { type UploadedFile, parseMultipart } from '../../src/http/index.ts';
import { waitFor } from '../../test-kit/index.ts';
import { asked, build, listen, problem, problems, tokenOf } from './fixture.ts';

const errors = defineErrors({ NOT_A_SONG: { status: 422, title: 'This is no song' } });

const Stored = Type.Object({
  title: Type.String(),
  year: Type.Optional(Type.Integer()),
  files: Type.Unsafe<{ audio?: string; cover?: string }>({ type: 'object' }),
});

const sendSong = {
  method: 'POST',
  url: '/songs',
  config: {
    operationId: 'sendSong',
    security: [{ bearer: [] }],
    multipart: {
      text: Type.Object(
        {
          title: Type.String({ minLength: 1, maxLength: 20 }),
          year: Type.Optional(Type.Integer({ minimum: 1900 })),
        },
        { additionalProperties: false },
      ),
      files: { audio: { required: true }, cover: { required: false } },
    },
  },
  schema: { operationId: 'sendSong', response: { 201: Stored, ...problems } },
} as const;

const FILE_BYTES = 200_000;

/** A store in memory that remembers what was discarded. */
function memory() {
  const kept = new Map<string, Buffer>();
  const failures: unknown[] = [];
  let made = 0;
  const store = async ({ name, filename, mimetype, stream }: UploadedFile): Promise<string> => {
    made += 1;
    const key = `${made}:${name}:${filename}:${mimetype}`;
    try {
      kept.set(key, await buffer(stream));
    } catch (error) {
      failures.push(error);
      throw error;
    }
    return key;
  };
  return { kept, failures, store, discard: async (key: string) => void kept.delete(key) };
}

async function songs(t: Test, onFile?: (file: UploadedFile) => Promise<string>) {
  const files = memory();
  const arrived = Promise.withResolvers<unknown>();
  const app = await build(t, { sendSong }, (api) => {
    api.addHook('onRequest', async ({ raw }) => void raw.once('end', () => arrived.resolve(undefined)));
    api.route({
      ...sendSong,
      handler: async (request, reply) => {
        const form = await parseMultipart(request, sendSong.config.multipart, {
          limits: { fileBytes: FILE_BYTES, fieldBytes: 1_000 },
          onFile: onFile ?? files.store,
          discard: files.discard,
        });
        return reply.code(201).send({ ...form.text, files: form.files });
      },
    });
  });
  const { url, port } = await listen(app);
  const authorization = `Bearer ${tokenOf(app)}`;
  const send = async (form: FormData | string, headers: Record<string, string> = {}) => {
    const reply = await fetch(`${url}/songs`, {
      method: 'POST',
      headers: { ...asked, authorization, ...headers },
      body: form,
    });
    return { status: reply.status, body: (await reply.json()) as object };
  };
  return { send, files, port, authorization, url, arrived: arrived.promise };
}

const file = (bytes: number | string, type = 'audio/mpeg') =>
  new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], { type });

function form(...parts: [name: string, value: string | Blob, filename?: string][]): FormData {
  const data = new FormData();
  for (const [name, value, filename] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, filename ?? name);
  }
  return data;
}

const invalid = (...faults: [field: string, message: string][]) =>
  problem(400, 'VALIDATION_FAILED', 'The request does not match the contract', '/songs', {
    errors: faults.map(([field, message]) => ({ in: 'form', field, message })),
  });

const tooLarge = (more: object) =>
  problem(413, 'FILE_TOO_LARGE', 'The file is too large', '/songs', {
    detail: 'At most 200000 bytes are accepted.',
    ...more,
  });

void t.test(
  'text parts may come before and after the files; they get the types of the contract',
  async (t) => {
    const { send, files } = await songs(t);
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

void t.test('what the contract does not have is refused, and nothing stays behind', async (t) => {
  const { send, files } = await songs(t);
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
      invalid(['title', 'must NOT have more than 20 characters']),
    ],
    [
      'a number that is none',
      form(audio, ['title', 'a'], ['year', 'soon']),
      invalid(['year', 'must be integer']),
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

void t.test('too many parts are refused by a limit', async (t) => {
  const { send } = await songs(t);
  const many = Array.from({ length: 500 }, (_, index): [string, string] => [`part${index}`, 'x']);
  t.strictSame(await send(form(...many)), {
    status: 413,
    body: problem(413, 'BODY_TOO_LARGE', 'The body is too large', '/songs'),
  });
});

void t.test('a file whose form broke off before its turn came is refused, not waited for', async (t) => {
  const kept: string[] = [];
  const { send, arrived } = await songs(t, async ({ name, stream }) => {
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

void t.test('a file over the limit is 413, whether or not its length was announced', async (t) => {
  const { send, files, port, authorization } = await songs(t);
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

/** A form whose length is not announced. */
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

void t.test('a file that the rules refuse is answered, though its sender is still writing', async (t) => {
  const { send, files } = await songs(t, async ({ stream }) => {
    await once(stream, 'readable');
    throw errors.NOT_A_SONG();
  });
  const reply = await send(form(['title', 'a'], ['audio', file(FILE_BYTES)], ['cover', file(FILE_BYTES)]));
  t.strictSame(reply, { status: 422, body: problem(422, 'NOT_A_SONG', 'This is no song', '/songs') });
  t.strictSame([...files.kept.keys()], []);
});

void t.test('a file that nobody reads does not stop the form', async (t) => {
  const { send } = await songs(t, async ({ name, stream }) => {
    stream.destroy();
    return name;
  });
  const reply = await send(form(['audio', file(FILE_BYTES)], ['title', 'a'], ['cover', file(FILE_BYTES)]));
  t.strictSame(reply.body, { title: 'a', files: { audio: 'audio', cover: 'cover' } });
});

void t.test(
  'an upload that breaks off reaches the store as an error, and nothing stays behind',
  async (t) => {
    const { files, port, authorization, url } = await songs(t);
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
  },
);

void t.test('a form that is none is a problem', async (t) => {
  const { send } = await songs(t);
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
    problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content type is not accepted here', '/songs'),
  );
  t.strictSame(
    (await send('', type)).body,
    invalid(['audio', 'is required'], ['title', 'is required']),
    'an empty form lacks what is required',
  );
});

void t.test('who may not upload is told before a byte is read', async (t) => {
  const { send, files } = await songs(t);
  const reply = await send(form(['title', 'a'], ['audio', file(FILE_BYTES)]), { authorization: 'Bearer x' });
  t.equal(reply.status, 401);
  t.equal(files.kept.size, 0);
});
