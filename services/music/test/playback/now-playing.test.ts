import { newId } from '@downbeat/shared/ids';
import { waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { NewNowPlaying, NowPlaying } from '../../src/generated/schemas.gen.ts';
import type { ScrobblerDocument } from '../../src/scrobbling/scrobble-records.ts';
import type { Person } from '../kit/music.ts';
import { startLibrary } from '../library/library-fixture.ts';
import { startListenBrainz } from '../scrobbling/listen-brainz-server.ts';

const brainz = await startListenBrainz(t);
const { music, artist, newTrack, read } = await startLibrary(t, {
  env: { LISTENBRAINZ_URL: brainz.url, LISTENBRAINZ_INTERVAL_MS: '0' },
});
const scrobblers = music.app.mongo.db.collection<ScrobblerDocument>('scrobblers');
const PATH = '/api/music/now-playing';
const NOTHING = { track: null, startedAt: null, device: null };

const playingOf = (who: Person) => read<NowPlaying>(PATH, who);
const play = async (who: Person, playing: NewNowPlaying, status = 204) =>
  t.equal((await music.send('PUT', PATH, who, playing)).status, status);
const hide = (trackId: string) =>
  music.send('PATCH', `/api/music/tracks/${trackId}`, artist, { visibility: 'private' });
async function connected(name: string): Promise<{ who: Person; told: () => string[] }> {
  const [who, token] = [music.person(), `token-of-${name}`];
  brainz.users.set(token, name);
  const response = await music.send('PUT', '/api/music/listenbrainz', who, { token });
  t.equal(response.status, 200);
  const told = () =>
    brainz.submissions
      .filter((one) => one.token === token && one.type === 'playing_now')
      .map(({ payload }) => payload[0]!.track_metadata.track_name);
  return { who, told };
}

t.test('shows the devices of an account what plays, and no other account', async (t) => {
  const ada = music.person();
  const track = await newTrack('Harbour', 60);
  t.same(await playingOf(ada), NOTHING);
  const before = Date.now();
  await play(ada, { trackId: track.id, positionMs: 10_000, device: 'laptop' });
  const found = await playingOf(ada);
  t.match(found, { track: { id: track.id, title: 'Harbour' }, device: 'laptop' });
  const startedMs = Date.parse(found.startedAt ?? '');
  t.ok(startedMs >= before - 10_000 && startedMs <= Date.now() - 10_000, found.startedAt ?? '');
  for (const who of [music.person(), artist]) t.same(await playingOf(who), NOTHING);
  const next = await newTrack('Next', 60);
  await play(ada, { trackId: next.id });
  t.match(await playingOf(ada), { track: { title: 'Next' }, device: null });
  for (let i = 0; i < 2; i++) t.equal((await music.send('DELETE', PATH, ada)).status, 204);
  t.same(await playingOf(ada), NOTHING);
});

t.test('shows nothing once the track has ended, is gone or is hidden', async (t) => {
  const ada = music.person();
  const [short, hidden] = [await newTrack('Short', 1), await newTrack('Hidden', 60)];
  await play(ada, { trackId: short.id });
  await waitFor('the end', async () => (await playingOf(ada)).track === null);
  await play(ada, { trackId: short.id, positionMs: 100_000 });
  t.same(await playingOf(ada), NOTHING);
  await play(ada, { trackId: hidden.id });
  await hide(hidden.id);
  t.same(await playingOf(ada), NOTHING);
  await play(ada, { trackId: hidden.id }, 404);
  await play(ada, { trackId: newId() }, 404);
  await play(ada, { trackId: short.id, positionMs: -1 }, 400);
  await play(ada, { trackId: short.id, device: 'x'.repeat(101) }, 400);
});

t.test('tells ListenBrainz of it, for accounts that are connected, and of public tracks only', async (t) => {
  const { who, told } = await connected('ada');
  const track = await newTrack('Heard', 60);
  const secret = await newTrack('Secret', 60);
  await hide(secret.id);
  const own = await connected('nadia');
  const artistToken = 'token-of-artist';
  brainz.users.set(artistToken, 'artist');
  await music.send('PUT', '/api/music/listenbrainz', artist, { token: artistToken });
  await play(artist, { trackId: secret.id });
  await play(music.person(), { trackId: track.id });
  await play(who, { trackId: track.id });
  await waitFor('the call', () => told().length === 1);
  const [sent] = brainz.submissions.filter(({ type }) => type === 'playing_now');
  t.same(Object.keys(sent?.payload[0] ?? {}), ['track_metadata']);
  t.match(sent?.payload[0], { track_metadata: { additional_info: { duration_ms: 60_000 } } });
  t.same(told(), ['Heard']);
  t.same(own.told(), []);
  t.notOk(brainz.submissions.some(({ token }) => token === artistToken));
});

t.test('does not tell of it again after a failure, and no account waits for another', async (t) => {
  const { who, told } = await connected('bob');
  const other = await connected('carl');
  const track = await newTrack('Lost', 60);
  brainz.faults.push({ status: 500 });
  await play(who, { trackId: track.id });
  await waitFor('the failure', () => brainz.faults.length === 0);
  await play(other.who, { trackId: track.id });
  await waitFor('the other call', () => other.told().length === 1);
  t.same(told(), []);
  t.match(await playingOf(who), { track: { title: 'Lost' } }, 'the own devices see it all the same');
});

t.test(
  'keeps it through a pause of the server, in which a newer one replaces it and none is left at the end',
  async (t) => {
    const { who, told } = await connected('dora');
    const calls = music.app.mongo.db.collection<{ _id: string; nextAt: Date }>('scrobblePace');
    const pause = (ms: number) =>
      calls.updateOne({ _id: 'calls' }, { $set: { nextAt: new Date(Date.now() + ms) } }, { upsert: true });
    const [older, newer] = [await newTrack('Older', 60), await newTrack('Newer', 60)];
    const waiting = () =>
      waitFor('a worker that waits for the end of the pause', async () => {
        const row = await scrobblers.findOne({ _id: who.id });
        return row?.dueAt !== undefined && row.lease === undefined && row.dueAt.getTime() > Date.now();
      });
    await pause(600_000);
    await play(who, { trackId: older.id });
    await waiting();
    await play(who, { trackId: newer.id });
    await pause(0);
    await scrobblers.updateOne({ _id: who.id }, { $set: { dueAt: new Date() } });
    await waitFor('the call', () => told().length === 1);
    t.same(told(), ['Newer']);

    await pause(600_000);
    await play(who, { trackId: older.id });
    await waiting();
    t.equal((await music.send('DELETE', '/api/music/now-playing', who)).status, 204);
    await pause(0);
    await scrobblers.updateOne({ _id: who.id }, { $set: { dueAt: new Date() } });
    await waitFor(
      'nothing to do',
      async () => (await scrobblers.findOne({ _id: who.id }))?.dueAt === undefined,
    );
    t.same(told(), ['Newer'], 'a track that was stopped is not announced');
  },
);
