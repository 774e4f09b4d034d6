import { newId } from '@downbeat/shared/ids';
import t from 'tap';
import type { NewPlayQueue, PlayQueue, SavedPlayQueue } from '../../src/generated/schemas.gen.ts';
import type { Person } from '../kit/music.ts';
import { sameProblem } from '../kit/problems.ts';
import { startLibrary } from '../library/library-fixture.ts';

const { music, artist, newTrack, read } = await startLibrary(t, { env: { CHANGES_PER_MINUTE: '1000' } });
const PATH = '/api/music/play-queue';

const queueOf = (who: Person) => read<PlayQueue>(PATH, who);
const save = (who: Person, queue: NewPlayQueue) => music.send('PUT', PATH, who, queue);
const saved = async (who: Person, queue: NewPlayQueue): Promise<SavedPlayQueue> => {
  const response = await save(who, queue);
  t.equal(response.status, 200);
  return (await response.json()) as SavedPlayQueue;
};
const onlyOf = (trackId: string): NewPlayQueue => ({ trackIds: [trackId], current: 0, positionMs: 0 });

t.test('another device goes on from what one has saved, and no other account sees it', async (t) => {
  const ada = music.person();
  const [one, two] = [await newTrack('One'), await newTrack('Two')];
  t.match(await queueOf(ada), { revision: 0, entries: [], current: null, positionMs: 0, changedAt: null });
  const trackIds = [one.id, two.id, one.id];
  const { revision, changedAt } = await saved(ada, {
    ...{ trackIds, current: 2, positionMs: 1_200 },
    changedBy: '$laptop',
  });
  t.equal(revision, 1);
  const found = await queueOf(ada);
  t.match(found, { revision: 1, current: 2, positionMs: 1_200, changedBy: '$laptop', changedAt });
  t.same(
    found.entries.map(({ trackId, track }) => [trackId, track?.title]),
    [
      [one.id, 'One'],
      [two.id, 'Two'],
      [one.id, 'One'],
    ],
  );
  t.match(await queueOf(music.person()), { revision: 0, entries: [] });
  await saved(ada, { trackIds: [], current: null, positionMs: 0 });
  t.match(await queueOf(ada), { revision: 2, entries: [], current: null, changedBy: null });
});

t.test('the last save wins, unless it names an older revision', async (t) => {
  const ada = music.person();
  const [one, two] = [await newTrack('One'), await newTrack('Two')];
  await saved(ada, onlyOf(one.id));
  t.equal((await saved(ada, onlyOf(two.id))).revision, 2);
  await sameProblem(t, await save(ada, { ...onlyOf(one.id), revision: 1 }), {
    status: 409,
    code: 'PLAY_QUEUE_CHANGED',
    title: 'The play queue has changed in the meantime',
    instance: PATH,
  });
  t.equal((await save(ada, { ...onlyOf(one.id), revision: 0 })).status, 409, 'there is one already');
  t.match((await queueOf(ada)).entries, [{ trackId: two.id }]);
  t.equal((await saved(ada, { ...onlyOf(one.id), revision: 2 })).revision, 3);
});

t.test('of devices that save at once on one revision, one does', async (t) => {
  const ada = music.person();
  const { id } = await newTrack();
  for (const revision of [0, 1]) {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => save(ada, { ...onlyOf(id), revision })),
    );
    t.same(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
  }
  const unconditional = await Promise.all(Array.from({ length: 6 }, () => saved(ada, onlyOf(id))));
  t.same(unconditional.map(({ revision }) => revision).sort(), [3, 4, 5, 6, 7, 8]);
});

t.test('keeps the places of tracks that were deleted or hidden', async (t) => {
  const ada = music.person();
  const [gone, hidden, left] = [await newTrack('Gone'), await newTrack('Hidden'), await newTrack('Left')];
  await saved(ada, { trackIds: [gone.id, hidden.id, left.id], current: 2, positionMs: 5 });
  await music.send('DELETE', `/api/music/tracks/${gone.id}`, artist);
  await music.send('PATCH', `/api/music/tracks/${hidden.id}`, artist, { visibility: 'private' });
  const { entries, current } = await queueOf(ada);
  t.same(
    entries.map(({ track }) => track?.title ?? null),
    [null, null, 'Left'],
  );
  t.equal(current, 2);
});

t.test('refuses a current track that is not in the queue, and more than it may hold', async (t) => {
  const ada = music.person();
  const id = newId();
  for (const [count, current] of [
    [1, 1],
    [0, 0],
    [1, null],
  ] as const) {
    const response = await save(ada, {
      trackIds: Array.from({ length: count }, () => id),
      current,
      positionMs: 0,
    });
    t.equal(response.status, 422);
    t.match(await response.json(), { code: 'PLAY_QUEUE_INVALID' });
  }
  const whole = { trackIds: Array.from({ length: 500 }, newId), current: 0, positionMs: 0 };
  t.equal((await save(ada, whole)).status, 200);
  const wrong = [
    { ...whole, trackIds: [...whole.trackIds, id] },
    { ...whole, positionMs: -1 },
    { ...whole, current: -1 },
    { ...whole, changedBy: 'x'.repeat(101) },
    { ...whole, trackIds: ['$where'] },
  ];
  for (const queue of wrong) t.equal((await save(ada, queue)).status, 400);
  t.match(await queueOf(ada), { revision: 1 });
});
