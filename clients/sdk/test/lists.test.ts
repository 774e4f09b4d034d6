// Lists over all their pages, answers with their headers, and base URLs with a path.
import t from 'tap';
import { Downbeat, DownbeatError, type Track } from '../src/index.ts';
import { service, tokens, type Reply, type Sent } from './kit/service.ts';

const login = { email: 'ada@example.org', password: 'correct horse' };

async function signedIn(t: Parameters<typeof service>[0], music: (sent: Sent) => Reply) {
  const { url, sent } = await service(t, (one) =>
    one.url.endsWith('/api/auth/login') ? tokens('one') : music(one),
  );
  const client = new Downbeat({ authUrl: `${url}/behind/auth`, musicUrl: `${url}/behind/music/` });
  await client.auth.login(login);
  return { client, sent, url };
}

const track = (id: number) => ({ id: `t${id}`, title: `Track ${id}` });

/** Three pages of two tracks. */
function pageOf({ url }: Sent): Reply {
  const at = Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0);
  const nextCursor = at < 2 ? String(at + 1) : null;
  return { status: 200, json: { items: [track(2 * at), track(2 * at + 1)], nextCursor } };
}

await t.test('goes over the items of every page, and asks for a page only when it is needed', async (t) => {
  const { client, sent } = await signedIn(t, pageOf);
  const found: Track[] = [];
  for await (const one of client.music.listTracks({ q: 'harbour', limit: 2 })) found.push(one);
  t.strictSame(
    found.map(({ id }) => id),
    ['t0', 't1', 't2', 't3', 't4', 't5'],
  );
  const asked = sent.slice(1).map(({ url }) => new URL(url, 'http://x').search);
  t.strictSame(asked, ['?limit=2&q=harbour', '?limit=2&cursor=1&q=harbour', '?limit=2&cursor=2&q=harbour']);
  for await (const one of client.music.listTracks({ limit: 2 })) {
    t.equal(one.id, 't0');
    break;
  }
  t.equal(sent.length, 5);
});

await t.test('goes over the pages, and gives the first one when it is awaited', async (t) => {
  const { client } = await signedIn(t, pageOf);
  const sizes: number[] = [];
  for await (const { items } of client.music.listTracks().pages()) sizes.push(items.length);
  t.strictSame(sizes, [2, 2, 2]);
  t.equal((await client.music.listTracks()).nextCursor, '1');
});

await t.test('ends the iteration with the error of a later page', async (t) => {
  const { client } = await signedIn(t, (one) =>
    one.url.includes('cursor')
      ? { status: 400, json: { code: 'MALFORMED_CURSOR', status: 400, title: '' } }
      : pageOf(one),
  );
  const found: string[] = [];
  const all = async () => {
    for await (const { id } of client.music.listTracks()) found.push(id);
  };
  await t.rejects(all, { code: 'MALFORMED_CURSOR' });
  t.equal(found.length, 2);
});

await t.test('gives the headers of an answer, and of a refusal its fields', async (t) => {
  const { client } = await signedIn(t, ({ method }) =>
    method === 'GET'
      ? { status: 200, json: track(1), headers: { etag: '"7"', 'x-request-id': 'r-9' } }
      : {
          status: 400,
          json: {
            code: 'VALIDATION_FAILED',
            status: 400,
            title: 'No',
            errors: [{ in: 'body', field: 'name', message: 'must not be empty' }],
          },
          headers: { 'x-request-id': 'r-10' },
        },
  );
  const { data, response, requestId } = await client.music.getTrack({ trackId: 't1' }).withResponse();
  t.strictSame([data.id, response.headers.get('etag'), requestId], ['t1', '"7"', 'r-9']);
  const error = (await client.music
    .createPlaylist({ name: '' })
    .catch((cause: unknown) => cause)) as DownbeatError;
  t.match(error, { status: 400, requestId: 'r-10', errors: [{ in: 'body', field: 'name' }] });
  t.equal(error.messageOf('name'), 'must not be empty');
  t.equal(error.messageOf('other'), null);
});

await t.test('keeps the path of a base URL in calls, media and sockets', async (t) => {
  const { client, sent, url } = await signedIn(t, ({ url }) =>
    url.endsWith('/tickets')
      ? { status: 201, json: { socketPath: '/api/music/sessions/s/socket?ticket=x' } }
      : pageOf({ url } as Sent),
  );
  await client.music.listTracks();
  t.strictSame(
    sent.map((one) => one.url),
    ['/behind/auth/api/auth/login', '/behind/music/api/music/get'],
  );
  t.equal(
    client.mediaUrl('/api/music/tracks/t1/cover?sid=s'),
    `${url}/behind/music/api/music/tracks/t1/cover?sid=s`,
  );
  t.match(
    client.mediaUrl('/api/music/tracks/t1/cover?v=1&sid=s', { size: 300 }),
    /\/api\/music\/tracks\/t1\/cover\?v=1&sid=s&size=300$/,
  );
  t.equal(client.mediaUrl('https://cdn.example/t1.mp3'), 'https://cdn.example/t1.mp3');
  const stream = '/api/music/tracks/t1/stream?sid=s&signature=a-_.b';
  t.equal(
    client.mediaUrl(stream, { formats: ['opus', 'mp3'], maxBitRate: 128 }),
    `${url}/behind/music${stream}&formats=opus%2Cmp3&maxBitRate=128`,
  );
  t.equal(client.auth.startGoogle().href, `${url}/behind/auth/api/auth/google`);
});
