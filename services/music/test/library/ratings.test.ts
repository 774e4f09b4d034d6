import { newId } from '@downbeat/shared/ids';
import { createCommit, createOutbox } from '@downbeat/shared/messaging';
import { connectMongo } from '@downbeat/shared/mongo';
import t from 'tap';
import type { RatedTrackPage, TrackFigures } from '../../src/generated/schemas.gen.ts';
import { createRatingRecorder, type Rate } from '../../src/library/record-ratings.ts';
import { RatingRepository } from '../../src/library/ratings-repository.ts';
import { sameProblem } from '../kit/problems.ts';
import { type Person, startMusic } from '../kit/music.ts';
import { recordPlans, startLibrary } from './library-fixture.ts';

const env = { MAX_RATINGS: '3' };
const { music, artist, newTrack, read, states } = await startLibrary(t, { env });
const { db } = music.app.mongo;
const other = await startMusic(t, {
  backends: music.backends,
  env: { ...env, STORAGE_DIR: music.storageDir },
});

const pathOf = (trackId: string) => `/api/music/tracks/${trackId}/rating`;
const rate = (who: Person, trackId: string, rating: unknown, at = music) =>
  at.send('PUT', pathOf(trackId), who, { rating });
const unrate = (who: Person, trackId: string) => music.send('DELETE', pathOf(trackId), who);
const list = (who: Person, query = '') => read<RatedTrackPage>(`/api/music/ratings${query}`, who);
const figuresOf = (trackId: string) => read<TrackFigures>(`/api/music/tracks/${trackId}/figures`, artist);
const titlesOf = ({ items }: RatedTrackPage) => items.map(({ track, rating }) => [track.title, rating]);
const isOneOf = (statuses: number[], answers: Response[]) =>
  answers.every(({ status }) => statuses.includes(status));

t.test('rates a track, changes the rating, and takes it back', async (t) => {
  const [ada, bob, track] = [music.person(), music.person(), await newTrack()];
  for (const rating of [2, 5, 5]) t.equal((await rate(ada, track.id, rating)).status, 204);
  t.equal((await rate(bob, track.id, 4)).status, 204);
  t.match(await states(ada, track.id), [{ userRating: 5, averageRating: 4.5, ratings: 2 }]);
  t.match(await states(music.person(), track.id), [{ userRating: null, averageRating: 4.5, ratings: 2 }]);
  t.match(await figuresOf(track.id), { ratings: 2, averageRating: 4.5, ratingCounts: [0, 0, 0, 1, 1] });
  for (let i = 0; i < 2; i++) t.equal((await unrate(ada, track.id)).status, 204);
  t.match(await states(ada, track.id), [{ userRating: null, averageRating: 4, ratings: 1 }]);
  await unrate(bob, track.id);
  t.match(await figuresOf(track.id), { ratings: 0, averageRating: null, ratingCounts: [0, 0, 0, 0, 0] });
});

t.test('takes whole numbers from 1 to 5 only', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  for (const wrong of [0, 6, 2.5, '4', null]) t.equal((await rate(ada, track.id, wrong)).status, 400);
  t.match(await states(ada, track.id), [{ userRating: null }]);
});

t.test('takes fifty ratings of one track at the same moment within a second, at two instances', async (t) => {
  const track = await newTrack();
  const people = Array.from({ length: 50 }, () => music.person());
  // The connections of both are open.
  await Promise.all(
    people.map((who, i) => (i % 2 ? music : other).get(`/api/music/tracks/${track.id}`, who)),
  );
  const startedMs = performance.now();
  const answers = await Promise.all(
    people.map((who, i) => rate(who, track.id, (i % 5) + 1, i % 2 ? music : other)),
  );
  const tookMs = performance.now() - startedMs;
  t.ok(isOneOf([204], answers), answers.map(({ status }) => status).join());
  t.ok(tookMs < 1000, `${Math.round(tookMs)} ms`);
  t.match(await figuresOf(track.id), {
    ratings: 50,
    averageRating: 3,
    ratingCounts: [10, 10, 10, 10, 10],
  });
  await Promise.all(people.map((who, i) => rate(who, track.id, 5, i % 3 ? music : other)));
  t.match(await figuresOf(track.id), { ratings: 50, averageRating: 5, ratingCounts: [0, 0, 0, 0, 50] });
});

t.test('counts an account once that rates from many devices at the same moment', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => rate(ada, track.id, (i % 5) + 1, i % 2 ? music : other)),
  );
  t.ok(isOneOf([204], answers));
  const [state] = await states(ada, track.id);
  t.match(state, { ratings: 1, averageRating: state?.userRating });
});

t.test(
  'lists the best first, of the same rating the last, page by page, and those of some ratings',
  async (t) => {
    const ada = music.person();
    for (const [title, rating] of [
      ['Good', 4],
      ['Best', 5],
      ['Also good', 4],
    ] as const) {
      await rate(ada, (await newTrack(title)).id, rating);
    }
    const all = [
      ['Best', 5],
      ['Also good', 4],
      ['Good', 4],
    ];
    t.same(titlesOf(await list(ada)), all);
    const first = await list(ada, '?limit=2');
    t.same(titlesOf(first), all.slice(0, 2));
    const second = await list(ada, `?limit=2&cursor=${first.nextCursor}`);
    t.same(titlesOf(second), all.slice(2));
    t.equal(second.nextCursor, null);
    t.same(titlesOf(await list(ada, '?maxRating=4')), all.slice(1));
    t.same(titlesOf(await list(ada, '?minRating=5')), all.slice(0, 1));
    t.same(titlesOf(await list(ada, '?minRating=5&maxRating=4')), []);
    t.equal((await music.get(`/api/music/ratings?minRating=5&cursor=${first.nextCursor}`, ada)).status, 400);
    t.same((await list(music.person())).items, [], 'those of others are not seen');
  },
);

t.test('refuses more ratings than an account may have, also at the same moment', async (t) => {
  const ada = music.person();
  const tracks = await Promise.all([1, 2, 3, 4, 5].map(() => newTrack()));
  const answers = await Promise.all(tracks.map(({ id }, i) => rate(ada, id, 3, i % 2 ? music : other)));
  t.same(answers.map(({ status }) => status).sort(), [204, 204, 204, 409, 409]);
  const refused = answers.findIndex(({ status }) => status === 409);
  const { id } = tracks[refused]!;
  await sameProblem(t, answers[refused]!, {
    status: 409,
    code: 'RATING_LIMIT_REACHED',
    title: 'You have rated as many tracks as an account may',
    instance: pathOf(id),
    detail: 'You have 3 of 3 rated tracks; this needs 1 more. Delete some to make room.',
    quota: { name: 'ratings', used: 3, limit: 3 },
  });
  const taken = tracks[answers.findIndex(({ status }) => status === 204)]!;
  t.equal((await rate(ada, taken.id, 1)).status, 204, 'one that is there can be changed');
  await unrate(ada, taken.id);
  t.equal((await rate(ada, id, 1)).status, 204);
});

t.test('does not count how artists rate their own tracks, and rates no private ones of others', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  await rate(artist, track.id, 5);
  t.match(await states(artist, track.id), [{ userRating: 5, averageRating: null, ratings: 0 }]);
  await rate(ada, track.id, 2);
  await music.send('PATCH', `/api/music/tracks/${track.id}`, artist, { visibility: 'private' });
  t.equal((await rate(ada, track.id, 3)).status, 404);
  t.match(await states(ada, track.id), [{ userRating: 2, averageRating: null, ratings: 0 }]);
  t.same((await list(ada)).items, []);
  t.match(await states(artist, track.id), [{ averageRating: 2, ratings: 1 }]);
  t.equal((await unrate(ada, track.id)).status, 204);
});

t.test('loses the ratings of a deleted track, also those of the same moment', async (t) => {
  const track = await newTrack();
  const people = Array.from({ length: 20 }, () => music.person());
  const early = await Promise.all(people.slice(0, 5).map((who) => rate(who, track.id, 4)));
  t.ok(isOneOf([204], early));
  const late = people.slice(5).map((who, i) => rate(who, track.id, 4, i % 2 ? music : other));
  const removed = await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  t.equal(removed.status, 204);
  t.ok(isOneOf([204, 404], await Promise.all(late)));
  t.equal(await db.collection('ratings').countDocuments({ trackId: track.id }), 0);
  t.equal(await db.collection<{ _id: string }>('ratingFigures').countDocuments({ _id: track.id }), 0);
  for (const id of [track.id, newId()]) {
    const problem = { status: 404, code: 'TRACK_NOT_FOUND', title: 'There is no such track' };
    await sameProblem(t, await rate(people[0]!, id, 4), { ...problem, instance: pathOf(id) });
    t.equal((await unrate(people[0]!, id)).status, 204);
  }
});

t.test('has exact counts after instances were killed before and after their commit', async (t) => {
  const { client, close } = await connectMongo({ uri: music.backends.mongoUri });
  t.teardown(close);
  const own = client.db(`${db.databaseName}-own`);
  t.teardown(() => own.dropDatabase());
  const trackId = newId();
  await own.collection<{ _id: string }>('tracks').insertOne({ _id: trackId, artistId: newId() } as never);
  const commit = createCommit(client, createOutbox(own));
  let calls = 0;
  /** Every third batch is not committed, and of every third the answer is lost. */
  const dying: typeof commit = async (work) => {
    const turn = (calls += 1) % 3;
    const result = await commit(async (session) => {
      const done = await work(session);
      if (turn === 0) throw new Error('killed before the commit');
      return done;
    });
    if (turn === 1) throw new Error('killed after the commit');
    return result;
  };
  const instances = [createRatingRecorder(own, dying), createRatingRecorder(own, dying)];
  const rates = Array.from({ length: 60 }, (_, i): Rate => {
    return { userId: newId(), trackId, rating: (i % 5) + 1, ratedAt: new Date(), max: 10 };
  });
  let failures = 0;
  await Promise.all(
    rates.map(async (one, i) => {
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const done = await instances[(i + attempt) % 2]!(one).catch(() => null);
        if (done !== null) return t.equal(done.outcome, 'done');
        failures += 1;
      }
      return t.fail('no attempt has ended');
    }),
  );
  t.ok(failures > 0, `${failures} attempts failed`);
  const ratings = new RatingRepository(own);
  t.same((await ratings.figuresOf([trackId])).get(trackId), {
    ratings: 60,
    averageRating: 3,
    ratingCounts: [12, 12, 12, 12, 12],
  });
});

t.test('reads nothing without an index', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  const plansOf = await recordPlans(db);
  await rate(ada, track.id, 4);
  const { nextCursor } = await list(ada, '?limit=1&minRating=2');
  t.equal(nextCursor, null);
  await states(ada, track.id);
  await unrate(ada, track.id);
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  const plans = await plansOf(['ratings', 'ratingFigures', 'libraries']);
  t.ok(plans.length >= 5, `${plans.length} plans`);
  for (const { planSummary, hasSortStage } of plans) {
    t.match(planSummary, /^(IXSCAN|IDHACK|COUNT_SCAN|EOF|EXPRESS)/);
    t.notOk(hasSortStage);
  }
});
