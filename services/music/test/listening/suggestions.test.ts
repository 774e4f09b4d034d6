// Tracks that members suggest: who sees, accepts and declines them, votes for them, their bounds, and the loss of Redis.
import { newId } from '@downbeat/shared/ids';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { TrackSuggestion } from '../../src/generated/listening.schemas.gen.ts';
import type { TrackSuggestionList } from '../../src/generated/schemas.gen.ts';
import { limits } from '../../src/listening/model/limits.ts';
import type { Music, Person } from '../kit/music.ts';
import { createCast, type Cast } from './kit/cast.ts';
import { createHarness, json, queueOf, type Harness } from './kit/harness.ts';

const env = { CHANGES_PER_MINUTE: '1000', REACTIONS_PER_MINUTE: '1000', UPLOADS_PER_MINUTE: '1000' };
let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t, { env });
  there = await harness.instance();
});

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;
const suggest = async ({ call }: Cast, who: Person, trackId: string, at?: Music) =>
  json<TrackSuggestion>(await call(who, 'POST', '/suggestions', { trackId }, at), 201);
const list = async ({ call }: Cast, who: Person, at?: Music) =>
  json<TrackSuggestionList>(await call(who, 'GET', '/suggestions', undefined, at), 200);
const answer = (cast: Cast, who: Person, id: string, body: object, at?: Music) =>
  cast.call(who, 'PUT', `/suggestions/${id}`, body, at);
const vote = (cast: Cast, who: Person, id: string, method = 'PUT', at?: Music) =>
  cast.call(who, method, `/suggestions/${id}/vote`, undefined, at);

t.test('a suggestion reaches every member on every instance, and is in the list', async (t) => {
  const cast = await createCast(harness);
  const { session, people } = cast;
  const here = await harness.connect(session, people.owner);
  const far = await harness.connect(session, people.dj, { at: there });
  for (const client of [here, far]) await client.snapshot();
  const made = await suggest(cast, people.listener, harness.trackIds[0]!, there);
  t.match(made, { title: 'Silence 1', userId: people.listener.id, displayName: 'Lea', votes: 0 });
  for (const client of [here, far]) t.same((await client.next('suggestionAdded')).suggestion, made);
  t.same(await list(cast, people.owner), { items: [made], votedIds: [] });
  const same = await suggest(cast, people.dj, harness.trackIds[0]!);
  t.equal(same.id, made.id, 'the same track is the same suggestion');
  t.equal((await list(cast, people.dj)).items.length, 1);
});

t.test('who may add accepts a suggestion, which comes into the queue as the one of its member', async (t) => {
  const cast = await createCast(harness);
  const { session, people } = cast;
  const client = await harness.connect(session, people.owner, { at: there });
  const { queue } = await client.snapshot();
  const [first, second] = [
    await suggest(cast, people.listener, harness.trackIds[0]!),
    await suggest(cast, people.listener, harness.trackIds[1]!),
  ];
  for (const who of [people.listener, people.dj])
    t.equal(await codeOf(await answer(cast, who, first.id, { decision: 'accept' })), 'FORBIDDEN');
  t.equal(await codeOf(await answer(cast, people.coHost, first.id, { decision: 'accept' })), 204);
  t.same(await client.next('suggestionEnded'), {
    type: 'suggestionEnded',
    suggestionId: first.id,
    outcome: 'accepted',
  });
  const next = await answer(cast, people.owner, second.id, { decision: 'accept', place: 'next' }, there);
  t.equal(next.status, 204);
  await client.next('suggestionEnded');
  const titles = queueOf(client).map(({ title, addedBy }) => [title, addedBy === people.listener.id]);
  t.same(titles, [
    [queue[0]?.title, false],
    ['Silence 2', true],
    [queue[1]?.title, false],
    ['Silence 1', true],
  ]);
  t.equal(
    await codeOf(await answer(cast, people.owner, first.id, { decision: 'accept' })),
    'SUGGESTION_NOT_FOUND',
  );
});

t.test('of those who accept a suggestion at the same moment, one adds it', async (t) => {
  const cast = await createCast(harness, { settings: { permissions: { add: 'listener' } } });
  const { session, people } = cast;
  const client = await harness.connect(session, people.owner);
  const { queue } = await client.snapshot();
  const { id } = await suggest(cast, people.listener, harness.trackIds[0]!);
  const { owner, coHost, dj } = people;
  const answers = await Promise.all(
    [owner, coHost, dj].map((who, index) =>
      answer(cast, who, id, { decision: 'accept' }, index === 1 ? there : harness.music),
    ),
  );
  for (const response of answers)
    t.ok([204, 'SUGGESTION_NOT_FOUND'].includes((await codeOf(response)) as string));
  await client.next('suggestionEnded');
  t.equal(queueOf(client).length, queue.length + 1);
});

t.test('who may add or reorder declines, its member withdraws, and no other does', async (t) => {
  const cast = await createCast(harness, { settings: { permissions: { reorder: 'dj' } } });
  const { session, people } = cast;
  const client = await harness.connect(session, people.listener);
  await client.snapshot();
  const ids = [];
  for (const trackId of harness.trackIds) ids.push((await suggest(cast, people.listener, trackId)).id);
  const [declined, withdrawn] = ids as [string, string];
  t.equal(await codeOf(await answer(cast, people.listener, declined, { decision: 'decline' })), 'FORBIDDEN');
  t.equal(await codeOf(await answer(cast, people.dj, declined, { decision: 'accept' })), 'FORBIDDEN');
  t.equal(await codeOf(await answer(cast, people.dj, declined, { decision: 'decline' })), 204);
  t.match(await client.next('suggestionEnded'), { suggestionId: declined, outcome: 'declined' });
  const withdraw = (who: Person) => cast.call(who, 'DELETE', `/suggestions/${withdrawn}`);
  t.equal(await codeOf(await withdraw(people.owner)), 'FORBIDDEN');
  t.equal(await codeOf(await withdraw(people.listener)), 204);
  t.match(await client.next('suggestionEnded'), { suggestionId: withdrawn, outcome: 'withdrawn' });
  t.equal(await codeOf(await withdraw(people.listener)), 204, 'again');
  t.same(await list(cast, people.owner), { items: [], votedIds: [] });
});

t.test('the most votes are first, each user has one, and those of a second are one message', async (t) => {
  const cast = await createCast(harness);
  const { session, people } = cast;
  const client = await harness.connect(session, people.owner);
  await client.snapshot();
  const [first, second] = [
    await suggest(cast, people.listener, harness.trackIds[0]!),
    await suggest(cast, people.listener, harness.trackIds[1]!),
  ];
  for (const who of [people.owner, people.dj, people.dj])
    t.equal(await codeOf(await vote(cast, who, second.id)), 204);
  const { items, votedIds } = await list(cast, people.dj);
  t.same(
    items.map(({ id, votes }) => [id, votes]),
    [
      [second.id, 2],
      [first.id, 0],
    ],
  );
  t.same(votedIds, [second.id]);
  await waitFor('both votes', async () => {
    const { votes } = await client.next('suggestionVotes');
    return votes.some(({ suggestionId, count }) => suggestionId === second.id && count === 2);
  });
  t.ok(client.messages.filter(({ type }) => type === 'suggestionVotes').length <= 3);
  t.equal(await codeOf(await vote(cast, people.dj, second.id, 'DELETE', there)), 204);
  t.same((await client.next('suggestionVotes')).votes, [{ suggestionId: second.id, count: 1 }]);
  t.equal(await codeOf(await vote(cast, people.dj, newId())), 'SUGGESTION_NOT_FOUND');
  await cast.call(people.owner, 'PATCH', '/settings', { permissions: { vote: 'dj' } });
  const refused = await vote(cast, people.listener, first.id, 'PUT', there);
  t.match(await refused.json(), {
    code: 'FORBIDDEN',
    detail: 'In this session only the owner, co-hosts and DJs may vote to skip and for suggestions',
  });
});

t.test('only members suggest, only tracks that they may hear, and at most so many', async (t) => {
  const cast = await createCast(harness);
  const { session, people, call } = cast;
  const [trackId] = harness.trackIds as [string];
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['POST', '', { trackId }],
    ['PUT', `/${newId()}`, { decision: 'decline' }],
    ['PUT', `/${newId()}/vote`, undefined],
  ] as const)
    t.equal(
      await codeOf(await call(people.stranger, method, `/suggestions${path}`, body)),
      'SESSION_NOT_FOUND',
    );
  const unknown = await call(people.listener, 'POST', '/suggestions', { trackId: newId() });
  t.equal(await codeOf(unknown), 'TRACK_NOT_FOUND');
  const hidden = await harness.upload(1, 'Hidden');
  await harness.music.send('PATCH', `/api/music/tracks/${hidden}`, harness.owner, { visibility: 'private' });
  t.equal(
    await codeOf(await call(people.listener, 'POST', '/suggestions', { trackId: hidden })),
    'TRACK_NOT_FOUND',
  );

  const rows = harness.music.app.mongo.db.collection<{ _id: string; items: object[] }>('sessionSuggestions');
  const entries = (count: number, userId: string) =>
    Array.from({ length: count }, () => {
      const [id, other] = [newId(), newId()];
      const shown = { title: 'x', artistName: 'y', durationMs: 1, displayName: 'z' };
      return { id, trackId: other, userId, ...shown, suggestedAt: new Date(), voterIds: [] };
    });
  const fill = (items: object[]) =>
    rows.updateOne({ _id: session.id }, { $set: { items } }, { upsert: true });
  await fill(entries(limits.suggestionsPerUser - 1, people.listener.id));
  const tries = await Promise.all(
    harness.trackIds.map((id) => call(people.listener, 'POST', '/suggestions', { trackId: id })),
  );
  t.same((await Promise.all(tries.map(codeOf))).sort(), [201, 'SESSION_LIST_FULL'].sort());
  await fill(entries(limits.suggestions, newId()));
  const full = await call(people.listener, 'POST', '/suggestions', { trackId });
  t.match(await full.json(), { code: 'SESSION_LIST_FULL', detail: 'At most 50 suggestions wait' });
  t.equal((await call(people.owner, 'DELETE', '')).status, 204);
  t.equal(await rows.countDocuments({ _id: session.id }), 0, 'they end with the session');
});

t.test('a suggestion that could not be accepted stays, and is added once by a further try', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.redisUrl);
  const fragile = await createHarness(t, { backends, env: { ...env, REDIS_URL: proxy.url } });
  const cast = await createCast(fragile);
  const { session, people } = cast;
  const client = await fragile.connect(session, people.owner);
  const { queue } = await client.snapshot();
  const { id } = await suggest(cast, people.listener, fragile.trackIds[0]!);
  await proxy.down();
  t.equal((await answer(cast, people.owner, id, { decision: 'accept' })).status, 503);
  t.equal((await list(cast, people.listener)).items.length, 1, 'the list needs no Redis');
  await proxy.up();
  await waitFor('the acceptance', async () => {
    const response = await answer(cast, people.owner, id, { decision: 'accept' });
    return response.status === 204;
  });
  await client.next('suggestionEnded');
  t.equal(queueOf(client).length, queue.length + 1);
});
