// Requests that try to reach the database with operators, to get more than a page, or to get the answer of another user.
import fc from 'fast-check';
import type { Document } from 'mongodb';
import t from 'tap';
import type { OperationTable } from '@downbeat/shared/http';
import { newId } from '@downbeat/shared/ids';
import { operations } from '../src/generated/operations.gen.ts';
import type { TrackPage } from '../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from './kit/files.ts';
import { startMusic } from './kit/music.ts';

const table: OperationTable = operations;
const limits = { SEARCHES_PER_MINUTE: '100000', CHANGES_PER_MINUTE: '100000', SESSIONS_PER_MINUTE: '100000' };
const music = await startMusic(t, { env: limits });
const artist = music.person('artist');

const OPERATORS = ['$where', '$function', '$regex', '$ne', '$in', '$expr', '$accumulator', '$gt'];
const CANARY = 'smuggled';

/** The paths in a command where an operator has the canary below it. */
function smuggled(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Document).flatMap(([key, below]) => {
    const isOperator = OPERATORS.includes(key) && JSON.stringify(below).includes(CANARY);
    return [...(isOperator ? [`${path}.${key}`] : []), ...smuggled(below, `${path}.${key}`)];
  });
}

t.test('sends no query operator of a client to the database', async (t) => {
  const { db } = music.app.mongo;
  await db.command({ profile: 2 });
  const operator = fc.constantFrom(...OPERATORS).map((name) => ({ [name]: CANARY }));
  const field = fc.oneof(operator, fc.array(operator), fc.constantFrom(...OPERATORS), fc.string());
  const names = [
    'name',
    'visibility',
    'trackId',
    'trackIds',
    'revision',
    'itemIds',
    'inviteCode',
    'deviceId',
  ];
  const body = fc.oneof(operator, fc.dictionary(fc.constantFrom(...names, ...OPERATORS), field));
  const routes = Object.values(table).filter(({ url }) => url.startsWith('/api/'));
  const hostile = async ({ method, url }: (typeof routes)[number], sent: object, text: string) => {
    const path = url.replaceAll(/:\w+/g, () => newId());
    const query = new URLSearchParams({ [`q[${text}]`]: CANARY, 'limit[$gt]': CANARY });
    const hasBody = !['GET', 'DELETE'].includes(String(method));
    const response = await music.app.inject({
      method: method as 'GET',
      url: `${path}?${hasBody ? '' : query.toString()}`,
      headers: {
        authorization: artist.authorization,
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      ...(hasBody && { payload: JSON.stringify(sent) }),
    });
    return response.statusCode < 500;
  };
  const property = fc.asyncProperty(fc.constantFrom(...routes), body, fc.constantFrom(...OPERATORS), hostile);
  await fc.assert(property, { numRuns: 300 });
  // A canary that does reach the database shows that the profiler records.
  await music.get(`/api/music/get?q=${CANARY}`, artist);
  const commands = await db
    .collection('system.profile')
    .find({ ns: /tracks|playlists|listeningSessions/ })
    .toArray();
  await db.command({ profile: 0 });
  t.ok(commands.some(({ command }) => JSON.stringify(command).includes(CANARY)));
  t.same(
    commands.flatMap(({ command }) => smuggled(command)),
    [],
  );
});

t.test('a page, a filter and the depth of a body are bounded', async (t) => {
  for (const list of ['/api/music/get', '/api/music/playlists', '/api/music/sessions']) {
    for (const query of [
      'limit=1e9',
      'limit=101',
      'limit=0',
      'limit=-1',
      'limit=5&limit=6',
      'limit[]=5',
      'filter[a][b][c]=1',
    ]) {
      t.equal((await music.get(`${list}?${query}`, artist)).status, 400, `${list}?${query}`);
    }
  }
  const depth = 15_000;
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
    ['{"__proto__":', '}'],
  ] as const) {
    const body = `${open.repeat(depth / open.length)}1${close.repeat(depth / open.length)}`;
    const began = performance.now();
    const response = await fetch(`${music.baseUrl}/api/music/playlists`, {
      method: 'POST',
      headers: { authorization: artist.authorization, 'content-type': 'application/json' },
      body,
    });
    t.equal(response.status, 400, open);
    t.ok(performance.now() - began < 2_000, 'answered at once');
  }
  const trackIds = Array.from({ length: 101 }, () => newId());
  t.equal((await music.send('POST', '/api/music/sessions', artist, { trackIds })).status, 400);
});

t.test('of 10,000 parallel requests of two users none gets the answer of the other', async (t) => {
  await music.upload(audioForm(silentWav(1), 'Shared.wav'), artist);
  const users = [music.person('listener', 'Ada'), music.person('listener', 'Bob')];
  const etags = [new Set(), new Set()];
  const wrong: string[] = [];
  let answered = 0;
  const ask = async (index: number): Promise<void> => {
    const who = users[index % 2]!;
    const headers = { authorization: who.authorization };
    const reply = await music.app.inject({ url: '/api/music/get?limit=1', headers });
    // Under load a request may be refused; an answer must be the right one.
    if (reply.statusCode !== 200) return;
    answered += 1;
    const [track] = (JSON.parse(reply.body) as TrackPage).items;
    const sid = new URL(track!.streamUrl, music.baseUrl).searchParams.get('sid');
    const { 'cache-control': caching, etag } = reply.headers;
    if (sid !== who.authSessionId || caching !== 'private, no-cache') wrong.push(`${sid} ${caching}`);
    etags[index % 2]!.add(etag);
  };
  for (let sent = 0; sent < 10_000; sent += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index)));
  }
  t.same(wrong, []);
  t.ok(answered > 1_000, `${answered} of 10,000 were answered`);
  t.notOk(
    [...etags[0]!].some((etag) => etags[1]!.has(etag)),
    'no ETag of both users',
  );
});
