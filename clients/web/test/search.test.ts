// What the search shows when answers come late, or in another order than the requests.
import { mock } from 'node:test';
import { DownbeatError } from '@downbeat/sdk';
import type { Library } from '@downbeat/sdk/library';
import t from 'tap';

const emptyStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
Object.assign(globalThis, {
  localStorage: emptyStorage,
  location: { protocol: 'http:', hostname: 'localhost', hash: '' },
  addEventListener: () => undefined,
});

const { loadLibrary } = await import('../src/state/music-library.ts');
const { downbeat } = await import('../src/state/account.ts');
const { overview, searchWordsOf, suggestions } = await import('../src/state/search.ts');
type List = Awaited<ReturnType<Library['listSuggestions']>>;

/** The answers by their words, and the requests that were ended. */
const answers = new Map<string, PromiseWithResolvers<List>>();
const aborted: string[] = [];

function answerTo(words: string): PromiseWithResolvers<List> {
  const known = answers.get(words) ?? Promise.withResolvers<List>();
  answers.set(words, known);
  return known;
}

const list = (text: string): List => ({
  items: [{ kind: 'artist', id: 'a'.repeat(22), text, artistName: null }],
});

mock.method(
  await loadLibrary(),
  'listSuggestions',
  (input: { q: string }, options?: { signal?: AbortSignal }) => {
    const note = () => aborted.push(input.q);
    if (options?.signal?.aborted === true) note();
    else options?.signal?.addEventListener('abort', note);
    return answerTo(input.q).promise;
  },
);
const shown = () => suggestions.answer.value?.found.map(({ text }) => text);

t.beforeEach(() => {
  answers.clear();
  suggestions.clear();
  aborted.length = 0;
});

t.test('keeps what is shown until the next answer comes, and ends the request before', async (t) => {
  answerTo('tea').resolve(list('Tea'));
  await suggestions.ask('tea');
  const slow = suggestions.ask('rum');
  t.same(shown(), ['Tea']);
  answerTo('gin').resolve(list('Gin'));
  await suggestions.ask('gin');
  answerTo('rum').resolve(list('Rum'));
  await slow;
  t.same(shown(), ['Gin']);
  t.ok(aborted.includes('rum'));
  t.equal(suggestions.answer.value?.words, 'gin');
});

t.test(
  'shows no answer that comes after the list was closed, and no failure of an ended request',
  async (t) => {
    const late = suggestions.ask('tea');
    suggestions.clear();
    answerTo('tea').resolve(list('Tea'));
    await late;
    const ended = suggestions.ask('rum');
    suggestions.clear();
    answerTo('rum').reject(new DownbeatError('ABORTED', 'ended'));
    await ended;
    t.equal(suggestions.answer.value, null);
    t.equal(suggestions.failure.value, null);
  },
);

t.test('says why a search failed, keeps what is shown, and forgets it at the next success', async (t) => {
  const nothing = { items: [], hasMore: false };
  const found = { artists: nothing, albums: nothing, playlists: nothing, tracks: nothing };
  const search = mock.method(await loadLibrary(), 'search', () => Promise.resolve(found));
  await overview.ask('tea');
  search.mock.mockImplementationOnce(() => Promise.reject(new DownbeatError('TIMEOUT', 'late')));
  await overview.ask('rum');
  t.equal(overview.failure.value, 'Downbeat took too long to answer. Try again.');
  t.same(overview.answer.value, { words: 'tea', found });
  await overview.ask('tea');
  t.equal(overview.failure.value, null);
});

const signIn = (id: string) =>
  downbeat.session.adopt({
    accessToken: 'token',
    refreshToken: 'token',
    tokenType: 'Bearer',
    expiresIn: 900,
    user: {
      id,
      email: 'ada@example.com',
      displayName: 'Ada',
      role: 'listener',
      emailVerified: true,
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  });

t.test('shows nothing of what the user before has found', async (t) => {
  const nothing = { items: [], hasMore: false };
  const found = { artists: nothing, albums: nothing, playlists: nothing, tracks: nothing };
  const late = Promise.withResolvers<typeof found>();
  const search = mock.method(await loadLibrary(), 'search', () => Promise.resolve(found));
  await signIn('ada');
  await overview.ask('tea');
  await signIn('ada');
  t.same(overview.answer.value, { words: 'tea', found }, 'a renewed sign-in changes nothing');
  await downbeat.session.forget();
  t.equal(overview.answer.value, null);
  await signIn('ada');
  search.mock.mockImplementationOnce(() => late.promise);
  const asked = overview.ask('tea');
  await signIn('bo');
  late.resolve(found);
  await asked;
  t.equal(overview.answer.value, null, 'nor what comes after the change');
});

t.test('looks for a title that is longer than a search may be by its first words', async (t) => {
  t.equal(searchWordsOf('Slow Tide'), 'Slow Tide');
  t.equal(searchWordsOf('x'.repeat(100)), 'x'.repeat(100));
  t.equal(searchWordsOf(`${'word '.repeat(19)}fives more`), `${'word '.repeat(19)}fives`);
  t.equal(searchWordsOf(`${'word '.repeat(19)}fivesand more`), 'word '.repeat(19).trim());
  t.equal(searchWordsOf('x'.repeat(200)), 'x'.repeat(100));
  t.equal(searchWordsOf(`x${'\u{1F3B5}'.repeat(99)}`), `x${'\u{1F3B5}'.repeat(49)}`);
});
