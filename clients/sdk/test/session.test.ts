// What may go wrong between an access token that ended and the next one.
import t from 'tap';
import { Downbeat, DownbeatError, memoryTokenStore, type StoredSession } from '../src/index.ts';
import { problem, service, tokens, type Answer, type Reply, type Sent } from './kit/service.ts';
import { within } from './kit/within.ts';

type Tap = Parameters<typeof service>[0];
const login = { email: 'ada@example.org', password: 'correct horse' };
const me: Answer = { status: 200, json: { id: 'ada' } };

/** A service whose access token is good only when it is named here. */
async function auth(
  t: Tap,
  routes: { good: string; refresh: () => Reply | Promise<Reply>; expiresIn?: number },
) {
  const tokenStore = memoryTokenStore();
  const { url, sent } = await service(t, async (one) => {
    if (one.url.endsWith('/login')) return tokens('old', { expiresIn: routes.expiresIn ?? 900 });
    if (one.url.endsWith('/refresh')) return routes.refresh();
    return one.authorization === `Bearer ${routes.good}` ? me : problem(401, 'TOKEN_EXPIRED');
  });
  const client = new Downbeat({ authUrl: url, tokenStore });
  await client.auth.login(login);
  return { client, sent, tokenStore };
}

const refreshes = (sent: Sent[]): number => sent.filter(({ url }) => url.endsWith('/refresh')).length;

async function errorOf(call: Promise<unknown>): Promise<DownbeatError | null> {
  return call.then(
    () => null,
    (error: unknown) => error as DownbeatError,
  );
}

await t.test('a refused refresh ends the session, once, as SIGNED_OUT', async (t) => {
  const { client } = await auth(t, { good: 'none', refresh: () => problem(401, 'REFRESH_TOKEN_REUSED') });
  const seen: (StoredSession | null)[] = [];
  client.session.onChange((session) => seen.push(session));
  const error = await errorOf(client.auth.getMe());
  t.equal(error?.code, 'SIGNED_OUT');
  t.match(error?.cause, { code: 'REFRESH_TOKEN_REUSED' });
  t.equal(client.session.current, null);
  t.same(seen, [null]);
});

await t.test('a service that fails to refresh ends nothing', async (t) => {
  const { client } = await auth(t, { good: 'none', refresh: () => problem(503, 'UNAVAILABLE') });
  t.equal((await errorOf(client.auth.getMe()))?.code, 'UNAVAILABLE');
  t.equal(client.session.current?.refreshToken, 'r-old');
});

await t.test('many calls with a token that ended cause one refresh', async (t) => {
  const { client, sent } = await auth(t, { good: 'a-new', refresh: () => tokens('new') });
  const all = await Promise.all(Array.from({ length: 8 }, () => client.auth.getMe()));
  t.equal(all.length, 8);
  t.equal(refreshes(sent), 1);
});

await t.test('many calls whose refresh is refused fail alike, and one sign-out is told', async (t) => {
  const { client, sent } = await auth(t, {
    good: 'none',
    refresh: () => problem(401, 'REFRESH_TOKEN_INVALID'),
  });
  const seen: (StoredSession | null)[] = [];
  client.session.onChange((session) => seen.push(session));
  const errors = await Promise.all(Array.from({ length: 8 }, () => errorOf(client.auth.getMe())));
  t.same(
    errors.map((error) => error?.code),
    Array.from({ length: 8 }, () => 'SIGNED_OUT'),
  );
  t.same(seen, [null]);
  t.equal(refreshes(sent), 1);
});

await t.test('a call that is aborted while a refresh is under way takes no other with it', async (t) => {
  const asked = Promise.withResolvers<null>();
  const answer = Promise.withResolvers<Answer>();
  const { client, sent } = await auth(t, {
    good: 'a-new',
    refresh: () => {
      asked.resolve(null);
      return answer.promise;
    },
  });
  const abort = new AbortController();
  const aborted = errorOf(client.auth.getMe({ signal: abort.signal }));
  const other = client.auth.getMe();
  await within('the refresh to arrive', asked.promise);
  abort.abort('the view was left');
  const error = await within('the aborted call to end', aborted);
  t.equal(error?.code, 'ABORTED', 'at once, with the refresh still unanswered');
  t.equal(error?.cause, 'the view was left');
  answer.resolve(tokens('new'));
  t.same(await within('the other call to end', other), { id: 'ada' });
  t.equal(refreshes(sent), 1);
});

await t.test('a refresh whose only caller has gone is kept all the same', async (t) => {
  const asked = Promise.withResolvers<null>();
  const answer = Promise.withResolvers<Answer>();
  const { client } = await auth(t, {
    good: 'none',
    expiresIn: 10,
    refresh: () => {
      asked.resolve(null);
      return answer.promise;
    },
  });
  const abort = new AbortController();
  const call = errorOf(client.auth.getMe({ signal: abort.signal }));
  await within('the refresh to arrive', asked.promise);
  abort.abort();
  t.equal((await within('the aborted call to end', call))?.code, 'ABORTED');
  const changed = new Promise((resolve) => client.session.onChange(resolve));
  answer.resolve(tokens('new'));
  t.match(await within('the session to change', changed), { refreshToken: 'r-new' });
});

await t.test('a call that was aborted before it began causes no refresh', async (t) => {
  const { client, sent } = await auth(t, { good: 'a-new', refresh: () => tokens('new'), expiresIn: 10 });
  t.equal((await errorOf(client.auth.getMe({ signal: AbortSignal.abort() })))?.code, 'ABORTED');
  t.equal(sent.length, 1, 'the sign-in alone');
});

await t.test('a refresh that the network swallows ends nothing; the next call renews', async (t) => {
  let lost = true;
  const { client, sent } = await auth(t, {
    good: 'a-new',
    refresh: () => (lost ? 'hang up' : tokens('new')),
  });
  t.equal((await errorOf(client.auth.getMe()))?.code, 'NETWORK_ERROR');
  t.equal(client.session.current?.refreshToken, 'r-old');
  lost = false;
  t.same(await client.auth.getMe(), { id: 'ada' });
  t.equal(refreshes(sent), 2);
});

await t.test('a token that is refused twice is not renewed for ever', async (t) => {
  const { client, sent } = await auth(t, { good: 'none', refresh: () => tokens('new') });
  t.equal((await errorOf(client.auth.getMe()))?.code, 'TOKEN_EXPIRED');
  t.equal(refreshes(sent), 1);
});

await t.test('a token is renewed before it ends', async (t) => {
  const { client, sent } = await auth(t, { good: 'a-new', refresh: () => tokens('new'), expiresIn: 10 });
  await client.auth.getMe();
  t.same(
    sent.map(({ url }) => url.split('/').at(-1)),
    ['login', 'refresh', 'me'],
  );
});

await t.test('a renewal that comes back after signing out signs nobody in', async (t) => {
  const asked = Promise.withResolvers<null>();
  const answer = Promise.withResolvers<Answer>();
  const { client } = await auth(t, {
    good: 'a-new',
    refresh: () => {
      asked.resolve(null);
      return answer.promise;
    },
  });
  const call = errorOf(client.auth.getMe());
  await within('the refresh to arrive', asked.promise);
  client.session.forget();
  answer.resolve(tokens('new'));
  t.equal((await within('the call to end', call))?.code, 'SIGNED_OUT');
  t.equal(client.session.current, null);
});

await t.test('another tab was faster: its tokens are used, even where ours were refused', async (t) => {
  const { client, tokenStore } = await auth(t, {
    good: 'a-other',
    refresh: () => {
      tokenStore.save({ ...tokenStore.load()!, accessToken: 'a-other', refreshToken: 'r-other' });
      return problem(401, 'REFRESH_TOKEN_REUSED');
    },
  });
  t.same(await client.auth.getMe(), { id: 'ada' });
  t.equal(client.session.current?.refreshToken, 'r-other');
});

await t.test('what one user began is not done in the name of the next', async (t) => {
  const { client, tokenStore, sent } = await auth(t, {
    good: 'a-eve',
    refresh: () => {
      const session = tokenStore.load()!;
      tokenStore.save({
        ...session,
        user: { ...session.user, id: 'eve' },
        accessToken: 'a-eve',
        refreshToken: 'r-eve',
      });
      return tokens('new');
    },
  });
  t.equal((await errorOf(client.auth.getMe()))?.code, 'TOKEN_EXPIRED');
  t.notOk(sent.some(({ authorization }) => authorization === 'Bearer a-eve'));
});

await t.test('a room without a player is refused at once, for who has no types', async (t) => {
  await t.rejects(new Downbeat().listen('a-session', { deviceId: 'tab-1' } as never), {
    name: 'TypeError',
    message: /^listen\(\) needs a player/,
  });
});
