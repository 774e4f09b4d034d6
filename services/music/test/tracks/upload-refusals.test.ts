import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import sharp from 'sharp';
import { waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import { audioForm, demoTrack, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { leavesNothing, tracesOf } from '../kit/traces.ts';

const MAX_UPLOAD_BYTES = 1024 * 1024;
const instance = '/api/music/create';
const music = await startMusic(t, { env: { MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) } });
const artist = music.person('artist', 'Nadia');
const before = await tracesOf(music);
const song = await readFile(demoTrack('paper-rockets.mp3'));

function refusal(name: string, body: (t: Test) => Promise<void>): void {
  void t.test(name, async (t) => {
    await body(t);
    await leavesNothing(t, music, before);
  });
}

const notAudio = {
  status: 415,
  code: 'AUDIO_NOT_RECOGNISED',
  title: 'The file is not MP3, FLAC, Ogg, M4A or WAV',
  instance,
  errors: [{ in: 'form', field: 'audio', message: 'must be an MP3, FLAC, Ogg, M4A or WAV file, whole' }],
};
const unreadable = {
  status: 422,
  code: 'AUDIO_UNREADABLE',
  title: 'The file claims to be audio but cannot be read as such',
  instance,
  errors: [{ in: 'form', field: 'audio', message: 'must be an MP3, FLAC, Ogg, M4A or WAV file, whole' }],
};
const notCover = {
  status: 415,
  code: 'COVER_NOT_RECOGNISED',
  title: 'The cover is not a JPEG, PNG or WebP that we can read',
  instance,
  errors: [{ in: 'form', field: 'cover', message: 'must be a JPEG, PNG or WebP picture' }],
};

refusal('only artists upload', async (t) => {
  for (const role of ['listener', 'admin'] as const) {
    await sameProblem(t, await music.upload(audioForm(song), music.person(role)), {
      status: 403,
      code: 'FORBIDDEN',
      title: 'You are not allowed to do this',
      instance,
    });
  }
  const anonymous = await fetch(music.baseUrl + instance, { method: 'POST', body: audioForm(song) });
  await sameProblem(t, anonymous, { status: 401, code: 'UNAUTHENTICATED', title: 'Sign in first', instance });
});

refusal('text that outgrows its limit when it is composed is refused by name', async (t) => {
  const text = { title: '\u0958'.repeat(101), artist: '\u0958'.repeat(100), genre: '\u0958'.repeat(200) };
  const message = 'must NOT have more than 200 characters when composed (NFC)';
  await sameProblem(t, await music.upload(audioForm(silentWav(1), 'a.wav', text), artist), {
    status: 400,
    code: 'VALIDATION_FAILED',
    title: 'The request does not match the contract',
    instance,
    errors: [
      { in: 'form', field: 'title', message },
      { in: 'form', field: 'genre', message },
    ],
  });
});

refusal('what is no audio is told by its bytes, whatever it is called', async (t) => {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const [name, bytes] of [
    ['text', 'Just some words, called a song.'],
    ['empty', ''],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['ELF', '\x7fELF\x02\x01\x01' + '\0'.repeat(64)],
    ['Windows program', 'MZ' + '\0'.repeat(100)],
    ['ZIP', 'PK\x03\x04' + '\0'.repeat(100)],
    ['PDF', '%PDF-1.7\n'],
    ['one byte', '\xff'],
    ['picture', new Uint8Array(png)],
    ['AIFF', 'FORM\0\0\0\x20AIFFCOMM' + '\0'.repeat(60)],
  ] as const) {
    t.comment(name);
    const body = typeof bytes === 'string' ? Uint8Array.from(Buffer.from(bytes, 'latin1')) : bytes;
    await sameProblem(t, await music.upload(audioForm(body), artist), notAudio);
  }
});

refusal('what only begins like audio is refused once it is read', async (t) => {
  const [flac, m4a] = [
    await readFile(demoTrack('copper-kettle.flac')),
    await readFile(demoTrack('glass-stairs.m4a')),
  ];
  const lyingTag = Buffer.concat([Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1'), Buffer.alloc(5000)]);
  for (const [name, bytes] of [
    ['FLAC without its stream info', Buffer.concat([flac.subarray(0, 6), Buffer.alloc(3000)])],
    ['M4A without its index', Buffer.concat([m4a.subarray(0, 28), Buffer.alloc(3000)])],
    ['WAV without sound', Buffer.from(silentWav(0))],
    ['Ogg page of nothing', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(3000)])],
    ['ID3 tag that claims 256 MB', lyingTag],
  ] as const) {
    const response = await music.upload(audioForm(new Uint8Array(bytes)), artist);
    t.comment(name);
    const { code } = (await response.clone().json()) as { code: string };
    const detail = bytes === lyingTag ? { detail: 'Much of the file is not sound.' } : {};
    await sameProblem(t, response, code === 'AUDIO_UNREADABLE' ? { ...unreadable, ...detail } : notAudio);
  }
});

refusal('a file that is cut off is refused in every format', async (t) => {
  for (const file of [
    'paper-rockets.mp3',
    'copper-kettle.flac',
    'night-bus-47.ogg',
    'slow-tide.opus',
    'glass-stairs.m4a',
  ]) {
    t.comment(file);
    const bytes = await readFile(demoTrack(file));
    const half = new Uint8Array(bytes.subarray(0, Math.min(bytes.length, MAX_UPLOAD_BYTES) / 2));
    await sameProblem(t, await music.upload(audioForm(half, file), artist), {
      ...unreadable,
      detail: 'The file is cut off.',
    });
  }
});

refusal('text that would turn the writing, or has control characters, is refused', async (t) => {
  for (const field of ['title', 'artist', 'album', 'genre']) {
    for (const text of ['\u202Egnp.exe', 'a\u2066b\u2069', 'bell\u0007', 'tab\t', 'line\nbreak', '\u0000']) {
      const response = await music.upload(audioForm(silentWav(1), 'a.wav', { [field]: text }), artist);
      const { errors } = (await response.clone().json()) as { errors: { message: string }[] };
      await sameProblem(t, response, {
        status: 400,
        code: 'VALIDATION_FAILED',
        title: 'The request does not match the contract',
        instance,
        errors: [{ in: 'form', field, message: errors[0]?.message }],
      });
      t.match(errors[0]?.message, /^must match/);
    }
  }
});

refusal('a file that is mostly something else is refused', async (t) => {
  const song = await readFile(demoTrack('harbour-lights.mp3'));
  for (const bytes of [
    Buffer.concat([Buffer.from('fffb9064', 'hex'), randomBytes(600 * 1024)]),
    Buffer.concat([song.subarray(0, 20_000), Buffer.alloc(700 * 1024, 'no sound')]),
    Buffer.concat([song.subarray(0, 20_000), Buffer.alloc(700 * 1024)]),
  ]) {
    const response = await music.upload(audioForm(new Uint8Array(bytes)), artist);
    await sameProblem(t, response, { ...unreadable, detail: 'Much of the file is not sound.' });
  }
});

refusal('a cover that cannot be used refuses the whole upload', async (t) => {
  const flood = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const gif = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
  const jpeg = await sharp({ create: { width: 500, height: 500, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  for (const [name, cover] of [
    ['text', Buffer.from('no picture')],
    ['empty', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['GIF', gif],
    ['cut off', jpeg.subarray(0, jpeg.length / 2)],
    ['25 million pixels', flood],
  ] as const) {
    for (const first of ['audio', 'cover']) {
      t.comment(`${name}, ${first} first`);
      const form = new FormData();
      const parts = { audio: new Blob([silentWav(1)]), cover: new Blob([new Uint8Array(cover)]) };
      const order = first === 'audio' ? (['audio', 'cover'] as const) : (['cover', 'audio'] as const);
      for (const part of order) form.set(part, parts[part], part);
      await sameProblem(t, await music.upload(form, artist), notCover);
    }
  }
});

refusal('forms are held to the contract', async (t) => {
  const invalid = {
    status: 400,
    code: 'VALIDATION_FAILED',
    title: 'The request does not match the contract',
    instance,
  };
  const form = (change: (form: FormData) => void, base = audioForm(silentWav(1))) => {
    change(base);
    return base;
  };
  const error = (field: string, message: string) => [{ in: 'form', field, message }];
  for (const [body, errors] of [
    [form((form) => form.set('title', 'No file'), new FormData()), error('audio', 'is required')],
    [
      form((form) => form.set('audio', 'text instead of a file'), new FormData()),
      error('audio', 'must be a file, not text'),
    ],
    [form((form) => form.set('cover', 'text')), error('cover', 'must be a file, not text')],
    [form((form) => form.set('title', new Blob(['x']), 'x')), error('title', 'must be text, not a file')],
    [form((form) => form.set('year', 'MMXXVI')), error('year', 'must be integer')],
    [form((form) => form.set('year', '-1')), error('year', 'must be >= 0')],
    [
      form((form) => form.set('title', 'x'.repeat(201))),
      error('title', 'must NOT have more than 200 characters'),
    ],
    [form((form) => form.set('ownerId', 'me')), error('ownerId', 'is not known here')],
    [form((form) => form.set('id', 'mine')), error('id', 'is not known here')],
    [form((form) => form.set('extra', new Blob(['x']), 'x')), error('extra', 'is not a file known here')],
    [form((form) => form.append('audio', new Blob(['x']), 'x')), error('audio', 'may be given once')],
    [
      form((form) => ['a', 'b'].forEach((title) => form.append('title', title))),
      error('title', 'may be given once'),
    ],
  ] as const) {
    await sameProblem(t, await music.upload(body, artist), { ...invalid, errors });
  }
  const json = await music.send('POST', instance, artist, { title: 'No form' });
  t.equal(json.status, 415);
  const headers = { authorization: artist.authorization, 'content-type': 'multipart/form-data; boundary=x' };
  for (const body of [
    '',
    '--x',
    '--x\r\ncontent-disposition: form-data; name="audio"; filename="a"\r\n\r\nRIFF',
  ]) {
    const response = await fetch(music.baseUrl + instance, { method: 'POST', headers, body });
    t.equal(response.status, 400, JSON.stringify(body));
    t.match(await response.json(), { code: /^(VALIDATION_FAILED|MALFORMED_MULTIPART)$/ });
  }
});

refusal('a file over the limit is 413, announced or not', async (t) => {
  const detail = `At most ${MAX_UPLOAD_BYTES} bytes are accepted.`;
  const errors = [{ in: 'form', field: 'audio', message: `must be at most ${MAX_UPLOAD_BYTES} bytes` }];
  const kind = { status: 413, code: 'FILE_TOO_LARGE', title: 'The file is too large' };
  for (const excess of [1, 20 * MAX_UPLOAD_BYTES]) {
    const large = Buffer.concat([song, Buffer.alloc(MAX_UPLOAD_BYTES + excess - song.length)]);
    const response = await music.upload(audioForm(new Uint8Array(large)), artist);
    await sameProblem(t, response, { ...kind, instance, detail, errors });
  }
});

refusal('a cover has a limit of its own', async (t) => {
  const bytes = 10 * 1024 * 1024;
  const form = audioForm(silentWav(1));
  form.set('cover', new Blob([new Uint8Array(bytes + 1)]), 'cover.png');
  await sameProblem(t, await music.upload(form, artist), {
    status: 413,
    code: 'FILE_TOO_LARGE',
    title: 'The file is too large',
    instance,
    detail: `At most ${bytes} bytes are accepted.`,
    errors: [{ in: 'form', field: 'cover', message: `must be at most ${bytes} bytes` }],
  });
});

refusal('an endless upload is answered early', async (t) => {
  const head = 'content-disposition: form-data; name="audio"; filename="a.mp3"\r\n\r\n';
  const upload = request(music.baseUrl + instance, {
    method: 'POST',
    headers: { authorization: artist.authorization, 'content-type': 'multipart/form-data; boundary=x' },
  });
  upload.on('error', () => undefined);
  const answered = new Promise<number>((resolve) =>
    upload.on('response', ({ statusCode }) => resolve(statusCode ?? 0)),
  );
  upload.write(`--x\r\n${head}`);
  upload.write(song);
  let sent = song.length;
  const block = Buffer.alloc(256 * 1024);
  const pump = () => {
    if (upload.destroyed) return;
    sent += block.length;
    upload.write(block, () => setImmediate(pump));
  };
  pump();
  t.equal(await answered, 413);
  t.ok(sent < 64 * MAX_UPLOAD_BYTES, `${sent} bytes were sent until the answer`);
  upload.destroy();
});

refusal('an upload cut at any tenth of its length leaves nothing', async (t) => {
  const form = new Response(audioForm(new Uint8Array(song)));
  const body = Buffer.from(await form.arrayBuffer());
  const headers = {
    authorization: artist.authorization,
    'content-type': form.headers.get('content-type') ?? '',
    'content-length': String(body.length),
  };
  for (let tenth = 1; tenth < 10; tenth++) {
    const upload = request(music.baseUrl + instance, { method: 'POST', headers });
    upload.on('error', () => undefined);
    const closed = new Promise((resolve) => upload.once('close', resolve));
    upload.write(body.subarray(0, Math.floor((body.length * tenth) / 10)), () => upload.destroy());
    await closed;
  }
  await waitFor('every upload to be over', () =>
    music.log.lines.filter((line) => line['operationId'] === 'createTrack'),
  );
  t.equal((await music.get('/healthz')).status, 200);
});
