import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import type { Playlist, Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);

/** How many answers have each status. */
function tallied(answers: readonly Response[]): Record<number, number> {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries(Array.from(groups, ([status, { length }]) => [status, length]));
}

interface Row {
  _id: string;
  ownerId?: string;
  slot?: number;
  items: object[];
}

t.test('one person keeps at most 200 playlists', async (t) => {
  const owner = music.person();
  const rows = Array.from({ length: 200 }, () => ({ _id: newId(), ownerId: owner.id, items: [] }));
  await music.app.mongo.db.collection<Row>('playlists').insertMany(rows);
  await sameProblem(t, await music.send('POST', '/api/music/playlists', owner, { name: 'One more' }), {
    status: 409,
    code: 'PLAYLIST_LIMIT_REACHED',
    title: 'You have reached the limit of playlists',
    instance: '/api/music/playlists',
  });
});

t.test(
  'of 40 playlists at once 15 are made where 185 are, and one that is deleted makes room for one',
  async (t) => {
    const owner = music.person();
    const path = '/api/music/playlists';
    const rows = Array.from({ length: 185 }, (_, slot) => ({
      _id: newId(),
      ownerId: owner.id,
      slot,
      items: [],
    }));
    await music.app.mongo.db.collection<Row>('playlists').insertMany(rows);
    const create = (_: unknown, index: number) => music.send('POST', path, owner, { name: `Nr. ${index}` });
    const answers = await Promise.all(Array.from({ length: 40 }, create));
    t.same(tallied(answers), { 201: 15, 409: 25 });
    const { id } = (await answers.find(({ status }) => status === 201)!.json()) as Playlist;
    t.equal((await music.send('DELETE', `${path}/${id}`, owner)).status, 204);
    t.same(tallied(await Promise.all(Array.from({ length: 5 }, create))), { 201: 1, 409: 4 });
  },
);

t.test('rows from before there were slots count too', async (t) => {
  const owner = music.person();
  const rows = Array.from({ length: 195 }, () => ({ _id: newId(), ownerId: owner.id, items: [] }));
  await music.app.mongo.db.collection<Row>('playlists').insertMany(rows);
  const create = () => music.send('POST', '/api/music/playlists', owner, { name: 'Another' });
  t.same(tallied(await Promise.all(Array.from({ length: 20 }, create))), { 201: 5, 409: 15 });
});

t.test('one playlist holds at most 1000 items', async (t) => {
  const owner = music.person();
  const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav'), music.person('artist'));
  const { id: trackId } = (await uploaded.json()) as Track;
  const made = await music.send('POST', '/api/music/playlists', owner, { name: 'Long' });
  const { id } = (await made.json()) as Playlist;
  const items = Array.from({ length: 999 }, () => ({ id: newId(), trackId, addedAt: new Date() }));
  await music.app.mongo.db.collection<Row>('playlists').updateOne({ _id: id }, { $set: { items } });
  const path = `/api/music/playlists/${id}/items`;
  const add = () => music.send('POST', path, owner, { trackId });
  t.same(tallied(await Promise.all(Array.from({ length: 4 }, add))), { 201: 1, 409: 3 });
  await sameProblem(t, await music.send('POST', path, owner, { trackId }), {
    status: 409,
    code: 'PLAYLIST_FULL',
    title: 'This playlist is full',
    instance: path,
  });
});
