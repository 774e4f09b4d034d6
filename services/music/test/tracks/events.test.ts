import { newId } from '@downbeat/shared/ids';
import { type DownbeatEvent, EVENTS_EXCHANGE, newEvent } from '@downbeat/shared/messaging';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { Track, TrackPage } from '../../src/generated/schemas.gen.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startMusic, type Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';

let now = Date.now();
const music = await startMusic(t, { now: () => now });

async function publish(event: DownbeatEvent): Promise<void> {
  await music.app.rabbit.publish({
    exchange: EVENTS_EXCHANGE,
    routingKey: event.type,
    content: Buffer.from(JSON.stringify(event)),
    messageId: event.id,
    type: event.type,
    correlationId: event.correlationid,
  });
}

const origin = (subject: string) => ({ source: '/auth', subject, correlationId: newId() }) as const;

t.test(
  'a revoked auth session loses its token and its signed URLs, also after Redis lost its data',
  async (t) => {
    const [reader, other] = [music.person(), music.person()];
    const uploaded = await music.upload(audioForm(silentWav(1), 'a.wav'), music.person('artist'));
    const { id } = (await uploaded.json()) as Track;
    const { streamUrl } = (await (await music.get(`/api/music/tracks/${id}`, reader)).json()) as Track;
    t.equal((await music.get(streamUrl)).status, 200);
    const revokedUntil = new Date(Date.now() + 86_400_000).toISOString();
    const data = {
      sessionId: reader.authSessionId,
      userId: reader.id,
      reason: 'logout',
      revokedUntil,
    } as const;
    await publish(newEvent('downbeat.session.revoked.v1', { ...origin(reader.id), data }));
    const revoked = { status: 401, code: 'SESSION_REVOKED', title: 'This sign-in has ended' };
    await waitFor('the auth session to end', async () => {
      now += 2_001;
      return (await music.get('/api/music/get', reader)).status === 401;
    });
    await sameProblem(t, await music.get('/api/music/get', reader), {
      ...revoked,
      instance: '/api/music/get',
    });
    const { redis } = music.app;
    const prefix = music.backends.redisKeyPrefix;
    for (const key of await redis.keys(`${prefix}*`)) await redis.del(key.slice(prefix.length));
    now += 2_001;
    await sameProblem(t, await music.get(streamUrl), {
      ...revoked,
      instance: `/api/music/tracks/${id}/stream`,
    });
    t.equal((await music.get('/api/music/get', other)).status, 200, 'another auth session is not affected');
  },
);

t.test(
  'a renaming of the artist changes their tracks, in lists and searches, and counts as an update',
  async (t) => {
    const artist = music.person('artist', 'Before');
    const [first, second] = await Promise.all(
      ['One', 'Two'].map(async (title) => {
        const response = await music.upload(audioForm(silentWav(1), 'a.wav', { title }), artist);
        return (await response.json()) as Track;
      }),
    );
    await music.upload(
      audioForm(silentWav(1), 'a.wav', { title: 'By another artist' }),
      music.person('artist', 'Before'),
    );
    const search = async (q: string, who: Person) => {
      const response = await music.get(`/api/music/get?sort=title&q=${encodeURIComponent(q)}`, who);
      return ((await response.json()) as TrackPage).items.map(({ title, artist }) => [title, artist.name]);
    };
    const reader = music.person();
    t.equal((await search('before', reader)).length, 3);
    const data = { userId: artist.id, displayName: 'After Æons' };
    const event = newEvent('downbeat.user.renamed.v1', { ...origin(artist.id), data });
    for (let copy = 0; copy < 3; copy++) await publish(event);
    await waitFor('the new name', async () => (await search('after', reader)).length === 2);
    t.same(await search('after', reader), [
      ['One', 'After Æons'],
      ['Two', 'After Æons'],
    ]);
    t.same(await search('before', reader), [['By another artist', 'Before']]);
    for (const { id } of [first!, second!]) {
      const track = (await (await music.get(`/api/music/tracks/${id}`, reader)).json()) as Track;
      t.same(track.artist, { id: artist.id, name: 'After Æons' });
      t.ok(track.updatedAt > track.createdAt);
    }
  },
);

t.test('a renaming reaches the playlists that an account owns or is a member of', async (t) => {
  const [owner, member] = [music.person('listener', 'Before'), music.person('listener', 'Guest')];
  const post = async (path: string, who: Person, body: object) =>
    (await music.send('POST', `/api/music/playlists${path}`, who, body)).json();
  const { id } = (await post('', owner, { name: 'Ours' })) as { id: string };
  const invite = (await post(`/${id}/invites`, owner, { role: 'view' })) as { inviteCode: string };
  await post('/join', member, { inviteCode: invite.inviteCode });
  for (const { id: userId } of [owner, member]) {
    const data = { userId, displayName: `After ${userId}` };
    await publish(newEvent('downbeat.user.renamed.v1', { ...origin(userId), data }));
  }
  const namesOf = async () => {
    const response = await music.get(`/api/music/playlists/${id}/members`, owner);
    const { items } = (await response.json()) as { items: { userId: string; displayName: string }[] };
    return items.map(({ userId, displayName }) => displayName === `After ${userId}`);
  };
  await waitFor('the new names', async () => (await namesOf()).every(Boolean));
  const shown = await music.get(`/api/music/playlists/${id}`, member);
  t.match(await shown.json(), { ownerName: `After ${owner.id}` });
});

t.test('an access token from before the renaming does not bring the old name back', async (t) => {
  const artist = music.person('artist', 'Earlier');
  const data = { userId: artist.id, displayName: 'Later' };
  await publish(newEvent('downbeat.user.renamed.v1', { ...origin(artist.id), data }));
  const names = music.app.mongo.db.collection<{ _id: string; name: string }>('artists');
  await waitFor('the new name', async () => (await names.findOne({ _id: artist.id }))?.name === 'Later');
  const uploaded = await music.upload(
    audioForm(silentWav(1), 'a.wav', { title: 'After the renaming' }),
    artist,
  );
  t.match(await uploaded.json(), { artist: { id: artist.id, name: 'Later' } });
  const found = await music.get('/api/music/get?q=later', music.person());
  t.match(await found.json(), { items: [{ title: 'After the renaming', artist: { name: 'Later' } }] });
});

t.test('parallel uploads and a renaming end with the new name', async (t) => {
  const artist = music.person('artist', 'Old');
  const upload = () => music.upload(audioForm(silentWav(1), 'a.wav'), artist);
  const data = { userId: artist.id, displayName: 'New' };
  const renaming = publish(newEvent('downbeat.user.renamed.v1', { ...origin(artist.id), data }));
  const uploads = await Promise.all([...Array.from({ length: 6 }, upload)]);
  await renaming;
  t.ok(uploads.every(({ status }) => status === 201));
  const tracks = music.app.mongo.db.collection('tracks');
  const named = (artistName: string) => tracks.countDocuments({ artistId: artist.id, artistName });
  await waitFor('the new name on all', async () => (await named('New')) === 6);
});
