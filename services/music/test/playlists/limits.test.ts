import t from 'tap';
import { newId } from '@downbeat/shared/ids';
import type { Playlist, Track } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

const music = await startMusic(t);

interface Row {
  _id: string;
  ownerId?: string;
  items: object[];
}

t.test('one person keeps at most 200 playlists', async (t) => {
  const owner = music.person();
  const rows = Array.from({ length: 200 }, () => ({ _id: newId(), ownerId: owner.id, items: [] }));
  await music.app.mongo.db.collection<Row>('playlists').insertMany(rows);
  await sameProblem(t, await music.send('POST', '/api/music/playlists', owner, { name: 'One more' }), {
    status: 409,
    code: 'PLAYLIST_LIMIT_REACHED',
    title: 'You have as many playlists as one may have',
    instance: '/api/music/playlists',
  });
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
  t.equal((await music.send('POST', path, owner, { trackId })).status, 201);
  await sameProblem(t, await music.send('POST', path, owner, { trackId }), {
    status: 409,
    code: 'PLAYLIST_FULL',
    title: 'This playlist is full',
    instance: path,
  });
});
