import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import type { Playlist, Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);

/** The number of answers by status. */
function countByStatus(answers: readonly Response[]): Record<number, number> {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries(Array.from(groups, ([status, { length }]) => [status, length]));
}

interface PlaylistDocument {
  _id: string;
  ownerId?: string;
  slot?: number;
  items: object[];
}

t.test('an account can have at most 200 playlists', async (t) => {
  const owner = music.person();
  const documents = Array.from({ length: 200 }, () => ({ _id: newId(), ownerId: owner.id, items: [] }));
  await music.app.mongo.db.collection<PlaylistDocument>('playlists').insertMany(documents);
  await sameProblem(t, await music.send('POST', '/api/music/playlists', owner, { name: 'One more' }), {
    status: 409,
    code: 'PLAYLIST_LIMIT_REACHED',
    title: 'You have reached the limit of playlists',
    instance: '/api/music/playlists',
    detail: 'You have 200 of 200 playlists; this needs 1 more. Delete some to make room.',
    quota: { name: 'playlists', used: 200, limit: 200 },
  });
});

t.test(
  'parallel requests create exactly as many playlists as are allowed, and a deletion allows one more',
  async (t) => {
    const owner = music.person();
    const path = '/api/music/playlists';
    const documents = Array.from({ length: 185 }, (_, slot) => ({
      _id: newId(),
      ownerId: owner.id,
      slot,
      items: [],
    }));
    await music.app.mongo.db.collection<PlaylistDocument>('playlists').insertMany(documents);
    const create = (_: unknown, index: number) => music.send('POST', path, owner, { name: `Nr. ${index}` });
    const answers = await Promise.all(Array.from({ length: 40 }, create));
    t.same(countByStatus(answers), { 201: 15, 409: 25 });
    const { id } = (await answers.find(({ status }) => status === 201)!.json()) as Playlist;
    t.equal((await music.send('DELETE', `${path}/${id}`, owner)).status, 204);
    t.same(countByStatus(await Promise.all(Array.from({ length: 5 }, create))), { 201: 1, 409: 4 });
  },
);

t.test('refuses a new playlist with more tracks than one holds, and creates none', async (t) => {
  const small = await startMusic(t, { env: { MAX_PLAYLIST_ITEMS: '2' } });
  const owner = small.person();
  const body = { name: 'Long', trackIds: [newId(), newId(), newId()] };
  await sameProblem(t, await small.send('POST', '/api/music/playlists', owner, body), {
    status: 409,
    code: 'PLAYLIST_FULL',
    title: 'This playlist is full',
    instance: '/api/music/playlists',
    detail: 'You have 0 of 2 items in this playlist; this needs 3 more. Delete some to make room.',
    quota: { name: 'playlistItems', used: 0, limit: 2 },
  });
  const { items } = (await (await small.get('/api/music/playlists', owner)).json()) as { items: object[] };
  t.same(items, []);
});

t.test('playlists from before slots existed count too', async (t) => {
  const owner = music.person();
  const documents = Array.from({ length: 195 }, () => ({ _id: newId(), ownerId: owner.id, items: [] }));
  await music.app.mongo.db.collection<PlaylistDocument>('playlists').insertMany(documents);
  const create = () => music.send('POST', '/api/music/playlists', owner, { name: 'Another' });
  t.same(countByStatus(await Promise.all(Array.from({ length: 20 }, create))), { 201: 5, 409: 15 });
});

t.test('a lower limit counts the playlists from before, whatever their slots are', async (t) => {
  const { backends } = music;
  const lower = await startMusic(t, { backends, env: { LISTENER_MAX_PLAYLISTS: '10' } });
  const owner = lower.person();
  const slots = [3, 4, 60, 150, 199];
  const documents = slots.map((slot) => ({ _id: newId(), ownerId: owner.id, slot, items: [] }));
  await lower.app.mongo.db.collection<PlaylistDocument>('playlists').insertMany(documents);
  const create = () => lower.send('POST', '/api/music/playlists', owner, { name: 'Another' });
  t.same(countByStatus(await Promise.all(Array.from({ length: 20 }, create))), { 201: 5, 409: 15 });
  const artist = lower.person('artist');
  t.equal((await lower.send('POST', '/api/music/playlists', artist, { name: 'Mine' })).status, 201);
});

t.test('a playlist can have at most 1000 items', async (t) => {
  const owner = music.person();
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav'), music.person('artist'));
  const { id: trackId } = (await uploaded.json()) as Track;
  const made = await music.send('POST', '/api/music/playlists', owner, { name: 'Long' });
  const { id } = (await made.json()) as Playlist;
  const items = Array.from({ length: 999 }, () => ({ id: newId(), trackId, addedAt: new Date() }));
  await music.app.mongo.db
    .collection<PlaylistDocument>('playlists')
    .updateOne({ _id: id }, { $set: { items } });
  const path = `/api/music/playlists/${id}/items`;
  const add = () => music.send('POST', path, owner, { trackId });
  const two = await music.send('POST', `/api/music/playlists/${id}/tracks`, owner, {
    trackIds: [trackId, trackId],
  });
  t.match(await two.json(), { code: 'PLAYLIST_FULL', quota: { used: 999 }, detail: /this needs 2 more/ });
  t.same(countByStatus(await Promise.all(Array.from({ length: 4 }, add))), { 201: 1, 409: 3 });
  await sameProblem(t, await music.send('POST', path, owner, { trackId }), {
    status: 409,
    code: 'PLAYLIST_FULL',
    title: 'This playlist is full',
    instance: path,
    detail: 'You have 1000 of 1000 items in this playlist; this needs 1 more. Delete some to make room.',
    quota: { name: 'playlistItems', used: 1000, limit: 1000 },
  });
});
