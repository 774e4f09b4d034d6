// Refused requests over plain HTTP; each problem response is compared as a whole.
import t from 'tap';
import { waitFor } from '@downbeat/shared/test-kit';
import { WebSocket } from 'ws';
import { bearer, plainProblem, problem, problemOf, uploadOf, type PlainProblem } from '../system/http.ts';
import { musicInternals, memoryMebibytes } from '../system/internals.ts';
import { password, signedInClient, uniqueEmail, upload } from '../system/clients.ts';
import { systemUnderTest } from '../system/start.ts';

// Tokens of 3 s can be used and also be waited for until they expire.
const system = await systemUnderTest(t, { env: { AUTH_ACCESS_TOKEN_SECONDS: '3' } });
const music = musicInternals(system);
const artist = await signedInClient(system, 'Ada', 'artist');
const listener = await signedInClient(system, 'Bob');
const tokenOf = async (client: typeof artist): Promise<string> => {
  await client.session.renew();
  return client.session.current!.accessToken;
};
const json = { 'content-type': 'application/json' };
const post = (body: object): RequestInit => ({ method: 'POST', headers: json, body: JSON.stringify(body) });

await t.test('refuses a second registration with the same e-mail address', async (t) => {
  const registration = { email: uniqueEmail('twice'), password, displayName: 'Twice' };
  const url = `${system.authUrl}/api/auth/register`;
  t.equal((await fetch(url, post(registration))).status, 201);
  t.strictSame(
    await problemOf(url, post({ ...registration, email: registration.email.toUpperCase() })),
    problem('EMAIL_TAKEN', 409, 'There is an account with this e-mail address', '/api/auth/register'),
  );
});

await t.test('answers a wrong password and an unknown e-mail address alike', async (t) => {
  const url = `${system.authUrl}/api/auth/login`;
  const expected = problem(
    'INVALID_CREDENTIALS',
    401,
    'E-mail address or password is wrong',
    '/api/auth/login',
  );
  const known = artist.session.current!.user.email;
  t.strictSame(await problemOf(url, post({ email: known, password: 'not this one' })), expected);
  t.strictSame(
    await problemOf(url, post({ email: uniqueEmail('unknown'), password: 'not this one' })),
    expected,
  );
});

await t.test('refuses an upload by a listener', async (t) => {
  const form = new FormData();
  form.set('audio', new File(['x'], 'x.mp3'));
  t.strictSame(
    await problemOf(`${system.musicUrl}/api/music/create`, {
      method: 'POST',
      headers: bearer(await tokenOf(listener)),
      body: form,
    }),
    problem('FORBIDDEN', 403, 'You are not allowed to do this', '/api/music/create', {
      detail: 'This is for the role artist; yours is listener',
    }),
  );
});

await t.test('refuses a text file as audio', async (t) => {
  const form = new FormData();
  form.set(
    'audio',
    new File(['this is plain text, not audio '.repeat(400)], 'song.mp3', { type: 'audio/mpeg' }),
  );
  const refused = await problemOf(`${system.musicUrl}/api/music/create`, {
    method: 'POST',
    headers: bearer(await tokenOf(artist)),
    body: form,
  });
  const allowed = 'must be a complete MP3, FLAC, Ogg, M4A or WAV file';
  t.strictSame(
    refused,
    problem('AUDIO_NOT_RECOGNISED', 415, 'The file is not MP3, FLAC, Ogg, M4A or WAV', '/api/music/create', {
      errors: [{ in: 'form', field: 'audio', message: allowed }],
    }),
  );
});

await t.test(
  'refuses a file of 300 MB before its end, without a stored file and without keeping it in memory',
  async (t) => {
    // With one stored file, a look into the wrong folder cannot pass as an empty one.
    await upload(artist, 'harbour-lights.mp3');
    // Renditions and covers are made while this runs: their files come, and those that the encoder writes go again.
    const storedUploads = async () =>
      (await music?.storedFiles())?.filter((name) => !/\.(opus|m4a|avif|webp|jpg)$/.test(name));
    const before = await storedUploads();
    const memoryBefore = await memoryOf('VmRSS');
    const url = `${system.musicUrl}/api/music/create`;
    const { status, contentType, body, sentBytes } = await uploadOf(
      url,
      await tokenOf(artist),
      300 * 1024 * 1024,
    );
    // A gateway may answer first; its response is the same.
    t.strictSame(
      { status, contentType, body },
      problem('FILE_TOO_LARGE', 413, 'The file is too large', '/api/music/create', {
        detail: 'At most 209715200 bytes are accepted.',
        errors: [{ in: 'form', field: 'audio', message: 'must be at most 209715200 bytes' }],
      }),
    );
    t.ok(sentBytes < 300 * 1024 * 1024, `answered after ${Math.round(sentBytes / 1024 / 1024)} MB`);
    if (music === undefined || before === undefined)
      t.pass('no file is left', { skip: 'the storage cannot be read from here' });
    else {
      t.ok(before.length > 0, 'the storage is found');
      // A gateway answers before music has deleted what it received of the file.
      await waitFor(
        'the received part to be deleted',
        async () => (await storedUploads())!.every((name) => before.includes(name)),
        { timeoutMs: 120_000 },
      );
    }
    const peak = await memoryOf('VmHWM');
    if (memoryBefore === undefined || peak === undefined)
      t.pass('the file was never whole in memory', { skip: 'the process cannot be read from here' });
    else {
      // 200 MB went through one instance; kept in memory they would exceed the limit.
      const grownMebibytes = Math.max(...peak.map((mebibytes, index) => mebibytes - memoryBefore[index]!));
      t.comment(`music grew by ${grownMebibytes.toFixed(0)} MiB at most`);
      t.ok(grownMebibytes < 150, 'the file was never whole in memory');
    }
    const { items } = await artist.music.listTracks({ q: 'huge' });
    t.strictSame(items, []);
  },
);

await t.test('refuses an unknown id, a malformed id and a malformed cursor', async (t) => {
  const headers = bearer(await tokenOf(listener));
  const unknown = '/api/music/tracks/019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';
  t.strictSame(
    await problemOf(system.musicUrl + unknown, { headers }),
    problem('TRACK_NOT_FOUND', 404, 'There is no such track', unknown),
  );
  t.strictSame(
    await problemOf(`${system.musicUrl}/api/music/tracks/42`, { headers }),
    problem('VALIDATION_FAILED', 400, 'The request does not match the contract', '/api/music/tracks/42', {
      errors: [
        {
          in: 'path',
          field: 'trackId',
          message: 'must match: UUID, version 7 (8 of a guest), in lower case.',
        },
      ],
    }),
  );
  t.strictSame(
    await problemOf(`${system.musicUrl}/api/music/get?cursor=bm90LW91cnM`, { headers }),
    problem('MALFORMED_CURSOR', 400, 'This cursor is not one of ours', '/api/music/get'),
  );
});

await t.test('refuses an expired token, which the SDK renews', async (t) => {
  const token = await tokenOf(listener);
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number };
  await waitFor('the token to expire', () => Date.now() >= exp * 1000 + 100);
  t.strictSame(
    await problemOf(`${system.musicUrl}/api/music/get`, { headers: bearer(token) }),
    problem('TOKEN_EXPIRED', 401, 'The access token has expired', '/api/music/get'),
  );
  t.ok((await listener.music.listTracks()).items, 'the SDK renews the token');
});

await t.test(
  'refuses a socket with a foreign origin, without a ticket, with a token in the URL and with a used ticket',
  async (t) => {
    const { id: trackId } = await upload(artist, 'harbour-lights.mp3');
    const session = await artist.music.createSession({ trackIds: [trackId] });
    const ticket = await artist.music.createTicket({ sessionId: session.id, deviceId: 'd1' });
    const path = `/api/music/sessions/${session.id}/socket`;
    const foreign = await refusedUpgrade(system.musicUrl + ticket.socketPath, 'https://evil.example');
    t.strictSame(foreign, problem('ORIGIN_NOT_ALLOWED', 403, 'Pages of this origin may not connect', path));
    const noTicket = problem('TICKET_INVALID', 401, 'The ticket is unknown, used or expired', path);
    t.strictSame(
      await refusedUpgrade(system.musicUrl + path),
      problem('TICKET_INVALID', 401, 'The ticket is unknown, used or expired', path, {
        detail: 'A ticket is needed',
      }),
    );
    const token = await tokenOf(artist);
    const inUrl = await refusedUpgrade(`${system.musicUrl}${path}?access_token=${token}`);
    t.strictSame(
      inUrl,
      problem('TOKEN_IN_URL', 400, 'Tokens do not belong in addresses; ask for a ticket', path),
    );
    const socket = new WebSocket(system.musicUrl.replace('http', 'ws') + ticket.socketPath);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.close();
    t.strictSame(
      await refusedUpgrade(system.musicUrl + ticket.socketPath),
      noTicket,
      'a ticket opens one socket',
    );
  },
);

/** The memory of each music instance; undefined when the processes cannot be read from here. */
async function memoryOf(field: 'VmRSS' | 'VmHWM'): Promise<number[] | undefined> {
  return (await music?.processStatus())?.map((status) => memoryMebibytes(status, field));
}

function refusedUpgrade(url: string, origin?: string): Promise<PlainProblem> {
  const socket = new WebSocket(url.replace('http', 'ws'), origin === undefined ? {} : { origin });
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('the socket opened')));
    socket.once('error', reject);
    socket.once(
      'unexpected-response',
      (_request, response) => void plainProblem(response).then(resolve, reject),
    );
  });
}
