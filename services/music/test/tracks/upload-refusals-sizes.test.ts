import { request } from 'node:http';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { audioForm, silentWav } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { MAX_UPLOAD_BYTES, instance, song, startUploads } from './upload-fixture.ts';

const { music, artist, testRefusal } = await startUploads(t);

testRefusal('answers 413 to a file over the limit, before and while reading it', async (t) => {
  const detail = `At most ${MAX_UPLOAD_BYTES} bytes are accepted.`;
  const errors = [{ in: 'form', field: 'audio', message: `must be at most ${MAX_UPLOAD_BYTES} bytes` }];
  const kind = { status: 413, code: 'FILE_TOO_LARGE', title: 'The file is too large' };
  for (const excess of [1, 20 * MAX_UPLOAD_BYTES]) {
    const large = Buffer.concat([song, Buffer.alloc(MAX_UPLOAD_BYTES + excess - song.length)]);
    const response = await music.upload(audioForm(new Uint8Array(large)), artist);
    await sameProblem(t, response, { ...kind, instance, detail, errors });
  }
});

testRefusal('applies a separate limit to the cover', async (t) => {
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

testRefusal('a client that still sends a large file can read why it was refused', async (t) => {
  const form = (bytes: number) => audioForm(new Uint8Array(bytes).fill(0x61));
  for (const [bytes, status] of [
    [8 * MAX_UPLOAD_BYTES, 415],
    [64 * MAX_UPLOAD_BYTES, 413],
  ] as const) {
    for (let attempt = 0; attempt < 2; attempt++) {
      const response = await music.upload(form(bytes), artist);
      t.equal(response.status, status);
      t.match(await response.json(), { status, errors: [{ in: 'form', field: 'audio' }] });
    }
  }
});

testRefusal('answers an endless upload early', async (t) => {
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

testRefusal('an upload that is aborted at any point leaves nothing', async (t) => {
  const form = new Response(audioForm(new Uint8Array(song)));
  const body = Buffer.from(await form.arrayBuffer());
  const headers = {
    authorization: artist.authorization,
    'content-type': form.headers.get('content-type') ?? '',
    'content-length': String(body.length),
  };
  let finished = 0;
  music.app.server.on('request', (_, answer) => void answer.once('close', () => (finished += 1)));
  for (let tenth = 1; tenth < 10; tenth++) {
    const upload = request(music.baseUrl + instance, { method: 'POST', headers });
    upload.on('error', () => undefined);
    const closed = new Promise((resolve) => upload.once('close', resolve));
    upload.write(body.subarray(0, Math.floor((body.length * tenth) / 10)), () => upload.destroy());
    await closed;
  }
  await waitFor('all uploads to finish', () => finished === 9);
  t.equal((await music.get('/healthz')).status, 200);
});
