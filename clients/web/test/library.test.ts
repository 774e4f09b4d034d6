// What the list and the stars show when answers come late, in another order than the requests, or not at all.
import { mock } from 'node:test';
import { DownbeatError } from '@downbeat/sdk';
import t from 'tap';

const emptyStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
Object.assign(globalThis, {
  localStorage: emptyStorage,
  location: { protocol: 'http:', hostname: 'localhost', hash: '' },
  addEventListener: () => undefined,
});

const { downbeat } = await import('../src/state/account.ts');
const { failure, more, nextCursor, query, search, tracks } = await import('../src/state/library.ts');
const { onReturn, retryFailed } = await import('../src/state/connectivity.ts');
const { stateOf } = await import('../src/state/likes.ts');
const { loadLibrary } = await import('../src/state/music-library.ts');
const { rate } = await import('../src/state/ratings.ts');
type Page = Awaited<ReturnType<typeof downbeat.music.listTracks>>;

const page = (ids: readonly string[], cursor: string | null): Page => ({
  items: ids.map((id) => ({
    id,
    title: id,
    artist: { id: 'ada', name: 'Ada' },
    taggedArtist: null,
    album: null,
    genre: null,
    year: null,
    trackNumber: null,
    durationMs: 1000,
    gainDb: null,
    contentType: 'audio/mpeg',
    visibility: 'public' as const,
    bytes: 1,
    streamUrl: '/stream',
    coverUrl: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  })),
  nextCursor: cursor,
});

/** The answers, by the words and the cursor of their request. */
const answers = new Map<string, PromiseWithResolvers<Page>>();

function answerTo(words: string, cursor = ''): PromiseWithResolvers<Page> {
  const key = `${words} ${cursor}`;
  const known = answers.get(key) ?? Promise.withResolvers<Page>();
  answers.set(key, known);
  return known;
}

mock.method(
  downbeat.music,
  'listTracks',
  ({ q = '', cursor = '' }: { q?: string; cursor?: string }) => answerTo(q, cursor).promise,
);
const shown = () => tracks.value.map(({ id }) => id);

t.beforeEach(() => answers.clear());

t.test('adds the next page behind the ones before', async (t) => {
  answerTo('tea').resolve(page(['a', 'b'], '1'));
  answerTo('tea', '1').resolve(page(['c'], null));
  await search('tea');
  await more();
  t.same(shown(), ['a', 'b', 'c']);
  t.equal(nextCursor.value, null);
  await more();
  t.same(shown(), ['a', 'b', 'c'], 'there is no further page');
});

t.test('ignores the next page of an older search', async (t) => {
  answerTo('tea').resolve(page(['a'], '1'));
  await search('tea');
  const late = more();
  answerTo('rum').resolve(page(['x'], '2'));
  await search('rum');
  answerTo('tea', '1').resolve(page(['b'], null));
  await late;
  t.same(shown(), ['x']);
  t.equal(nextCursor.value, '2');
  t.equal(query.value, 'rum');
});

t.test('ignores the next page of an older search for the same words', async (t) => {
  answerTo('tea').resolve(page(['a'], '1'));
  await search('tea');
  const late = more();
  answers.delete('tea ');
  answerTo('tea').resolve(page(['new', 'a'], '0'));
  await search('tea');
  answerTo('tea', '1').resolve(page(['b'], null));
  await late;
  t.same(shown(), ['new', 'a']);
});

t.test('adds the next page of what is shown while a search is unanswered', async (t) => {
  answerTo('tea').resolve(page(['a'], '1'));
  await search('tea');
  const searching = search('rum');
  answerTo('tea', '1').resolve(page(['b'], null));
  await more();
  t.same(shown(), ['a', 'b']);
  answerTo('rum').resolve(page(['x'], null));
  await searching;
  t.same(shown(), ['x']);
});

t.test('shows the later search when the earlier one is answered last', async (t) => {
  const slow = search('tea');
  answerTo('rum').resolve(page(['x'], null));
  await search('rum');
  answerTo('tea').resolve(page(['a'], null));
  await slow;
  t.same(shown(), ['x']);
});

t.test('says why a search failed, keeps what is shown, and forgets it at the next success', async (t) => {
  answerTo('tea').resolve(page(['a'], null));
  await search('tea');
  answerTo('rum').reject(new DownbeatError('TIMEOUT', 'late'));
  await search('rum');
  t.equal(failure.value, 'Downbeat took too long to answer. Try again.');
  t.same(shown(), ['a']);
  await search('tea');
  t.equal(failure.value, null);
});

t.test('goes back to the saved stars when presses fail, and shows the new figures of all', async (t) => {
  const library = await loadLibrary();
  const service = { userRating: 2 as number | null, isAway: false };
  const states = mock.method(library, 'listTrackStates', async ({ ids }: { ids: string }) => {
    if (service.isAway) throw new DownbeatError('NETWORK_ERROR', 'away');
    const { userRating } = service;
    const figures = {
      averageRating: userRating,
      ratings: userRating === null ? 0 : 1,
      plays: 7,
      ownPlays: 1,
    };
    return { items: [{ trackId: ids, isLiked: true, userRating, ...figures }] };
  });
  const saves = mock.method(library, 'setRating', async ({ rating }: { rating: number }) => {
    if (service.isAway || rating === 5) throw new DownbeatError('RATE_LIMITED', 'too often');
    service.userRating = rating;
  });
  t.teardown(() => [states, saves].forEach(({ mock }) => mock.restore()));
  const slot = stateOf('rated');
  await new Promise<void>((resolve) => {
    slot.subscribe((state) => {
      if (state !== null) resolve();
    });
  });
  service.isAway = true;
  const presses = [rate('rated', 3), rate('rated', 5), rate('rated', 3)];
  t.equal(slot.value?.userRating, 3, 'shown at once');
  await Promise.all(presses);
  t.equal(slot.value?.userRating, 2, 'none of those that were never saved');
  service.isAway = false;
  await rate('rated', 4);
  t.match(slot.value, { userRating: 4, averageRating: 4, ratings: 1, isLiked: true });
  await Promise.all([rate('rated', 1), rate('rated', 5)]);
  t.equal(slot.value?.userRating, 1, 'what the press before has saved');
});

t.test('tries again at the next return, too, after a retry that threw', async (t) => {
  let tries = 0;
  const ends = onReturn(() => {
    tries += 1;
    throw new Error('no');
  });
  t.teardown(ends);
  await t.rejects(retryFailed());
  await t.rejects(retryFailed());
  t.equal(tries, 2);
});
