import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { LikedTrackPage } from '../../src/generated/schemas.gen.ts';
import { sameProblem } from '../kit/problems.ts';
import { recordPlans, startLibrary } from './library-fixture.ts';

const { music, artist, newTrack, read, like, states } = await startLibrary(t, { env: { MAX_LIKES: '3' } });
const list = (who: Parameters<typeof like>[0], query = '') =>
  read<LikedTrackPage>(`/api/music/likes${query}`, who);
const titlesOf = ({ items }: LikedTrackPage) => items.map(({ track }) => track.title);

t.test('likes a track once, however often, and likes it no longer', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  const answers = await Promise.all([1, 2, 3, 4].map(() => like(ada, track.id)));
  t.same(
    answers.map(({ status }) => status),
    [204, 204, 204, 204],
  );
  t.equal((await like(ada, track.id)).status, 204);
  t.match(await list(ada), { items: [{ track: { id: track.id } }], nextCursor: null });
  t.match(await states(ada, track.id), [{ trackId: track.id, isLiked: true, plays: 0, ownPlays: 0 }]);
  for (let i = 0; i < 2; i++) t.equal((await like(ada, track.id, 'DELETE')).status, 204);
  t.same(await list(ada), { items: [], nextCursor: null });
});

t.test('lists the last liked first, page by page, with URLs that play', async (t) => {
  const ada = music.person();
  for (const title of ['One', 'Two', 'Three']) await like(ada, (await newTrack(title)).id);
  const first = await list(ada, '?limit=2');
  t.same(titlesOf(first), ['Three', 'Two']);
  const streamed = await fetch(music.baseUrl + first.items[0]!.track.streamUrl);
  t.equal(streamed.status, 200);
  await streamed.body?.cancel();
  const second = await list(ada, `?limit=2&cursor=${first.nextCursor}`);
  t.same(titlesOf(second), ['One']);
  t.equal(second.nextCursor, null);
  const instance = '/api/music/history';
  await sameProblem(t, await music.get(`${instance}?cursor=${first.nextCursor}`, ada), {
    status: 400,
    code: 'MALFORMED_CURSOR',
    title: 'This cursor is not one of ours',
    instance,
  });
});

t.test('keeps the likes of accounts apart', async (t) => {
  const [ada, bob, track] = [music.person(), music.person(), await newTrack()];
  await like(ada, track.id);
  t.same((await list(bob)).items, []);
  t.match(await states(bob, track.id), [{ isLiked: false }]);
  await like(bob, track.id, 'DELETE');
  t.match(await states(ada, track.id), [{ isLiked: true }]);
});

t.test('refuses more likes than an account may have, also at the same moment', async (t) => {
  const ada = music.person();
  const tracks = await Promise.all([1, 2, 3, 4, 5].map(() => newTrack()));
  const answers = await Promise.all(tracks.map(({ id }) => like(ada, id)));
  t.same(answers.map(({ status }) => status).sort(), [204, 204, 204, 409, 409]);
  const refused = answers.findIndex(({ status }) => status === 409);
  await sameProblem(t, answers[refused]!, {
    status: 409,
    code: 'LIKE_LIMIT_REACHED',
    title: 'You like as many tracks as an account may',
    instance: `/api/music/tracks/${tracks[refused]!.id}/like`,
    detail: 'You have 3 of 3 liked tracks; this needs 1 more. Delete some to make room.',
    quota: { name: 'likes', used: 3, limit: 3 },
  });
  t.equal((await list(ada)).items.length, 3);
});

t.test('loses the like of a deleted track, and likes no track that does not exist', async (t) => {
  const [ada, track, kept] = [music.person(), await newTrack(), await newTrack('Kept')];
  for (const { id } of [track, kept]) await like(ada, id);
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  t.same(titlesOf(await list(ada)), ['Kept']);
  t.match(await states(ada, track.id, kept.id), [{ isLiked: false }, { isLiked: true }]);
  t.equal(await music.app.mongo.db.collection('likes').countDocuments({ trackId: track.id }), 0);
  for (const id of [track.id, newId()]) {
    await sameProblem(t, await like(ada, id), {
      status: 404,
      code: 'TRACK_NOT_FOUND',
      title: 'There is no such track',
      instance: `/api/music/tracks/${id}/like`,
    });
    t.equal((await like(ada, id, 'DELETE')).status, 204);
  }
});

t.test('tells the states of at most 100 tracks', async (t) => {
  const ada = music.person();
  const ids = Array.from({ length: 100 }, newId);
  t.equal((await states(ada, ...ids)).length, 100);
  for (const wrong of ['', 'x', `${ids.join()},${newId()}`, `${newId()},`]) {
    t.equal((await music.get(`/api/music/track-states?ids=${wrong}`, ada)).status, 400);
  }
});

t.test('reads nothing without an index', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  const plansOf = await recordPlans(music.app.mongo.db);
  await like(ada, track.id);
  const { nextCursor } = await list(ada, '?limit=1');
  t.equal(nextCursor, null);
  await states(ada, track.id);
  await like(ada, track.id, 'DELETE');
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  const plans = await plansOf(['likes', 'libraries']);
  t.ok(plans.length >= 5, `${plans.length} plans`);
  for (const { planSummary, hasSortStage } of plans) {
    t.match(planSummary, /^(IXSCAN|IDHACK|COUNT_SCAN|EOF)/);
    t.notOk(hasSortStage);
  }
});
