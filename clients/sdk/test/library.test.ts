import t from 'tap';
import { libraryOf, PlayMeter, webPlayStore, type NewPlay } from '../src/library.ts';
import { MockDownbeat } from '../src/mock.ts';

async function signedIn(): Promise<MockDownbeat> {
  const mock = new MockDownbeat();
  await mock.auth.login({ email: 'ada@example.org', password: 'a long walk at dusk' });
  return mock;
}

const play = (trackId = 't1'): NewPlay => ({ trackId, startedAt: new Date(0), playedMs: 1000.4 });

/** A storage as in a page. */
function storage(): Storage {
  const kept = new Map<string, string>();
  const part: Partial<Storage> = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
  return part as Storage;
}

await t.test('likes, and tells it of the tracks of a page', async (t) => {
  const library = libraryOf(await signedIn());
  await library.likeTrack({ trackId: 't1' });
  const { items } = await library.listTrackStates({ ids: 't1,t2' });
  t.match(items, [
    { trackId: 't1', isLiked: true },
    { trackId: 't2', isLiked: false },
  ]);
  t.match(await library.listLikedTracks(), { items: [{ track: { id: 't1' } }], nextCursor: null });
  await library.unlikeTrack({ trackId: 't1' });
  t.same((await library.listLikedTracks()).items, []);
});

await t.test('rates from 1 to 5, and lists what is rated, the best first', async (t) => {
  const library = libraryOf(await signedIn());
  for (const [trackId, rating] of [
    ['t1', 4],
    ['t2', 5],
    ['t3', 4],
  ] as const) {
    await library.setRating({ trackId, rating });
  }
  t.match(await library.listTrackStates({ ids: 't1' }), {
    items: [{ userRating: 4, averageRating: 4, ratings: 1 }],
  });
  const idsOf = async (query?: Parameters<typeof library.listRatedTracks>[0]) =>
    (await library.listRatedTracks(query)).items.map(({ track }) => track.id);
  t.same(await idsOf(), ['t2', 't3', 't1']);
  t.same(await idsOf({ maxRating: 4 }), ['t3', 't1']);
  await library.removeRating({ trackId: 't2' });
  t.same(await idsOf({ minRating: 5 }), []);
});

await t.test('connects to ListenBrainz, and disconnects', async (t) => {
  const mock = await signedIn();
  const library = libraryOf(mock);
  t.match(await library.getScrobbling(), { state: 'off' });
  t.match(await library.connectListenBrainz({ token: 'token' }), { state: 'on', userName: 'ada' });
  await library.disconnectListenBrainz();
  t.match(await library.getScrobbling(), { state: 'off' });
  mock.server.fail('connectListenBrainz', 'LISTENBRAINZ_TOKEN_INVALID');
  const refused = await library.connectListenBrainz({ token: 'wrong' }).result();
  t.match(refused, { ok: false, code: 'LISTENBRAINZ_TOKEN_INVALID', error: { status: 422 } });
});

await t.test('says what plays, and keeps the play queue', async (t) => {
  const mock = await signedIn();
  const library = libraryOf(mock);
  const trackId = '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e';
  t.match(await library.getNowPlaying(), { track: null });
  await library.setNowPlaying({ trackId, device: 'Kitchen' });
  t.match(await library.getNowPlaying(), { track: { id: trackId }, device: 'Kitchen' });
  await library.clearNowPlaying();
  t.match(await library.getNowPlaying(), { track: null });
  t.match(await library.getPlayQueue(), { revision: 0, current: null });
  const queue = { trackIds: [trackId], current: 0, positionMs: 61_500 };
  t.match(await library.savePlayQueue(queue), { revision: 1 });
  t.match(await library.getPlayQueue(), { entries: [{ trackId }], current: 0, positionMs: 61_500 });
  t.match(await library.savePlayQueue({ ...queue, current: 1 }).result(), { code: 'PLAY_QUEUE_INVALID' });
  const refused = await library.savePlayQueue({ ...queue, revision: 0 }).result();
  t.match(refused, { ok: false, code: 'PLAY_QUEUE_CHANGED', error: { status: 409 } });
});

await t.test('follows artists, and has what they publish', async (t) => {
  const library = libraryOf(await signedIn());
  const artistId = 'q7Zs3VbXw0hT5nLk2RmYdA';
  t.same(await library.getArtistFollow({ artistId }), { artistId, isFollowed: false, followers: 0 });
  t.same((await library.listNewReleases()).items, []);
  await library.followArtist({ artistId });
  t.same(await library.getArtistFollow({ artistId }), { artistId, isFollowed: true, followers: 1 });
  t.match(await library.listFollowedArtists(), { items: [{ artistId, artist: { id: artistId } }] });
  t.equal((await library.listNewReleases()).items.length, 1);
  await library.unfollowArtist({ artistId });
  t.same((await library.listFollowedArtists()).items, []);
});

await t.test('is the same for a client each time, and fails as its other calls do', async (t) => {
  const mock = await signedIn();
  t.equal(libraryOf(mock), libraryOf(mock));
  mock.server.fail('likeTrack', 'LIKE_LIMIT_REACHED');
  const refused = await libraryOf(mock).likeTrack({ trackId: 't1' }).result();
  t.match(refused, { ok: false, code: 'LIKE_LIMIT_REACHED', error: { status: 409 } });
});

await t.test('reports plays, keeps those that fail, and sends them again with their ids', async (t) => {
  const mock = await signedIn();
  const library = libraryOf(mock);
  const { plays } = library;
  const results: string[] = [];
  plays.onResults((all) => results.push(...all.map(({ outcome }) => outcome)));
  mock.server.fail('reportPlays', 'NETWORK_ERROR', { times: 1 });
  plays.add(play());
  await plays.flush();
  t.match(plays.waiting, [{ trackId: 't1', startedAt: '1970-01-01T00:00:00.000Z', playedMs: 1000 }]);
  plays.add(play('t2'));
  await plays.flush();
  t.same(plays.waiting, []);
  t.same(results, ['counted', 'counted']);
  const [first, second] = mock.server
    .callsOf('reportPlays')
    .map(({ input }) => input['plays'] as { id: string }[]);
  t.equal(first?.[0]?.id, second?.[0]?.id);
  t.equal((await library.listHistory()).items.length, 2);
});

await t.test(
  'sends at most 50 at once, keeps at most 500, and gives up what can never be sent',
  async (t) => {
    const mock = await signedIn();
    const { plays } = libraryOf(mock);
    mock.server.fail('reportPlays', 'NETWORK_ERROR');
    for (let i = 0; i < 510; i++) plays.add(play(`t${i}`));
    await plays.flush();
    t.equal(plays.waiting.length, 500);
    t.equal(plays.waiting[0]?.trackId, 't10');
    mock.server.reset();
    await plays.flush();
    t.same(plays.waiting, []);
    t.same(
      mock.server.callsOf('reportPlays').map(({ input }) => (input['plays'] as unknown[]).length),
      Array<number>(10).fill(50),
    );
    mock.server.fail('reportPlays', 'VALIDATION_FAILED');
    plays.add(play());
    await plays.flush();
    t.same(plays.waiting, []);
  },
);

await t.test('keeps waiting plays in a storage, for the user who played them', async (t) => {
  const web = storage();
  const [mock, later] = [await signedIn(), await signedIn()];
  libraryOf(mock).plays.useStore(webPlayStore(() => web));
  mock.server.fail('reportPlays', 'NETWORK_ERROR');
  libraryOf(mock).plays.add(play());
  await libraryOf(mock).plays.flush();
  const { user } = later.session.current!;
  const stored = JSON.parse(web.getItem('downbeat.plays')!) as object[];
  t.match(stored, [{ userId: user.id, trackId: 't1' }]);
  web.setItem(
    'downbeat.plays',
    JSON.stringify([...stored, { ...stored[0], id: 'x', userId: 'other' }, 'no play']),
  );
  const { plays } = libraryOf(later);
  plays.useStore(webPlayStore(() => web));
  await plays.flush();
  t.match(plays.waiting, [{ id: 'x', userId: 'other' }]);
  t.equal(later.server.callsOf('reportPlays').length, 1);
  await later.auth.logout();
  plays.add(play());
  t.equal(plays.waiting.length, 1, 'nothing is kept of a visitor who is signed out');
});

await t.test('waits in memory where there is no storage', async (t) => {
  const mock = await signedIn();
  const { plays } = libraryOf(mock);
  plays.useStore(
    webPlayStore(() => {
      throw new Error('forbidden');
    }),
  );
  mock.server.fail('reportPlays', 'NETWORK_ERROR', { times: 1 });
  plays.add(play());
  await plays.flush();
  t.equal(plays.waiting.length, 1);
  await plays.flush();
  t.same(plays.waiting, []);
});

/** A meter with a clock that the test moves. */
function meter() {
  const reported: NewPlay[] = [];
  let nowMs = 1_000_000;
  const own = new PlayMeter(
    (one) => reported.push(one),
    () => nowMs,
  );
  const track = { key: 'a', trackId: 't1', durationMs: 60_000, positionMs: 0, isPlaying: true };
  return {
    reported,
    update: (change: Partial<typeof track> | null, elapsedMs = 0) => {
      nowMs += elapsedMs;
      own.update(change === null ? null : Object.assign(track, change));
    },
  };
}

await t.test('measures what is heard: half of a track, without pauses and what is skipped', (t) => {
  const { reported, update } = meter();
  update({});
  update({ positionMs: 20_000, isPlaying: false }, 20_000);
  update({ isPlaying: true }, 60_000);
  update({ positionMs: 50_000 }, 100);
  update({ positionMs: 59_000 }, 9000);
  t.same(reported, [], '29.1 s');
  update({ positionMs: 60_000 }, 1000);
  t.same(reported, [{ trackId: 't1', startedAt: new Date(1_000_000), playedMs: 30_100 }]);
  update({ isPlaying: false }, 10_000);
  t.equal(reported.length, 1);
  t.end();
});

await t.test('needs 4 minutes of a long track, and counts neither sleep nor what never began', (t) => {
  const { reported, update } = meter();
  update({ isPlaying: false, durationMs: 3_600_000 });
  update({ isPlaying: true }, 600_000);
  update({ positionMs: 60_000 }, 3_600_000);
  for (let minute = 2; minute < 5; minute++) update({ positionMs: minute * 60_000 }, 60_000);
  t.same(reported, []);
  update({ positionMs: 300_000 }, 60_000);
  t.match(reported, [{ playedMs: 240_000 }]);
  t.end();
});

await t.test('takes a track that begins again, or comes again, for another play', (t) => {
  const { reported, update } = meter();
  update({});
  update({ positionMs: 30_000 }, 30_000);
  update({ positionMs: 0 }, 1000);
  update({ positionMs: 30_000 }, 30_000);
  update({ key: 'b', positionMs: 0 }, 1000);
  update({ key: 'c', trackId: 't2', positionMs: 0 }, 60_000);
  update(null, 30_000);
  t.same(
    reported.map(({ trackId }) => trackId),
    ['t1', 't1', 't1', 't2'],
  );
  t.end();
});
