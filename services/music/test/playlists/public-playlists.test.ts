// Public playlists: found by others, and followed.
import { newId } from '@downbeat/shared/ids';
import { connectMongo } from '@downbeat/shared/mongo';
import t from 'tap';
import type { Playlist, PlaylistPage } from '../../src/generated/schemas.gen.ts';
import { playlistTerms } from '../../src/migrations/0003-playlist-terms.ts';
import { repairNameTerms } from '../../src/playlists/name-repair.ts';
import { termFields } from '../../src/playlists/name-terms.ts';
import type { PlaylistDocument } from '../../src/playlists/repository.ts';
import type { Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { notFound, startPlaylists } from './playlist-fixture.ts';

const { music, newPlaylist } = await startPlaylists(t);
const { db, close } = await connectMongo({ uri: music.backends.mongoUri });
t.teardown(close);

const publish = (owner: Person, name: string, visibility = 'public'): Promise<Playlist> =>
  newPlaylist(owner, { name, visibility });

const page = async (path: string, who: Person): Promise<PlaylistPage> =>
  (await (await music.get(path, who)).json()) as PlaylistPage;
const found = async (q: string, who = music.person()): Promise<string[]> =>
  (await page(`/api/music/playlists/public?q=${encodeURIComponent(q)}`, who)).items.map(({ name }) => name);
const own = async (who: Person) => (await page('/api/music/playlists', who)).items;
const follow = (id: string, who: Person, method = 'PUT') =>
  music.send(method, `/api/music/playlists/${id}/follow`, who);
const change = (id: string, owner: Person, body: object) =>
  music.send('PATCH', `/api/music/playlists/${id}`, owner, body);

t.test('finds public playlists by the beginnings of words, and no others', async (t) => {
  const owner = music.person('listener', 'Lena');
  await publish(owner, 'Übermut am Morgen');
  await publish(owner, 'Überall hidden', 'unlisted');
  await publish(owner, 'Über mine alone', 'private');
  await publish(owner, 'AC/DC & friends');
  t.same(await found('uber'), ['Übermut am Morgen']);
  t.same(await found('MORG über'), ['Übermut am Morgen']);
  t.same(await found('morgen abend'), []);
  for (const q of ['acdc', 'ac dc', 'AC/DC', 'fri dc']) t.same(await found(q), ['AC/DC & friends'], q);
  const [listed] = (await page('/api/music/playlists/public?q=acdc', music.person())).items;
  t.match(listed, { role: 'view', isFollowed: false, ownerName: 'Lena', itemCount: 0, coverUrls: [] });
  await publish(owner, 'AC DC hits');
  t.same(await found('AC/DC'), ['AC DC hits', 'AC/DC & friends'], 'in both spellings');
  t.same(await found('AC/DC fri'), ['AC/DC & friends']);
  t.same(await found('ACDC'), ['AC/DC & friends']);
  t.same(await page(`/api/music/playlists/public?q=${encodeURIComponent('!?')}`, owner), {
    ...{ items: [], nextCursor: null },
  });
  t.equal((await found(' ')).length, 3, 'all');
});

t.test('finds a playlist by its present name, and only while it is public', async (t) => {
  const owner = music.person();
  const { id } = await publish(owner, 'Quartz');
  await change(id, owner, { name: 'Jasper' });
  t.same([await found('quartz'), await found('jasper')], [[], ['Jasper']]);
  await change(id, owner, { visibility: 'private' });
  t.same(await found('jasper'), []);
  await change(id, owner, { visibility: 'public', name: 'Opal' });
  t.same(await found('opal'), ['Opal']);
  await music.send('DELETE', `/api/music/playlists/${id}`, owner);
  t.same(await found('opal'), []);
});

t.test('pages through the newest first, by an index, and refuses the cursor of another search', async (t) => {
  const [owner, reader] = [music.person(), music.person()];
  for (const number of [1, 2, 3]) await publish(owner, `Paged ${number}`);
  const first = await page('/api/music/playlists/public?q=paged&limit=2', reader);
  t.same(
    first.items.map(({ name }) => name),
    ['Paged 3', 'Paged 2'],
  );
  const cursor = encodeURIComponent(first.nextCursor!);
  const second = await page(`/api/music/playlists/public?q=paged&limit=2&cursor=${cursor}`, reader);
  t.match(second, { items: [{ name: 'Paged 1' }], nextCursor: null });
  const all = await page('/api/music/playlists/public?limit=1', reader);
  t.match(all, { items: [{ name: 'Paged 3' }], nextCursor: /./ });
  const instance = '/api/music/playlists/public';
  await sameProblem(t, await music.get(`${instance}?q=other&cursor=${cursor}`, reader), {
    ...{ status: 400, code: 'MALFORMED_CURSOR', instance },
    title: 'This cursor is not one of ours',
  });
  const plan = await db
    .collection('playlists')
    .find({ terms: 'paged', visibility: 'public', _id: { $lt: newId() } as never })
    .project({ _id: 1 })
    .sort({ _id: -1 })
    .limit(3)
    .hint('publicNames')
    .explain();
  const stages = JSON.stringify((plan as { queryPlanner: { winningPlan: object } }).queryPlanner.winningPlan);
  t.match(stages, /"indexName":"publicNames"/);
  t.notMatch(stages, /"SORT"|"FETCH"/);
});

t.test(
  'keeps a followed playlist among the own ones, until it is private, deleted or followed no longer',
  async (t) => {
    const [owner, follower] = [music.person(), music.person()];
    const [one, two] = [await publish(owner, 'Followed'), await publish(owner, 'By link', 'unlisted')];
    const mine = await newPlaylist(follower, { name: 'Mine' });
    for (const id of [one.id, two.id, one.id, mine.id]) t.equal((await follow(id, follower)).status, 204);
    t.match(await own(follower), [
      { id: mine.id, role: 'owner', isFollowed: false },
      { id: two.id, role: 'view', isFollowed: true },
      { id: one.id, role: 'view', isFollowed: true },
    ]);
    t.match((await page('/api/music/playlists/public?q=followed', follower)).items, [{ isFollowed: true }]);
    await change(one.id, owner, { visibility: 'private' });
    t.match(await own(follower), [{ id: mine.id }, { id: two.id }]);
    await change(one.id, owner, { visibility: 'public' });
    t.match(await own(follower), [{ id: mine.id }, { id: two.id }, { id: one.id }]);
    for (const attempt of [1, 2])
      t.equal((await follow(two.id, follower, 'DELETE')).status, 204, `${attempt}`);
    t.equal((await music.send('DELETE', `/api/music/playlists/${one.id}`, owner)).status, 204);
    t.match(await own(follower), [{ id: mine.id }]);
    t.equal(await db.collection('playlistFollows').countDocuments({ playlistId: one.id }), 0);
  },
);

t.test('pages through own and followed playlists together', async (t) => {
  const [owner, follower] = [music.person(), music.person()];
  const ids: string[] = [];
  for (const by of [owner, follower, owner, follower]) ids.unshift((await publish(by, 'Mixed')).id);
  for (const id of ids) await follow(id, follower);
  const first = await page('/api/music/playlists?limit=3', follower);
  const rest = await page(`/api/music/playlists?cursor=${encodeURIComponent(first.nextCursor!)}`, follower);
  t.same(
    [...first.items, ...rest.items].map(({ id }) => id),
    ids,
  );
});

t.test('does not let follow what the account cannot see', async (t) => {
  const { id } = await publish(music.person(), 'Hidden', 'private');
  const instance = `/api/music/playlists/${id}/follow`;
  await sameProblem(t, await follow(id, music.person()), notFound(instance));
  const nowhere = newId();
  const missing = `/api/music/playlists/${nowhere}/follow`;
  await sameProblem(t, await follow(nowhere, music.person()), notFound(missing));
});

t.test('lets an account follow 200, and makes room of those that are gone', async (t) => {
  const [owner, follower] = [music.person(), music.person()];
  const follows = db.collection<{ _id: string }>('playlistFollows');
  const { id: kept } = await publish(owner, 'Kept');
  const document = (slot: number, playlistId: string) => ({
    ...{ _id: newId(), ownerId: follower.id, slot, playlistId },
  });
  // The owner made them private, or a crash came after their deletion.
  await follows.insertMany(Array.from({ length: 199 }, (_, slot) => document(slot, newId())));
  t.equal((await follow(kept, follower)).status, 204);
  const { id: next } = await publish(owner, 'Next');
  t.equal((await follow(next, follower)).status, 204);
  t.match(await own(follower), [{ id: next }, { id: kept }]);
  const visible: PlaylistDocument[] = Array.from({ length: 198 }, () => ({
    ...{ _id: newId(), ownerId: owner.id, name: 'Many', visibility: 'unlisted' as const, revision: 0 },
    ...{ items: [], createdAt: new Date(), updatedAt: new Date() },
  }));
  await db.collection<PlaylistDocument>('playlists').insertMany(visible);
  await follows.deleteMany({ ownerId: follower.id });
  const ids = [...visible.map(({ _id }) => _id), kept, next];
  await follows.insertMany(ids.map((id, slot) => document(slot, id)));
  const { id: more } = await publish(music.person(), 'One more');
  await sameProblem(t, await follow(more, follower), {
    ...{ status: 409, code: 'PLAYLIST_LIST_FULL', instance: `/api/music/playlists/${more}/follow` },
    title: 'You have as many playlists of others as an account may',
  });
  t.equal((await follow(kept, follower)).status, 204, 'one that is followed already');
});

t.test('finds playlists of a version before the search', async (t) => {
  const owner = music.person();
  const { id } = await publish(owner, 'Yesteryear');
  const playlists = db.collection<PlaylistDocument>('playlists');
  await playlists.updateOne({ _id: id }, { $unset: { terms: true } });
  t.same(await found('yester'), []);
  await playlistTerms.up(db);
  t.same(await found('yester'), ['Yesteryear']);
});

t.test('finds playlists that a version before the search inserts and renames beside this one', async (t) => {
  const owner = music.person();
  const [renamed, inserted] = [await publish(owner, 'Formerly'), await publish(owner, 'Latecomer')];
  const playlists = db.collection<PlaylistDocument>('playlists');
  await playlists.updateOne({ _id: renamed.id }, { $set: { name: 'Nowadays' } });
  await playlists.updateOne({ _id: inserted.id }, { $unset: { terms: 1, termsOf: 1, termsVersion: 1 } });
  const before = await playlists.findOne({ name: 'Yesteryear' });
  t.same([await found('nowa'), await found('late')], [[], []]);
  await repairNameTerms(db, AbortSignal.timeout(60_000));
  t.same([await found('nowa'), await found('late')], [['Nowadays'], ['Latecomer']]);
  t.same(await found('formerly'), []);
  t.same(await playlists.findOne({ name: 'Yesteryear' }), before, 'the others stay as they are');
});

t.test('looks at few playlists for each page, and at none with its items', async (t) => {
  const [owner, reader] = [music.person(), music.person()];
  await publish(owner, 'Crowded odd');
  const crowd: PlaylistDocument[] = Array.from({ length: 100 }, () => ({
    ...{ _id: newId(), ownerId: owner.id, name: 'Crowded even', visibility: 'public' as const, revision: 0 },
    ...{ items: [], createdAt: new Date(), updatedAt: new Date(), ...termFields('Crowded even') },
  }));
  await db.collection<PlaylistDocument>('playlists').insertMany(crowd);
  await db.createCollection('system.profile', { capped: true, size: 32 * 1024 * 1024 });
  await db.command({ profile: 2 });
  const path = '/api/music/playlists/public?q=crowded%20odd&limit=1';
  const first = await page(path, reader);
  t.match(first, { items: [], nextCursor: /./ }, 'ends early');
  const second = await page(`${path}&cursor=${encodeURIComponent(first.nextCursor!)}`, reader);
  t.match(second, { items: [{ name: 'Crowded odd' }] });
  await db.command({ profile: 0 });
  const made = await db.collection('system.profile').find({ 'command.find': 'playlists' }).toArray();
  t.ok(made.length >= 6);
  for (const { docsExamined, keysExamined, planSummary } of made) {
    t.equal(docsExamined, 0, String(planSummary));
    t.ok((keysExamined as number) <= 41, `${String(keysExamined)} keys`);
  }
});
