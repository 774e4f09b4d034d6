import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { TrackFigures } from '../../src/generated/schemas.gen.ts';
import { dayOf } from '../../src/library/play-rules.ts';
import { playOf, recordPlans, startLibrary } from './library-fixture.ts';

const library = await startLibrary(t, { env: { MAX_HISTORY_ENTRIES: '5' } });
const { music, artist, newTrack, read, report, states, history, played } = library;
const { db } = music.app.mongo;
const DAY_MS = 24 * 60 * 60_000;
const figuresOf = (trackId: string, who = artist) =>
  read<TrackFigures>(`/api/music/tracks/${trackId}/figures`, who);

t.test('counts a play once, also when it is reported again, in parallel and in one request', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  const play = playOf(track);
  const answers = await Promise.all([1, 2, 3].map(() => report(ada, [play, play])));
  const outcomes = answers.flat().map(({ outcome }) => outcome);
  t.same(outcomes.toSorted(), ['counted', ...Array<string>(5).fill('repeated')]);
  t.match(await states(ada, track.id), [{ plays: 1, ownPlays: 1 }]);
  t.match(await history(ada), {
    items: [
      {
        id: play.id,
        startedAt: play.startedAt,
        title: track.title,
        artistName: 'Nadia',
        track: { id: track.id },
      },
    ],
    nextCursor: null,
  });
  t.equal((await history(ada)).items.length, 1);
  t.match(await report(music.person(), [play]), [{ outcome: 'counted' }], 'ids belong to their account');
});

t.test('counts every listener of one moment', async (t) => {
  const track = await newTrack();
  const listeners = Array.from({ length: 20 }, () => music.person());
  const [first] = await Promise.all(
    listeners.map((who) => report(who, [playOf(track), playOf(track, 300_000)])),
  );
  t.match(first, [{ outcome: 'counted' }, { outcome: 'counted' }]);
  t.match(await states(listeners[0]!, track.id), [{ plays: 40, ownPlays: 2 }]);
  t.match(await figuresOf(track.id), { plays: 40, listeners: 20 });
});

t.test('takes two devices in one room for one listener, and a second time for a second play', async (t) => {
  const [ada, track] = [music.person(), await newTrack('Long', 60)];
  const startedMs = Date.now() - 10 * 60_000;
  const at = (offsetMs: number) =>
    playOf(track, 0, { startedAt: new Date(startedMs + offsetMs).toISOString() });
  t.match(await report(ada, [at(0)]), [{ outcome: 'counted' }]);
  t.match(await report(ada, [at(-29_999), at(29_999), at(3)]), [
    { outcome: 'repeated' },
    { outcome: 'repeated' },
    { outcome: 'repeated' },
  ]);
  t.match(await report(ada, [at(30_000), at(90_000)]), [{ outcome: 'counted' }, { outcome: 'counted' }]);
  t.match(await states(ada, track.id), [{ ownPlays: 3 }]);
});

t.test('says in words why a play does not count, and counts the others', async (t) => {
  const [ada, track, gone] = [music.person(), await newTrack(), newId()];
  const reports = [
    playOf(track, 60_000, { playedMs: 999 }),
    playOf(track, 14 * DAY_MS + 1000),
    playOf(track, -10 * 60_000),
    playOf({ id: gone, durationMs: 1000 }),
    playOf(track, 60_000, { playedMs: 1000 }),
    playOf(track, 14 * DAY_MS - 60_000),
  ];
  const results = await report(ada, reports);
  t.match(results, [
    {
      outcome: 'refused',
      refusal: {
        code: 'PLAY_TOO_SHORT',
        detail: '999 ms were played; a play of this track counts from 1000 ms on.',
      },
    },
    { outcome: 'refused', refusal: { code: 'PLAY_TOO_OLD', detail: 'A play can be reported for 14 days.' } },
    { outcome: 'refused', refusal: { code: 'PLAY_IN_FUTURE', detail: /clock of the device/ } },
    { outcome: 'refused', refusal: { code: 'TRACK_NOT_FOUND' } },
    { outcome: 'counted', refusal: null },
    { outcome: 'counted', refusal: null },
  ]);
  t.same(
    results.map(({ id }) => id),
    reports.map(({ id }) => id),
  );
  const many = Array.from({ length: 51 }, () => playOf(track));
  for (const plays of [[], many, [{ ...playOf(track), id: 'short' }], [{ ...playOf(track), playedMs: -1 }]]) {
    t.equal((await music.send('POST', '/api/music/plays', ada, { plays })).status, 400);
  }
});

t.test('counts a track from half of it or from 4 minutes on', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  await db.collection('tracks').updateOne({ _id: track.id as never }, { $set: { durationMs: 600_000 } });
  const agoMs = 30 * 60_000;
  const short = playOf(track, agoMs, { playedMs: 239_999 });
  t.match(await report(ada, [short]), [{ refusal: { code: 'PLAY_TOO_SHORT' } }]);
  t.match(await report(ada, [{ ...short, playedMs: 240_000 }]), [{ outcome: 'counted' }]);
});

t.test('lists the history newest first, as many as are kept', async (t) => {
  const [ada, track] = [music.person(), await newTrack()];
  const plays = [1, 2, 3, 4, 5, 6, 7].map((minutes) => playOf(track, minutes * 60_000));
  await report(ada, plays.toReversed());
  const first = await history(ada, '?limit=3');
  const second = await history(ada, `?limit=3&cursor=${first.nextCursor}`);
  const listed = [...first.items, ...second.items].map(({ id }) => id);
  t.same(
    listed,
    plays.slice(0, 5).map(({ id }) => id),
  );
  t.equal(second.nextCursor, null);
  t.match(await states(ada, track.id), [{ ownPlays: 7 }], 'what is no longer kept still counts');
});

t.test('removes an entry, and all of them, from the history of this account alone', async (t) => {
  const [ada, bob] = [music.person(), music.person()];
  const [one, two] = [await newTrack('One'), await newTrack('Two')];
  const plays = [playOf(one, 60_000), playOf(two, 120_000), playOf(two, 180_000)];
  await report(ada, plays);
  await report(bob, plays);
  const remove = (path: string) => music.send('DELETE', `/api/music/history${path}`, ada);
  for (let i = 0; i < 2; i++) t.equal((await remove(`/${plays[1]!.id}`)).status, 204);
  t.same(
    (await history(ada)).items.map(({ id }) => id),
    [plays[0]!.id, plays[2]!.id],
  );
  t.match(await played(ada, '?sort=most'), {
    items: [{ plays: 1 }, { plays: 1 }],
  });
  t.match(
    await report(ada, [plays[1]!]),
    [{ outcome: 'repeated' }],
    'a repeated report does not bring it back',
  );
  t.equal((await remove('')).status, 204);
  for (const list of [await history(ada), await played(ada), await played(ada, '?sort=most')]) {
    t.same(list, { items: [], nextCursor: null });
  }
  t.same(
    (await report(ada, plays)).map(({ outcome }) => outcome),
    ['repeated', 'repeated', 'repeated'],
  );
  t.equal((await history(bob)).items.length, 3);
  t.match(await states(bob, two.id), [{ plays: 4, ownPlays: 2 }], 'the number of the track stays');
  await report(ada, [playOf(two, 10_000)]);
  t.match(await figuresOf(two.id), { plays: 5, listeners: 2 }, 'and the account is no new listener');
});

t.test('lists played tracks by the last play, and by the number of plays', async (t) => {
  const ada = music.person();
  const [often, lately, once] = [await newTrack('Often'), await newTrack('Lately'), await newTrack('Once')];
  await report(ada, [playOf(often, 200_000), playOf(often, 300_000), playOf(lately), playOf(once, 400_000)]);
  const titles = async (query: string) => {
    const first = await played(ada, `?limit=2&sort=${query}`);
    const second = await played(ada, `?limit=2&sort=${query}&cursor=${first.nextCursor}`);
    t.equal(second.nextCursor, null);
    return [...first.items, ...second.items].map(({ track, plays }) => `${track.title} ${plays}`);
  };
  t.same(await titles('recent'), ['Lately 1', 'Often 2', 'Once 1']);
  t.same((await titles('most'))[0], 'Often 2');
  t.same((await titles('most')).toSorted(), ['Lately 1', 'Often 2', 'Once 1']);
});

t.test('keeps the history of a deleted track, with its name', async (t) => {
  const [ada, track] = [music.person(), await newTrack('Gone')];
  await report(ada, [playOf(track)]);
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  t.match(await history(ada), { items: [{ title: 'Gone', artistName: 'Nadia', track: null }] });
  t.same((await played(ada)).items, []);
  t.match(await states(ada, track.id), [{ plays: 0, ownPlays: 0 }]);
  for (const name of ['playedTracks', 'trackFigures', 'trackDays', 'dayListeners']) {
    t.equal(await db.collection(name).countDocuments({ _id: { $regex: `^${track.id}` } as never }), 0, name);
  }
});

t.test('gives the artist plays and listeners, also by day, without the plays of the artist', async (t) => {
  const track = await newTrack();
  const [ada, bob] = [music.person(), music.person()];
  await report(ada, [playOf(track, DAY_MS), playOf(track, DAY_MS + 60_000), playOf(track, 2 * DAY_MS)]);
  await report(bob, [playOf(track, DAY_MS)]);
  await report(artist, [playOf(track)]);
  const { plays, listeners, days } = await figuresOf(track.id);
  t.same({ plays, listeners }, { plays: 4, listeners: 2 });
  t.equal(days.length, 30);
  t.equal(days.at(-1)?.day, dayOf(new Date()));
  t.equal(
    days.reduce((sum, day) => sum + day.plays, 0),
    4,
  );
  const day = dayOf(new Date(Date.now() - 2 * DAY_MS));
  t.match(
    days.find((one) => one.day === day),
    { plays: 1, listeners: 1 },
  );
  t.match(await states(artist, track.id), [{ plays: 4, ownPlays: 1 }]);
  const path = `/api/music/tracks/${track.id}/figures`;
  t.equal((await music.get(path, music.person('admin'))).status, 200);
  t.equal((await music.get(path, music.person('artist'))).status, 403);
  t.equal((await music.get(path, ada)).status, 403);
  t.equal((await music.get(`/api/music/tracks/${newId()}/figures`, artist)).status, 404);
});

t.test('reads nothing without an index', async (t) => {
  const [ada, track, other] = [music.person(), await newTrack(), await newTrack('Other')];
  const plansOf = await recordPlans(db);
  const plays = [1, 2, 3, 4, 5, 6].map((minutes) => playOf(track, minutes * 60_000));
  await report(ada, [...plays, playOf(other)]);
  for (const lists of [history, played, (who: typeof ada, query = '') => played(who, `${query}&sort=most`)]) {
    const { nextCursor } = await lists(ada, '?limit=1');
    t.ok(nextCursor);
    await lists(ada, `?limit=1&cursor=${nextCursor}`);
  }
  await figuresOf(track.id);
  await music.send('DELETE', `/api/music/history/${plays[0]!.id}`, ada);
  await music.send('DELETE', '/api/music/history', ada);
  await music.send('DELETE', `/api/music/tracks/${track.id}`, artist);
  const plans = await plansOf(['plays', 'playedTracks', 'trackFigures', 'trackDays', 'dayListeners']);
  t.ok(plans.length >= 15, `${plans.length} plans`);
  for (const { planSummary, hasSortStage, ns, command } of plans) {
    t.match(planSummary, /^(IXSCAN|IDHACK|EOF)/, `${String(ns)} ${JSON.stringify(command)}`);
    t.notOk(hasSortStage);
  }
});
