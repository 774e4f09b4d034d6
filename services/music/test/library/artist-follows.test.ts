import { waitFor } from '@downbeat/shared/test-kit';
import { connectMongo } from '@downbeat/shared/mongo';
import t from 'tap';
import type {
  ArtistFollowState,
  FollowedArtistPage,
  ReleasePage,
  Track,
} from '../../src/generated/schemas.gen.ts';
import type { TrackDocument } from '../../src/tracks/repository.ts';
import { repairTerms } from '../../src/tracks/term-repair.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import type { Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { recordPlans, startLibrary } from './library-fixture.ts';

const { music, artist, read, newTrack } = await startLibrary(t, { env: { MAX_FOLLOWED_ARTISTS: '3' } });
const { db } = music.app.mongo;
const tracks = db.collection<TrackDocument>('tracks');

async function upload(title: string, fields: Record<string, string> = {}, by = artist): Promise<Track> {
  const response = await music.upload(audioForm(silentWav(1), 'a.wav', { title, ...fields }), by);
  return (await response.json()) as Track;
}
const artistOf = ({ artists = [] }: Track): string => artists[0]!.id;
const follow = (who: Person, artistId: string, method = 'PUT') =>
  music.send(method, `/api/music/artists/${artistId}/follow`, who);
const stateOf = (who: Person, artistId: string) =>
  read<ArtistFollowState>(`/api/music/artists/${artistId}/follow`, who);
const followed = (who: Person, query = '') =>
  read<FollowedArtistPage>(`/api/music/followed-artists${query}`, who);
const releases = (who: Person, query = '') => read<ReleasePage>(`/api/music/new-releases${query}`, who);
const titlesOf = ({ items }: ReleasePage) => items.map(({ track }) => track.title);
const change = (track: Track, body: object) =>
  music.send('PATCH', `/api/music/tracks/${track.id}`, artist, body);
const published = async (id: string): Promise<number> =>
  db.collection('outbox').countDocuments({ 'event.data.trackId': id });

t.test('follows an artist once, however often, and follows no longer', async (t) => {
  const [ada, bob] = [music.person(), music.person()];
  const artistId = artistOf(await upload('One', { artist: 'Once' }));
  t.same(await stateOf(ada, artistId), { artistId, isFollowed: false, followers: 0 });
  const answers = await Promise.all([1, 2, 3, 4].map(() => follow(ada, artistId)));
  t.same(
    answers.map(({ status }) => status),
    [204, 204, 204, 204],
  );
  t.equal((await follow(bob, artistId)).status, 204);
  t.same(await stateOf(ada, artistId), { artistId, isFollowed: true, followers: 2 });
  t.match(await followed(ada), { items: [{ artistId, name: 'Once', artist: { trackCount: 1 } }] });
  const ends = await Promise.all([1, 2, 3].map(() => follow(ada, artistId, 'DELETE')));
  t.ok(ends.every(({ status }) => status === 204));
  t.same(await stateOf(ada, artistId), { artistId, isFollowed: false, followers: 1 });
  t.same((await followed(ada)).items, []);
});

t.test('refuses more artists than an account may follow, also at the same moment', async (t) => {
  const ada = music.person();
  const ids = await Promise.all(
    [1, 2, 3, 4, 5].map(async (n) => artistOf(await upload('T', { artist: `Many ${n}` }))),
  );
  const answers = await Promise.all(ids.map((id) => follow(ada, id)));
  t.same(answers.map(({ status }) => status).sort(), [204, 204, 204, 409, 409]);
  const refused = answers.findIndex(({ status }) => status === 409);
  await sameProblem(t, answers[refused]!, {
    status: 409,
    code: 'ARTIST_FOLLOW_LIMIT_REACHED',
    title: 'You follow as many artists as an account may',
    instance: `/api/music/artists/${ids[refused]}/follow`,
    detail: 'You have 3 of 3 followed artists; this needs 1 more. Delete some to make room.',
    quota: { name: 'followedArtists', used: 3, limit: 3 },
  });
  const first = await followed(ada, '?limit=2');
  const second = await followed(ada, `?limit=2&cursor=${first.nextCursor}`);
  t.equal(first.items.length + second.items.length, 3);
  t.equal(second.nextCursor, null);
});

t.test('knows no artist without a track that the reader may see', async (t) => {
  const [ada, hidden] = [music.person(), await upload('H', { artist: 'Hidden', visibility: 'private' })];
  const path = `/api/music/artists/${artistOf(hidden)}/follow`;
  const problem = {
    status: 404,
    code: 'ARTIST_NOT_FOUND',
    title: 'There is no such artist',
    instance: path,
  };
  await sameProblem(t, await follow(ada, artistOf(hidden)), problem);
  await sameProblem(t, await music.get(path, ada), problem);
  t.equal((await follow(ada, artistOf(hidden), 'DELETE')).status, 204);
  t.equal((await follow(artist, artistOf(hidden))).status, 204, 'its own account follows it');
  await follow(artist, artistOf(hidden), 'DELETE');
});

t.test('keeps following an artist whose last track is gone, by the name of then', async (t) => {
  const [ada, track] = [music.person(), await upload('Last', { artist: 'Gone' })];
  await follow(ada, artistOf(track));
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  t.match(await followed(ada), { items: [{ name: 'Gone', artist: null }] });
  t.same((await releases(ada)).items, []);
  await upload('Again', { artist: 'Gone' });
  t.match(await followed(ada), { items: [{ name: 'Gone', artist: { trackCount: 1 } }] });
  t.same(titlesOf(await releases(ada)), ['Again']);
});

t.test('lists the tracks of followed artists, the last published first, page by page', async (t) => {
  const ada = music.person();
  const first = await upload('First', { artist: 'Duo; Left' });
  const hidden = await upload('Hidden until now', { artist: 'Left', visibility: 'private' });
  const second = await upload('Second', { artist: 'Duo' });
  await upload('By another', { artist: 'Another' });
  t.same((await releases(ada)).items, []);
  for (const id of [first.artists![0]!.id, first.artists![1]!.id]) await follow(ada, id);
  t.same(titlesOf(await releases(ada)), ['Second', 'First']);
  await change(hidden, { visibility: 'public' });
  const page = await releases(ada, '?limit=2');
  t.same(titlesOf(page), ['Hidden until now', 'Second']);
  t.equal(page.items[1]!.releasedAt, second.createdAt);
  t.ok(page.items[0]!.releasedAt > second.createdAt);
  const streamed = await fetch(music.baseUrl + page.items[0]!.track.streamUrl);
  t.equal(streamed.status, 200);
  await streamed.body?.cancel();
  const rest = await releases(ada, `?limit=2&cursor=${page.nextCursor}`);
  t.same([titlesOf(rest), rest.nextCursor], [['First'], null]);
  const instance = '/api/music/followed-artists';
  await sameProblem(t, await music.get(`${instance}?cursor=${page.nextCursor}`, ada), {
    status: 400,
    code: 'MALFORMED_CURSOR',
    title: 'This cursor is not one of ours',
    instance,
  });
});

t.test('publishes a track once: hidden and shown again it is not new', async (t) => {
  const [ada, track] = [music.person(), await upload('Only once', { artist: 'Shy' })];
  await follow(ada, artistOf(track));
  t.equal(await published(track.id), 1);
  const { releasedAt } = (await releases(ada)).items[0]!;
  for (const visibility of ['private', 'public', 'unlisted', 'public']) await change(track, { visibility });
  t.match(await releases(ada), { items: [{ releasedAt, track: { id: track.id } }] });
  t.equal(await published(track.id), 1);
  const later = await upload('Later', { artist: 'Shy', visibility: 'unlisted' });
  t.equal(await published(later.id), 0);
  await change(later, { title: 'Later on' });
  for (const visibility of ['public', 'unlisted', 'public']) await change(later, { visibility });
  t.equal(await published(later.id), 1);
});

t.test('takes public tracks of earlier versions to be published at their upload', async (t) => {
  const ada = music.person();
  const [repaired, edited] = [
    await upload('Repaired', { artist: 'Old' }),
    await upload('E', { artist: 'Old' }),
  ];
  await follow(ada, artistOf(repaired));
  const ids = [repaired.id, edited.id];
  await tracks.updateMany({ _id: { $in: ids } }, { $unset: { releaseKey: 1 } });
  t.same((await releases(ada)).items, []);
  await change(edited, { title: 'Edited' });
  t.match(await releases(ada), { items: [{ releasedAt: edited.createdAt, track: { title: 'Edited' } }] });
  t.equal(await published(edited.id), 1, 'an edit publishes nothing');
  await tracks.updateMany({ _id: repaired.id }, { $set: { termsVersion: 4 } });
  const connection = await connectMongo({ uri: music.backends.mongoUri });
  t.teardown(connection.close);
  await repairTerms(connection, new AbortController().signal);
  t.same(titlesOf(await releases(ada)), ['Edited', 'Repaired']);
});

t.test('reads nothing without an index, and sorts nothing', async (t) => {
  const [ada, track] = [music.person(), await newTrack('Indexed')];
  const plansOf = await recordPlans(db);
  await follow(ada, artistOf(track));
  await waitFor('the release', async () => (await releases(ada, '?limit=1')).items.length === 1);
  const { nextCursor } = await releases(ada, '?limit=1');
  if (nextCursor !== null) await releases(ada, `?limit=1&cursor=${nextCursor}`);
  await followed(ada);
  await stateOf(ada, artistOf(track));
  await follow(ada, artistOf(track), 'DELETE');
  const plans = await plansOf(['artistFollows', 'followerCounters', 'libraries', 'tracks']);
  t.ok(plans.length >= 6, `${plans.length} plans`);
  for (const { planSummary, hasSortStage } of plans) {
    t.match(planSummary, /^(IXSCAN|IDHACK|COUNT_SCAN|EOF)/);
    t.notOk(hasSortStage);
  }
});

t.test('merges the releases of many artists in the order of the index', async (t) => {
  const found = tracks
    .find({
      artistIds: { $in: Array.from({ length: 50 }, (_, n) => String(n).padStart(22, 'a')) },
      visibility: { $in: [null] },
      releaseKey: { $gt: '' },
    } as object)
    .sort({ releaseKey: -1 })
    .hint('release')
    .limit(100);
  const plan = JSON.stringify(await found.explain('queryPlanner'));
  t.match(plan, 'SORT_MERGE');
  t.notMatch(plan, /"stage":"SORT"/);
});
