// The React hooks, in strict mode, without a browser; and rendered by a server.
import { act, createElement, StrictMode, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import t, { type Test } from 'tap';
import { createRoot } from 'test-renderer';
import { Downbeat, DownbeatError, memoryTokenStore, type TokenStore } from '../src/index.ts';
import { performanceClock, SimulatedPlayer } from '../src/listening.ts';
import { MockDownbeat } from '../src/mock.ts';
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
  /** Renders again, after what the hook is given has changed. */
  const again = (): Promise<void> =>
    act(async () => root.render(createElement(DownbeatProvider, { client }, createElement(Component))));
  const now = (): T => seen.at(-1)!;
  const until = async (isSo: (value: T) => boolean): Promise<T> => {
    while (!isSo(now())) await act(() => new Promise<void>((resolve) => void setTimeout(resolve, 5)));
    return now();
  };
  return { now, until, again, seen };
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

await t.test('shows the same user after a renewal', async (t) => {
  const client = new MockDownbeat();
  await client.auth.login(login);
  const { until, seen } = await hook(t, client, useAuth);
  const before = await until(({ user }) => user !== null);
  const renders = seen.length;
  const { accessToken, refreshToken, user } = client.session.current!;
  const answer = { tokenType: 'Bearer', accessToken, refreshToken, expiresIn: 900 } as const;
  await act(async () => client.session.adopt({ ...answer, user: { ...user } }));
  t.equal(seen.length, renders);
  await act(async () => client.session.adopt({ ...answer, user: { ...user, displayName: 'Ada L.' } }));
  t.equal((await until((auth) => auth !== before)).user?.displayName, 'Ada L.');
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

await t.test(
  'shows no items of another list or of another user, but keeps them while it reloads',
  async (t) => {
    const client = new MockDownbeat();
    await client.auth.login(login);
    const { user } = client.session.current!;
    const [track] = (await client.music.listTracks()).items;
    let gate: Promise<unknown> = Promise.resolve();
    client.server.on('listTracks', async ({ q = '' }) => {
      await gate;
      const ownerId = client.session.current?.user.id ?? 'nobody';
      return { items: [{ ...track!, title: `${q} of ${ownerId}` }], nextCursor: null };
    });
    let q = 'one';
    const { until, again, now, seen } = await hook(t, client, () =>
      useList((music, page, options) => music.listTracks({ q, ...page }, options), [q]),
    );
    const titles = ({ items }: { items: readonly { title: string }[] }) => items.map(({ title }) => title);
    const loaded = (title: string) => until((list) => titles(list).join() === title);
    const first = await loaded(`one of ${user.id}`);
    t.equal(client.server.callsOf('listTracks').length, 2, 'the call of this test and that of the hook');
    /** What is shown from a change on, until the list may come. */
    const shownAfter = async (change: () => unknown) => {
      const { promise, resolve } = Promise.withResolvers<null>();
      gate = promise;
      const before = seen.length;
      await act(async () => {
        await change();
      });
      await again();
      const shown = new Set(seen.slice(before).flatMap(titles));
      t.equal(now().isLoading, true);
      resolve(null);
      return [...shown];
    };
    t.same(await shownAfter(() => first.reload()), [`one of ${user.id}`]);
    await until(({ isLoading }) => !isLoading);
    t.same(await shownAfter(() => void (q = 'two')), []);
    await loaded(`two of ${user.id}`);
    client.server.on('login', async () => ({
      ...(await new MockDownbeat().auth.login(login)),
      user: { ...user, id: 'lena' },
    }));
    t.same(await shownAfter(() => client.auth.login(login)), []);
    await loaded('two of lena');
  },
);

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

for (const end of ['comes after all', 'fails'] as const) {
  await t.test(`is in the second room while the ticket of the first ${end}`, async (t) => {
    const client = new MockDownbeat();
    await client.auth.login(login);
    const first = Promise.withResolvers<null>();
    const asked: string[] = [];
    client.server.on('createTicket', async ({ sessionId }) => {
      asked.push(sessionId);
      if (sessionId === 's1') await first.promise;
      return {
        ticket: sessionId,
        socketPath: `/s?ticket=${sessionId}`,
        expiresAt: '2026-11-29T10:00:00.000Z',
      };
    });
    const player = new SimulatedPlayer({ clock: performanceClock });
    const heard = (): boolean => player.heardPositionMs(performanceClock.nowUs()) !== null;
    let sessionId = 's1';
    const { until, again, now } = await hook(t, client, () => useRoom(sessionId, { player, deviceId: 'd1' }));
    await until(() => asked.length === 1);
    sessionId = 's2';
    await again();
    const { room } = await until((entry) => entry.room !== null);
    await act(async () => room?.play());
    await until(heard);
    if (end === 'fails') first.reject(new DownbeatError('SESSION_NOT_FOUND', 'It has ended'));
    else first.resolve(null);
    await act(() => new Promise<void>((resolve) => void setImmediate(resolve)));
    t.ok(heard(), 'plays on');
    t.equal(now().room, room);
    t.same([asked, client.room.session().memberCount], [['s1', 's2'], 1]);
  });
}

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
