import t from 'tap';
import { audioForm, silentWav } from '../kit/files.ts';
import { sameProblem } from '../kit/problems.ts';
import { instance, song, startUploads } from './upload-fixture.ts';

const { music, artist, testRefusal } = await startUploads(t);

testRefusal('refuses uploads of accounts that are not artists', async (t) => {
  for (const role of ['listener', 'admin'] as const) {
    await sameProblem(t, await music.upload(audioForm(song), music.person(role)), {
      status: 403,
      code: 'FORBIDDEN',
      title: 'You are not allowed to do this',
      detail: `This is for the role artist; yours is ${role}`,
      instance,
    });
  }
  const anonymous = await fetch(music.baseUrl + instance, { method: 'POST', body: audioForm(song) });
  await sameProblem(t, anonymous, { status: 401, code: 'UNAUTHENTICATED', title: 'Sign in first', instance });
});

testRefusal('names the texts that exceed the limit when composed', async (t) => {
  const text = { title: '\u0958'.repeat(101), artist: '\u0958'.repeat(100), genre: '\u0958'.repeat(200) };
  const message = 'must be at most 200 characters when composed (NFC)';
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

testRefusal('refuses text with direction controls or control characters', async (t) => {
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

testRefusal('validates forms against the contract', async (t) => {
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
    [form((form) => form.set('year', 'MMXXVI')), error('year', 'must be a whole number')],
    [form((form) => form.set('year', 'Infinity')), error('year', 'must be a whole number')],
    [form((form) => form.set('trackNumber', '-1e400')), error('trackNumber', 'must be a whole number')],
    [form((form) => form.set('year', '-1')), error('year', 'must be at least 0')],
    [form((form) => form.set('title', 'x'.repeat(201))), error('title', 'must be at most 200 characters')],
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
