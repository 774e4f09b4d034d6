// The React hooks, in strict mode, without a browser; and rendered by a server.
import { act, createElement, StrictMode, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import t, { type Test } from 'tap';
import { createRoot } from 'test-renderer';
import { Downbeat, memoryTokenStore, type TokenStore } from '../src/index.ts';
import { performanceClock, SimulatedPlayer } from '../src/listening.ts';
import { DownbeatProvider, useAuth, useDownbeat, useList, useRoom } from '../src/react.ts';
import { problem, service, tokens, type Reply, type Sent } from './kit/service.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** Renders a hook in strict mode; `seen` has what it gave at each render. */
async function hook<T>(t: Test, client: Downbeat, use: () => T) {
  const seen: T[] = [];
  function Component(): ReactElement | null {
    seen.push(use());
    return null;
  }
  const root = createRoot({ isStrictMode: true, onUncaughtError: (error) => t.fail(String(error)) });
  const element = createElement(DownbeatProvider, { client }, createElement(Component));
  await act(async () => root.render(element));
  t.teardown(async () => {
    // Awaited here: `act` gives no real promise, which the next test would not wait for.
    await act(async () => root.unmount());
  });
  const now = (): T => seen.at(-1)!;
  const until = async (isSo: (value: T) => boolean): Promise<T> => {
    while (!isSo(now())) await act(() => new Promise<void>((resolve) => void setTimeout(resolve, 5)));
    return now();
  };
  return { now, until };
}

async function clientOf(t: Test, music: (sent: Sent) => Reply | Promise<Reply>, tokenStore?: TokenStore) {
  const { url, sent } = await service(t, (one) => (one.url.endsWith('/login') ? tokens('one') : music(one)));
  const client = new Downbeat({
    authUrl: url,
    musicUrl: url,
    maxRetries: 0,
    ...(tokenStore && { tokenStore }),
  });
  return { client, sent };
}

const login = { email: 'ada@example.org', password: 'correct horse' };

await t.test('shows who is signed in', async (t) => {
  const { client } = await clientOf(t, () => problem(404, 'NOT_FOUND'));
  const { until } = await hook(t, client, useAuth);
  t.equal((await until(({ isLoading }) => !isLoading)).user, null);
  await act(async () => client.auth.login(login));
  t.equal((await until(({ user }) => user !== null)).user?.displayName, 'Ada');
  await act(async () => client.session.forget());
  t.equal((await until(({ user }) => user === null)).isLoading, false);
});

await t.test('says that it loads until a slow token store has answered', async (t) => {
  const loaded = Promise.withResolvers<null>();
  const { client } = await clientOf(t, () => problem(404, 'NOT_FOUND'), {
    ...memoryTokenStore(),
    load: () => loaded.promise,
  });
  const { now, until } = await hook(t, client, useAuth);
  t.same(now(), { user: null, isLoading: true });
  await act(async () => loaded.resolve(null));
  await until(({ isLoading }) => !isLoading);
});

function pageOf({ url }: Sent): Reply {
  const at = Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0);
  return { status: 200, json: { items: [{ id: `t${at}` }], nextCursor: at < 2 ? String(at + 1) : null } };
}

await t.test('loads a list page by page, and a page that failed again', async (t) => {
  let answer = pageOf;
  const { client } = await clientOf(t, (one) => answer(one));
  await client.auth.login(login);
  const { until } = await hook(t, client, () =>
    useList((music, page, options) => music.listTracks({ q: 'harbour', ...page }, options), ['harbour']),
  );
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join();
  const first = await until(({ isLoading }) => !isLoading);
  t.same([ids(first.items), first.hasMore, first.error], ['t0', true, null]);
  answer = () => problem(404, 'NOT_FOUND');
  act(() => first.loadMore());
  const failed = await until(({ error }) => error !== null);
  t.same([ids(failed.items), failed.error?.code, failed.isLoading], ['t0', 'NOT_FOUND', false]);
  answer = pageOf;
  act(() => failed.loadMore());
  await until(({ items }) => items.length === 2);
  act(() => failed.loadMore());
  const last = await until(({ items }) => items.length === 3);
  t.same([ids(last.items), last.hasMore], ['t0,t1,t2', false]);
  act(() => last.reload());
  t.equal(ids((await until(({ items }) => items.length === 1)).items), 't0');
});

await t.test('enters a room once in strict mode, and says why it could not', async (t) => {
  const { client, sent } = await clientOf(t, () => problem(404, 'SESSION_NOT_FOUND'));
  await client.auth.login(login);
  sent.length = 0;
  const player = new SimulatedPlayer({ clock: performanceClock });
  const { now, until } = await hook(t, client, () => useRoom('s1', { player, deviceId: 'd1' }));
  t.same(now(), { room: null, state: null, error: null });
  t.equal((await until(({ error }) => error !== null)).error?.code, 'SESSION_NOT_FOUND');
  t.equal(sent.length, 1);
});

await t.test('renders on a server, as signed out and loading', async (t) => {
  const client = new Downbeat();
  function Page(): ReactElement {
    const { user, isLoading } = useAuth();
    const { items } = useList((music, page) => music.listTracks(page), []);
    const { state } = useRoom(null, { player: null, deviceId: 'd' });
    const text = JSON.stringify([user, isLoading, items, state, useDownbeat() === client]);
    return createElement('p', null, text.replaceAll('"', ''));
  }
  const page = createElement(
    StrictMode,
    null,
    createElement(DownbeatProvider, { client }, createElement(Page)),
  );
  t.equal(renderToString(page), '<p>[null,true,[],null,true]</p>');
  t.throws(() => renderToString(createElement(Page)), { message: /needs a <DownbeatProvider/ });
});
