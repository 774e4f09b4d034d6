import { newId } from '@downbeat/shared/ids';
import t, { type Test } from 'tap';
import type { Track, TrackPage } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);
const reader = music.person();
const instance = '/api/music/get';

async function list(query: Record<string, string> = {}): Promise<TrackPage> {
  const response = await music.get(`${instance}?${new URLSearchParams(query).toString()}`, reader);
  t.equal(response.status, 200);
  return (await response.json()) as TrackPage;
}

async function titlesOf(query: Record<string, string>): Promise<string[]> {
  return (await list(query)).items.map(({ title }) => title);
}

async function everyPage(query: Record<string, string>): Promise<string[]> {
  const titles: string[] = [];
  let cursor: string | null = null;
  do {
    const page: TrackPage = await list({ ...query, ...(cursor !== null && { cursor }) });
    titles.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return titles;
}

const titles = [
  'Zebra',
  'apple',
  'Éclair',
  'banana split',
  'Apple',
  'eclair',
  'Ünder the sea',
  '10,000 Steps',
];
const artists = [music.person('artist', 'Nadia Ferro'), music.person('artist', 'Low Tide Club')];

t.before(async () => {
  for (const [index, title] of titles.entries()) {
    const text = { title, album: index % 2 === 0 ? 'Even Flow' : 'Oddities', genre: 'Test' };
    await music.upload(audioForm(silentWav(1), 'a.wav', text), artists[index % 2]!);
  }
});

t.test('links the next page, relative to the request, until the last', async (t) => {
  let url = `${instance}?limit=5&sort=title&q=even`;
  const first = await music.get(url, reader);
  const { nextCursor } = (await first.json()) as TrackPage;
  t.equal(nextCursor, null, 'four tracks');
  t.equal(first.headers.get('link'), null);
  // A question mark is legal within a query, too.
  url = `${instance}?q=even?&limit=3&sort=title`;
  const page = await music.get(url, reader);
  const [, target = ''] = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '') ?? [];
  const next = new URL(target, music.baseUrl + url);
  t.equal(next.pathname, instance);
  t.same([...next.searchParams.keys()], ['q', 'limit', 'sort', 'cursor']);
  t.equal(next.searchParams.get('cursor'), ((await page.json()) as TrackPage).nextCursor);
  const rest = await music.get(next.pathname + next.search, reader);
  t.equal(((await rest.json()) as TrackPage).items.length, 1);
});

t.test('lists the tracks of one artist, a new one at once, and refuses what is no id', async (t) => {
  const [first, second] = artists as [(typeof artists)[0], (typeof artists)[0]];
  const artistId = first.id;
  t.same((await everyPage({ artistId, limit: '3', sort: 'oldest' })).length, 4);
  t.same(await titlesOf({ artistId, q: 'app', sort: 'relevance' }), ['Apple']);
  t.same(await titlesOf({ artistId: newId() }), []);
  const { id } = await music
    .upload(audioForm(silentWav(1), 'b.wav', { title: 'Apple Pie' }), first)
    .then((response) => response.json() as Promise<Track>);
  t.same(await titlesOf({ artistId, q: 'app' }), ['Apple Pie', 'Apple']);
  await music.send('DELETE', `/api/music/tracks/${id}`, first);
  t.same(await titlesOf({ artistId: second.id, q: 'pie' }), []);
  const refused = await music.get(`${instance}?artistId=me`, reader);
  t.match(await refused.json(), { code: 'VALIDATION_FAILED', errors: [{ in: 'query', field: 'artistId' }] });
});

const malformed = {
  status: 400,
  code: 'MALFORMED_CURSOR',
  title: 'This cursor is not one of ours',
  instance,
};

async function refusesCursor(t: Test, cursor: string, sort = 'newest'): Promise<void> {
  await sameProblem(
    t,
    await music.get(`${instance}?limit=2&sort=${sort}&cursor=${cursor}`, reader),
    malformed,
  );
}

t.test('refuses forged cursors, and those of another sort order', async (t) => {
  const { nextCursor } = await list({ limit: '2' });
  const cursor = nextCursor!;
  await refusesCursor(t, cursor, 'title');
  await refusesCursor(t, cursor, 'oldest');
  const id = newId();
  for (const forged of [
    'x',
    'null',
    '0',
    id,
    Buffer.from(JSON.stringify([id])).toString('base64url'),
    Buffer.from(JSON.stringify({ $gt: '' })).toString('base64url'),
    'A'.repeat(512),
    cursor.slice(0, -1),
    cursor + 'A',
  ]) {
    await refusesCursor(t, forged);
  }
  for (let index = 0; index < cursor.length; index += 3) {
    const other = cursor[index] === 'A' ? 'B' : 'A';
    await refusesCursor(t, cursor.slice(0, index) + other + cursor.slice(index + 1));
  }
});

t.test('validates queries against the contract', async (t) => {
  for (const [query, field, message] of [
    ['limit=0', 'limit', 'must be at least 1'],
    ['limit=101', 'limit', 'must be at most 100'],
    ['limit=1e9', 'limit', 'must be a whole number'],
    ['limit=Infinity', 'limit', 'must be a whole number'],
    ['limit=ten', 'limit', 'must be a whole number'],
    ['sort=loudest', 'sort', 'must be one of newest, oldest, title, relevance'],
    ['cursor=a%20b', 'cursor', 'must match pattern "^[A-Za-z0-9_-]+$"'],
    [`cursor=${'a'.repeat(513)}`, 'cursor', 'must be at most 512 characters'],
    ['q=', 'q', 'must not be empty'],
    ['q[$gt]=', 'q[$gt]', 'is not known here'],
    ['page=2', 'page', 'is not known here'],
  ] as const) {
    await sameProblem(t, await music.get(`${instance}?${query}`, reader), {
      status: 400,
      code: 'VALIDATION_FAILED',
      title: 'The request does not match the contract',
      instance,
      errors: [{ in: 'query', field, message }],
    });
  }
  await sameProblem(t, await music.get(instance), {
    status: 401,
    code: 'UNAUTHENTICATED',
    title: 'Sign in first',
    instance,
  });
});

t.test('answers hostile searches quickly and without results', async (t) => {
  const bomb = `${'a'.repeat(40)}${'(a+)+'.repeat(10)}$`;
  for (const q of [bomb, '.*', '^', '\\', '[', '$where', '"; drop', '%FF', '(?:', '\u0000'.repeat(50)]) {
    const begin = performance.now();
    const page = await list({ q });
    t.ok(performance.now() - begin < 1000, JSON.stringify(q));
    t.same(page, { items: [], nextCursor: null });
  }
  let fastestMs = Infinity;
  // Slowness of the check is the same each time; a pause of the machine is not.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const begin = performance.now();
    const long = await music.get(`${instance}?q=${'a'.repeat(10_000)}`, reader);
    t.equal(long.status, 400);
    fastestMs = Math.min(fastestMs, performance.now() - begin);
  }
  t.ok(fastestMs < 200);
});

t.test('every sort order lists each track once, with any page size', async (t) => {
  for (const limit of ['1', '3', '8', '100']) {
    t.same(await everyPage({ limit, sort: 'oldest' }), titles);
    t.same(await everyPage({ limit }), titles.toReversed());
    const byTitle = [
      '10,000 Steps',
      'apple',
      'Apple',
      'banana split',
      'Éclair',
      'eclair',
      'Ünder the sea',
      'Zebra',
    ];
    t.same(await everyPage({ limit, sort: 'title' }), byTitle);
  }
});

t.test('a search finds words by their beginning, in title, artist, album and genre', async (t) => {
  const found = (q: string) => titlesOf({ q, sort: 'oldest' });
  t.same(await found('app'), ['apple', 'Apple']);
  t.same(await found('ECLAIR'), ['Éclair', 'eclair']);
  t.same(await found('écl'), ['Éclair', 'eclair']);
  t.same(await found('split'), ['banana split']);
  t.same(await found('plit'), []);
  t.same(await found('10'), ['10,000 Steps']);
  t.same(await found('nadia app'), ['apple', 'Apple'].slice(1));
  t.same(await found('ferro odd'), []);
  t.same(await found('tide oddit'), ['apple', 'banana split', 'eclair', '10,000 Steps']);
  t.equal((await found('test')).length, titles.length);
  t.same(await everyPage({ q: 'even', limit: '1', sort: 'title' }), [
    'Apple',
    'Éclair',
    'Ünder the sea',
    'Zebra',
  ]);
});

t.test('signs the URLs of a cached page for each reader', async (t) => {
  await list({ limit: '1' });
  const mine = (await list({ limit: '1' })).items[0]!;
  const other = music.person();
  const theirs = ((await (await music.get(`${instance}?limit=1`, other)).json()) as TrackPage).items[0]!;
  t.match(mine.streamUrl, `sid=${reader.authSessionId}`);
  t.match(theirs.streamUrl, `sid=${other.authSessionId}`);
  t.same({ ...mine, streamUrl: '' }, { ...theirs, streamUrl: '' });
});

t.test('treats a cached value of another shape as a miss', async (t) => {
  const { redis } = music.app;
  await list({ limit: '5' });
  const prefix = music.backends.redisKeyPrefix;
  const keys = (await redis.keys(`${prefix}cache:tracks:*`)).filter((key) => !key.endsWith(':generation'));
  t.ok(keys.length > 0, 'pages are cached');
  const expected = await titlesOf({ limit: '5' });
  for (const value of [
    'null',
    '{}',
    'not json',
    '{"items":[{"id":1}],"nextCursor":null}',
    '[]',
    '{"items":[]}',
  ]) {
    for (const key of keys) await redis.set(key.slice(prefix.length), value);
    t.same(await titlesOf({ limit: '5' }), expected, value);
  }
});

t.test('treats a page that the version before `updatedAt` has cached as a miss', async (t) => {
  const { redis } = music.app;
  const prefix = music.backends.redisKeyPrefix;
  const expected = (await list({ limit: '7' })).items;
  const keys = (await redis.keys(`${prefix}cache:tracks:*`)).map((key) => key.slice(prefix.length));
  for (const key of keys.filter((key) => !key.endsWith(':generation'))) {
    const { items, nextCursor } = JSON.parse((await redis.get(key))!) as TrackPage;
    const previousItems = items.map(({ updatedAt: _, ...track }) => track);
    await redis.set(key, JSON.stringify({ items: previousItems, nextCursor }));
  }
  t.same((await list({ limit: '7' })).items, expected);
});

t.test('lists an upload and a deletion immediately', async (t) => {
  await list({ limit: '1' });
  const response = await music.upload(audioForm(silentWav(1), 'Newest.wav'), artists[0]!);
  const { id } = (await response.json()) as Track;
  t.same(await titlesOf({ limit: '1' }), ['Newest']);
  await music.send('DELETE', `/api/music/tracks/${id}`, artists[0]!);
  t.same(await titlesOf({ limit: '1' }), [titles.at(-1)]);
});

t.test('works after the cache was flushed', async (t) => {
  const keys = await music.app.redis.keys(`${music.backends.redisKeyPrefix}*`);
  for (const key of keys) await music.app.redis.del(key.slice(music.backends.redisKeyPrefix.length));
  t.same(await everyPage({ limit: '3', sort: 'oldest' }), titles);
});

t.test('answers 304 to the ETag of the same reader, and only of that', async (t) => {
  const first = await music.get(`${instance}?limit=2`, reader);
  t.equal(first.headers.get('cache-control'), 'private, no-cache');
  const etag = first.headers.get('etag') ?? '';
  const again = await music.get(`${instance}?limit=2`, reader, { 'if-none-match': etag });
  t.equal(again.status, 304);
  const other = await music.get(`${instance}?limit=2`, music.person(), { 'if-none-match': etag });
  t.equal(other.status, 200);
});

t.test('reads the list from the database while Redis is unavailable', async (t) => {
  const withoutRedis = await startMusic(t, {
    backends: music.backends,
    env: { REDIS_URL: 'redis://127.0.0.1:1' },
  });
  const page = await withoutRedis.get(`${instance}?limit=3&sort=oldest`, withoutRedis.person());
  t.equal(page.status, 200);
  t.same(
    ((await page.json()) as TrackPage).items.map(({ title }) => title),
    titles.slice(0, 3),
  );
});
