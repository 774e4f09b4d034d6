// What the list shows when answers come late, or in another order than the requests.
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
