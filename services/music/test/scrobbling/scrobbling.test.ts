import { newId } from '@downbeat/shared/ids';
import { captureLog, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { ScrobblingState, Track } from '../../src/generated/schemas.gen.ts';
import { ListenBrainzApi } from '../../src/scrobbling/listen-brainz-api.ts';
import type { ScrobblerDocument } from '../../src/scrobbling/scrobble-records.ts';
import { ScrobblerRepository } from '../../src/scrobbling/scrobbler-repository.ts';
import { ListenSubmitter } from '../../src/scrobbling/submit-listens.ts';
import { TokenCipher } from '../../src/scrobbling/token-cipher.ts';
import { WaitingListens } from '../../src/scrobbling/waiting-listens.ts';
import { sameProblem } from '../kit/problems.ts';
import { type Person, startMusic } from '../kit/music.ts';
import { playOf, startLibrary } from '../library/library-fixture.ts';
import { startListenBrainz } from './listen-brainz-server.ts';

const brainz = await startListenBrainz(t);
const env = {
  LISTENBRAINZ_URL: brainz.url,
  LISTENBRAINZ_INTERVAL_MS: '0',
  LISTENBRAINZ_CONTACT: 'me@example.org',
};
const { music, artist, newTrack, read, report } = await startLibrary(t, { env });
const other = await startMusic(t, {
  backends: music.backends,
  env: { ...env, STORAGE_DIR: music.storageDir },
});
const { db } = music.app.mongo;
const scrobblers = db.collection<ScrobblerDocument>('scrobblers');
const PATH = '/api/music/listenbrainz';

const stateOf = (who: Person) => read<ScrobblingState>(PATH, who);
const connect = (who: Person, token: string) => music.send('PUT', PATH, who, { token });
/** An account that is connected, by a token of its own. */
async function connected(name: string): Promise<{ who: Person; token: string }> {
  const [who, token] = [music.person(), `token-of-${name}`];
  brainz.users.set(token, name);
  t.equal((await connect(who, token)).status, 200);
  return { who, token };
}
const listensOf = (name: string) =>
  [...brainz.listens].filter(([key]) => key.startsWith(`${name},`)).map(([, listen]) => listen);
const sentWith = (token: string) => brainz.submissions.filter((one) => one.token === token);
/** Has what is added from now on wait: once nothing is due, so that no worker holds the account. */
async function holdBack(who: Person): Promise<void> {
  const dueAt = new Date('2999-01-01');
  await waitFor('an idle account', async () => {
    const idle = { _id: who.id, dueAt: { $exists: false } };
    return (await scrobblers.updateOne(idle, { $set: { dueAt } })).matchedCount === 1;
  });
}
const settled = (who: Person) => waitFor('the submission', async () => (await stateOf(who)).waiting === 0);

t.test('connects by a token that is checked, encrypted and never shown, and disconnects', async (t) => {
  const ada = music.person();
  t.match(await stateOf(ada), { state: 'off', userName: null, waiting: 0 });
  const answer = await connect(ada, 'token-of-ada');
  const text = await answer.text();
  t.match(JSON.parse(text), { state: 'on', userName: 'ada' });
  const [row, state] = [await scrobblers.findOne({ _id: ada.id }), await stateOf(ada)];
  t.match(state, { state: 'on', userName: 'ada', submittedAt: null });
  t.notMatch(JSON.stringify([row, state, text]), 'token-of-ada');
  t.notMatch(JSON.stringify(music.log.lines), 'token-of-ada');
  t.match(await stateOf(music.person()), { state: 'off' });
  for (let i = 0; i < 2; i++) t.equal((await music.send('DELETE', PATH, ada)).status, 204);
  t.equal(await scrobblers.countDocuments({ _id: ada.id }), 0);
  t.match(await stateOf(ada), { state: 'off' });
});

t.test('says that a token is wrong, and that the server is away', async (t) => {
  const ada = music.person();
  await sameProblem(t, await connect(ada, 'unknown'), {
    status: 422,
    code: 'LISTENBRAINZ_TOKEN_INVALID',
    title: 'ListenBrainz does not know this token',
    instance: PATH,
  });
  for (const fault of ['hang up', { status: 502 }] as const) {
    brainz.faults.push(fault);
    t.equal((await connect(ada, 'token-of-ada')).status, 503);
  }
  const calls = db.collection<{ _id: string; nextAt: Date }>('scrobblePace');
  brainz.faults.push({ status: 429, headers: { 'x-ratelimit-reset-in': '600' } });
  t.equal((await connect(ada, 'token-of-ada')).status, 503);
  t.ok((await calls.findOne({ _id: 'calls' }))!.nextAt.getTime() > Date.now() + 500_000, 'none before that');
  t.equal((await connect(ada, 'token-of-ada')).status, 503, 'without a call');
  await calls.deleteMany({});
  for (const wrong of ['', 'with space', 'line\nbreak', 'x'.repeat(201)])
    t.equal((await connect(ada, wrong)).status, 400);
  t.match(await stateOf(ada), { state: 'off' });
});

t.test('submits plays that count, once, with what is known of the track', async (t) => {
  const { who, token } = await connected('bob');
  const track = await newTrack('Harbour');
  const play = playOf(track);
  await report(who, [play, { ...playOf(track), id: newId(), playedMs: 1 }]);
  await report(who, [play]);
  await settled(who);
  const [sent, ...more] = sentWith(token);
  t.same(more, []);
  t.match(sent, { type: 'single', agent: 'Downbeat/1.0 ( me@example.org )' });
  t.same(sent?.payload, [
    {
      listened_at: Math.floor(Date.parse(play.startedAt) / 1000),
      track_metadata: {
        artist_name: 'Nadia',
        track_name: 'Harbour',
        additional_info: { media_player: 'Downbeat', submission_client: 'Downbeat', duration_ms: 2000 },
      },
    },
  ]);
  t.type((await stateOf(who)).submittedAt, 'string');
  const row = await scrobblers.findOne({ _id: who.id });
  t.ok(Number(row?.expiresAt) > Date.now() + 399 * 86_400_000, 'a token that is used is kept');
});

t.test('tells nothing of tracks that are not public, and of accounts that are not connected', async (t) => {
  const { who: artistToo, token } = { who: artist, token: 'token-of-nadia' };
  brainz.users.set(token, 'nadia');
  await connect(artistToo, token);
  const track = await newTrack('Secret');
  await music.send('PATCH', `/api/music/tracks/${track.id}`, artist, { visibility: 'private' });
  await report(artistToo, [playOf(track)]);
  t.match(await stateOf(artistToo), { waiting: 0 });
  const ada = music.person();
  await report(ada, [playOf(await newTrack())]);
  t.equal(await db.collection('waitingListens').countDocuments({ userId: ada.id }), 0);
});

t.test('waits as long as the server asks for, and sends all of it later in one request', async (t) => {
  const { who, token } = await connected('carl');
  const tracks = await Promise.all([1, 2, 3].map((index) => newTrack(`Carl ${index}`)));
  brainz.faults.push({ status: 429, headers: { 'x-ratelimit-reset-in': '2', 'x-ratelimit-remaining': '0' } });
  const startedMs = performance.now();
  for (const track of tracks) await report(who, [playOf(track)]);
  await settled(who);
  const [first, ...rest] = sentWith(token);
  t.ok((first?.atMs ?? 0) - startedMs >= 1_900, `${first?.atMs} after ${startedMs}`);
  t.same([first, ...rest].flatMap((one) => one?.payload ?? []).length, 3);
  t.equal(first?.type, 'import');
  t.equal(listensOf('carl').length, 3);
});

t.test('stops when the token is refused, tells it, and goes on with another', async (t) => {
  const { who, token } = await connected('dora');
  brainz.users.delete(token);
  const track = await newTrack();
  await report(who, [playOf(track)]);
  await waitFor('the refusal', async () => (await stateOf(who)).state === 'refused');
  await report(who, [playOf(track, 600_000)]);
  t.match(await stateOf(who), { state: 'refused', userName: 'dora', waiting: 2 });
  t.equal(sentWith(token).length, 1, 'nothing is sent with a refused token');
  brainz.users.set('token-2-of-dora', 'dora');
  t.equal((await connect(who, 'token-2-of-dora')).status, 200);
  await settled(who);
  t.equal(listensOf('dora').length, 2);
});

t.test('drops the one listen that is not valid, and submits the others', async (t) => {
  const { who } = await connected('emil');
  const tracks = await Promise.all(['Good', 'Invalid', 'Better'].map((title) => newTrack(title)));
  await report(
    who,
    tracks.map((track) => playOf(track)),
  );
  await settled(who);
  t.same(
    listensOf('emil')
      .map(({ track_metadata: { track_name } }) => track_name)
      .sort(),
    ['Better', 'Good'],
  );
});

t.test('submits nothing that has left the history, or waits when the account disconnects', async (t) => {
  const { who, token } = await connected('fred');
  await holdBack(who);
  const [one, two] = [playOf(await newTrack()), playOf(await newTrack())];
  await report(who, [one, two]);
  t.match(await stateOf(who), { waiting: 2 });
  await music.send('DELETE', `/api/music/history/${one.id}`, who);
  t.match(await stateOf(who), { waiting: 1 });
  await music.send('DELETE', PATH, who);
  t.match(await stateOf(who), { state: 'off', waiting: 0 });
  t.same(sentWith(token), []);
});

t.test('lets at most a thousand wait', async (t) => {
  const { who } = await connected('greta');
  await holdBack(who);
  const rows = Array.from({ length: 999 }, (_, i) => ({
    _id: `x${i}` as never,
    userId: who.id,
    startedAt: new Date(),
  }));
  await db.collection('waitingListens').insertMany(rows);
  for (const track of await Promise.all([newTrack(), newTrack()])) await report(who, [playOf(track)]);
  t.match(await stateOf(who), { waiting: 1000 });
  await music.send('DELETE', PATH, who);
});

t.test(
  'goes on after workers were killed before and after the server had it, with no listen twice',
  async (t) => {
    const own = music.app.mongo.client.db(`${db.databaseName}-own`);
    t.teardown(() => own.dropDatabase());
    const [repository, waitingListens] = [new ScrobblerRepository(own, 300), new WaitingListens(own)];
    const tokenCipher = new TokenCipher({ JWT_SECRET: 'x'.repeat(40) });
    const listenBrainz = new ListenBrainzApi({ url: brainz.url, contact: undefined });
    const deps = { scrobblers: repository, waitingListens, listenBrainz, tokenCipher, scrobbleIntervalMs: 0 };
    const { logger } = captureLog();
    const userId = newId();
    brainz.users.set('token-of-hans', 'hans');
    await repository.connect(userId, { userName: 'hans', token: tokenCipher.seal(userId, 'token-of-hans') });
    const rows = Array.from({ length: 250 }, (_, i) => {
      const track_metadata = { artist_name: 'A', track_name: `T${i}`, additional_info: {} };
      const startedAt = new Date(1.7e12 + i * 1000);
      const listen = { listened_at: 1.7e9 + i, track_metadata };
      return { _id: `${userId}:${i}` as never, userId, startedAt, listen };
    });
    await own.collection('waitingListens').insertMany(rows);
    const { signal } = new AbortController();
    const claim = () => waitFor('a due account', async () => (await repository.claimNext()) ?? false);
    /** Its worker is killed when it has sent, before it has noted it. */
    class Dying extends WaitingListens {
      override remove = () => Promise.reject(new Error('killed'));
    }
    const dying = new Dying(own);
    const killed = await claim();
    await t.rejects(
      new ListenSubmitter({ ...deps, waitingListens: dying, logger }).submit(killed, signal),
      /killed/,
    );
    t.equal(await waitingListens.count(userId), 250);
    t.equal(await repository.claimNext(), null, 'its lease goes on for a while');
    const taken = await claim();
    const before = sentWith('token-of-hans').length;
    await new ListenSubmitter({ ...deps, logger }).submit(killed, signal);
    t.equal(sentWith('token-of-hans').length, before, 'the one that has lost its lease sends nothing');
    await new ListenSubmitter({ ...deps, logger }).submit(taken, signal);
    t.equal(listensOf('hans').length, 250);
    t.equal(sentWith('token-of-hans').length, 4, '100 twice, as they were, then 100 and 50');
    t.equal(await waitingListens.count(userId), 0);
    t.equal(await repository.claimNext(), null);
  },
);

t.test('makes one call after the other, of all instances together', async (t) => {
  const own = music.app.mongo.client.db(`${db.databaseName}-pace`);
  t.teardown(() => own.dropDatabase());
  const repositories = [new ScrobblerRepository(own, 1000), new ScrobblerRepository(own, 1000)];
  const turns = await Promise.all(
    Array.from({ length: 6 }, (_, i) => repositories[i % 2]!.takeTurn(1000, 3500)),
  );
  const reserved = turns.filter((waitMs) => waitMs <= 3500).sort((a, b) => a - b);
  t.equal(reserved.length, 4);
  for (const [index, waitMs] of reserved.entries())
    t.ok(Math.abs(waitMs - index * 1000) < 900, `${waitMs} ms`);
  await repositories[0]!.pause(60_000);
  t.ok((await repositories[1]!.takeTurn(1000, 3500)) > 50_000);
});

t.test('keeps a token for its own account, and asks for another when its secret has changed', (t) => {
  const [one, two] = [
    new TokenCipher({ JWT_SECRET: 'a'.repeat(40) }),
    new TokenCipher({ JWT_SECRET: 'b'.repeat(40) }),
  ];
  const sealed = one.seal('ada', 'token');
  t.equal(one.open('ada', sealed), 'token');
  t.equal(one.open('bob', sealed), null);
  t.equal(two.open('ada', sealed), null);
  t.equal(one.open('ada', 'x'), null);
  t.not(one.seal('ada', 'token'), sealed);
  t.end();
});

t.test('is done by one of two instances', async (t) => {
  const { who, token } = await connected('ida');
  const tracks: Track[] = await Promise.all(Array.from({ length: 6 }, (_, i) => newTrack(`Ida ${i}`)));
  await Promise.all(
    tracks.map((track, i) =>
      (i % 2 ? music : other).send('POST', '/api/music/plays', who, { plays: [playOf(track)] }),
    ),
  );
  await settled(who);
  t.equal(listensOf('ida').length, 6);
  t.equal(sentWith(token).flatMap(({ payload }) => payload).length, 6);
});
