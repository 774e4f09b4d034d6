import { newId } from '@downbeat/shared/ids';
import { createCommit, createOutbox, type DownbeatEvent } from '@downbeat/shared/messaging';
import { connectMongo } from '@downbeat/shared/mongo';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import { CatalogueRepository } from '../../src/catalogue/catalogue-repository.ts';
import type { Track } from '../../src/generated/schemas.gen.ts';
import { ArtistFollowRepository } from '../../src/library/artist-follows-repository.ts';
import { ReleaseDigests } from '../../src/tracks/release-digests.ts';
import { createTellFollowers } from '../../src/library/release-worker.ts';
import { audioForm, silentWav } from '../kit/files.ts';
import { startLibrary } from './library-fixture.ts';

const { music, artist } = await startLibrary(t, { env: { RELEASE_WINDOW_SECONDS: '2' } });
const { db } = music.app.mongo;

async function upload(title: string, name: string, visibility = 'public'): Promise<Track> {
  const fields = { title, artist: name, visibility };
  return (await (await music.upload(audioForm(silentWav(1), 'a.wav', fields), artist)).json()) as Track;
}
const artistOf = ({ artists = [] }: Track): string => artists[0]!.id;
const follow = (artistId: string, who = music.person()) =>
  music.send('PUT', `/api/music/artists/${artistId}/follow`, who);

type Released = Extract<DownbeatEvent, { type: 'downbeat.artist.released.v1' }>;
const told = async (artistId: string): Promise<Released['data'][]> => {
  const type = 'downbeat.artist.released.v1';
  const filter = { 'event.type': type, 'event.data.artistId': artistId };
  const rows = await db.collection<{ event: Released }>('outbox').find(filter).sort({ _id: 1 }).toArray();
  return rows.map(({ event }) => event.data);
};
const digestsOf = (artistId: string) => db.collection('releaseDigests').countDocuments({ artistId });

t.test('tells each follower once of all that was published within the window', async (t) => {
  const [ada, name] = [music.person(), 'Album'];
  const hidden = await upload('Hidden', name, 'private');
  const first = await upload('One', name);
  const artistId = artistOf(first);
  for (const who of [ada, artist]) await follow(artistId, who);
  await upload('Two', name);
  const gone = await upload('Gone', name);
  await music.send('DELETE', `/api/music/tracks/${gone.id}`, artist);
  await music.send('PATCH', `/api/music/tracks/${hidden.id}`, artist, {
    visibility: 'public',
    title: 'Shown',
  });
  const events = await waitFor('the event', async () => {
    const all = await told(artistId);
    return all.length > 0 && all;
  });
  t.same(events, [
    { artistId, artistName: name, titles: ['One', 'Two', 'Shown'], trackCount: 3, followerIds: [ada.id] },
  ]);
  await waitFor('the end of the digest', async () => (await digestsOf(artistId)) === 0);
  await upload('Three', name);
  const later = await waitFor('the next event', async () => {
    const all = await told(artistId);
    return all.length > 1 && all;
  });
  t.match(later[1], { titles: ['Three'], trackCount: 1 });
});

t.test('tells none of what is no longer public, and of an artist without followers', async (t) => {
  const [hidden, alone] = [await upload('H', 'Soon hidden'), await upload('A', 'Alone')];
  await follow(artistOf(hidden));
  await music.send('PATCH', `/api/music/tracks/${hidden.id}`, artist, { visibility: 'private' });
  for (const track of [hidden, alone]) {
    await waitFor('the digest to end', async () => (await digestsOf(artistOf(track))) === 0);
    t.same(await told(artistOf(track)), []);
  }
});

t.test('goes on where a killed worker has stopped, and tells none twice', async (t) => {
  const connection = await connectMongo({ uri: music.backends.mongoUri });
  t.teardown(connection.close);
  // A database of its own, in which the worker of the service does not look.
  const own = connection.client.db(`${connection.db.databaseName}-own`);
  t.teardown(() => own.dropDatabase());
  const artistId = 'a'.repeat(22);
  const [digests, outbox] = [new ReleaseDigests(own, { windowMs: 1, leaseMs: 200 }), createOutbox(own)];
  const commit = createCommit(connection.client, outbox);
  const followers = Array.from({ length: 250 }, newId);
  const follows = followers.map((userId) => ({ _id: newId() as never, userId, artistId }));
  await own.collection('artistFollows').insertMany(follows);
  const catalogue = {
    findArtist: () => Promise.resolve({ listed: { name: 'Many' } }),
    releasedOf: () => Promise.resolve({ titles: ['One'], trackCount: 1 }),
  } as unknown as CatalogueRepository;
  const deps = { releaseDigests: digests, artistFollows: new ArtistFollowRepository(own), catalogue, outbox };
  await commit((session) =>
    digests.note(
      { artistIds: [artistId], uploaderId: newId(), releasedAt: new Date().toISOString(), trackId: newId() },
      session,
    ),
  );
  const claim = () => waitFor('a due digest', async () => (await digests.claimNext()) ?? false);
  const { signal } = new AbortController();
  // Its second transaction is not committed, as when the process is killed in it.
  let commits = 0;
  const dying: typeof commit = (work) =>
    commit(async (session) => {
      const result = await work(session);
      if ((commits += 1) > 1) throw new Error('killed');
      return result;
    });
  const killed = await claim();
  await t.rejects(createTellFollowers({ ...deps, commit: dying })(killed, signal), /killed/);
  const taken = await claim();
  t.equal(taken._id, killed._id);
  await t.rejects(createTellFollowers({ ...deps, commit })(killed, signal), 'its lease is lost');
  await createTellFollowers({ ...deps, commit })(taken, signal);
  const rows = await own.collection<{ event: Released }>('outbox').find().toArray();
  const ids = rows.flatMap(({ event }) => event.data.followerIds);
  t.same(ids.toSorted(), followers.toSorted());
  t.equal(await digests.claimNext(), null);
});

t.test('has each track in one digest, however often a digest is read and whatever came late', async (t) => {
  const name = 'Twice';
  const tracks = [await upload('Early', name), await upload('Late', name)];
  const artistId = artistOf(tracks[0]!);
  const connection = await connectMongo({ uri: music.backends.mongoUri });
  t.teardown(connection.close);
  const own = connection.client.db(`${connection.db.databaseName}-twice`);
  t.teardown(() => own.dropDatabase());
  const digests = new ReleaseDigests(own, { windowMs: 1, leaseMs: 1 });
  const commit = createCommit(connection.client, createOutbox(own));
  const catalogue = new CatalogueRepository(db);
  const digestOf = async ({ id: trackId, createdAt }: Track) => {
    const origin = { artistIds: [artistId], uploaderId: artist.id, releasedAt: createdAt, trackId };
    await commit((session) => digests.note(origin, session));
    return waitFor('the digest', async () => (await digests.claimNext()) ?? false);
  };
  const titlesOf = async ({ trackIds }: { trackIds?: string[] }) =>
    (await catalogue.releasedOf(artistId, { trackIds: trackIds! }, 20)).titles;
  // The later track is noted first: the moment of the other lies before it, as with clocks that differ.
  const first = await digestOf(tracks[1]!);
  await digests.finish(first);
  const second = await digestOf(tracks[0]!);
  for (let read = 0; read < 2; read += 1) {
    t.same(await titlesOf(first), ['Late']);
    t.same(await titlesOf(second), ['Early']);
  }
  // An earlier version replaces the digest by one without the list.
  await digests.finish(second);
  const known = { _id: 'old' as never, artistId, uploaderId: artist.id, isOpen: true, dueAt: new Date() };
  await own.collection('releaseDigests').insertOne({ ...known, since: tracks[0]!.createdAt });
  const { trackIds, since } = await digestOf(tracks[1]!);
  t.same({ trackIds, since }, { trackIds: undefined, since: tracks[0]!.createdAt });
  t.same((await catalogue.releasedOf(artistId, { since }, 20)).titles, ['Early', 'Late']);
});
