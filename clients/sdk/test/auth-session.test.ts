// Renewal of access tokens, and what can go wrong during it.
import t from 'tap';
import { Downbeat, DownbeatError, memoryTokenStore, type StoredSession } from '../src/index.ts';
import { problem, service, tokens, type Answer, type Reply, type Sent } from './kit/service.ts';
import { within } from './kit/within.ts';

type Tap = Parameters<typeof service>[0];
const login = { email: 'ada@example.org', password: 'correct horse' };
const me: Answer = { status: 200, json: { id: 'ada' } };

/** A service that accepts one access token, and a client that has signed in with another. */
async function auth(
  t: Tap,
  routes: { good: string; refresh: () => Reply | Promise<Reply>; expiresIn?: number; refusal?: string },
) {
  const tokenStore = memoryTokenStore();
  const { url, sent } = await service(t, async (one) => {
    if (one.url.endsWith('/login')) return tokens('old', { expiresIn: routes.expiresIn ?? 900 });
    if (one.url.endsWith('/refresh')) return routes.refresh();
    return one.authorization === `Bearer ${routes.good}`
      ? me
      : problem(401, routes.refusal ?? 'TOKEN_EXPIRED');
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

await t.test('signs out once, with SIGNED_OUT, when the refresh is refused', async (t) => {
  const { client } = await auth(t, { good: 'none', refresh: () => problem(401, 'REFRESH_TOKEN_REUSED') });
  const seen: (StoredSession | null)[] = [];
  client.session.onChange((session) => seen.push(session));
  const error = await errorOf(client.auth.getMe());
  t.equal(error?.code, 'SIGNED_OUT');
  t.match(error?.cause, { code: 'REFRESH_TOKEN_REUSED' });
  t.equal(client.session.current, null);
  t.same(seen, [null]);
});

await t.test('signs out when the sign-in was ended elsewhere', async (t) => {
  const { client } = await auth(t, {
    good: 'none',
    refusal: 'SESSION_REVOKED',
    refresh: () => problem(401, 'REFRESH_TOKEN_INVALID'),
  });
  const seen: (StoredSession | null)[] = [];
  client.session.onChange((session) => seen.push(session));
  t.equal((await errorOf(client.auth.getMe()))?.code, 'SIGNED_OUT');
  t.same(seen, [null]);
});

await t.test('stays signed in when the service fails to refresh', async (t) => {
  const { client } = await auth(t, { good: 'none', refresh: () => problem(503, 'UNAVAILABLE') });
  t.equal((await errorOf(client.auth.getMe()))?.code, 'UNAVAILABLE');
  t.equal(client.session.current?.refreshToken, 'r-old');
});

await t.test('refreshes once for many calls with an expired token', async (t) => {
  const { client, sent } = await auth(t, { good: 'a-new', refresh: () => tokens('new') });
  const all = await Promise.all(Array.from({ length: 8 }, () => client.auth.getMe()));
  t.equal(all.length, 8);
  t.equal(refreshes(sent), 1);
});

await t.test('fails all waiting calls, and signs out once, when their refresh is refused', async (t) => {
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

await t.test('aborts one call during a refresh without failing the others', async (t) => {
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
  t.equal(error?.code, 'ABORTED', 'at once, while the refresh is unanswered');
  t.equal(error?.cause, 'the view was left');
  answer.resolve(tokens('new'));
  t.same(await within('the other call to end', other), { id: 'ada' });
  t.equal(refreshes(sent), 1);
});

for (const expiresIn of [10, 900]) {
  await t.test(`ends a call at its time limit while a token of ${expiresIn} s is renewed`, async (t) => {
    const hanging = new Promise<Answer>(() => undefined);
    const { client, sent } = await auth(t, { good: 'a-new', refresh: () => hanging, expiresIn });
    const call = errorOf(client.auth.getMe({ timeoutMs: 2_000 }));
    t.equal((await within('the call to end', call))?.code, 'TIMEOUT');
    t.equal(refreshes(sent), 1);
  });
}

await t.test('keeps the tokens of a refresh whose only caller was aborted', async (t) => {
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

await t.test('does not refresh for a call that was aborted before it began', async (t) => {
  const { client, sent } = await auth(t, { good: 'a-new', refresh: () => tokens('new'), expiresIn: 10 });
  t.equal((await errorOf(client.auth.getMe({ signal: AbortSignal.abort() })))?.code, 'ABORTED');
  t.equal(sent.length, 1, 'only the sign-in was sent');
});

await t.test('stays signed in when a refresh is lost, and refreshes with the next call', async (t) => {
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

await t.test('refreshes once for a call whose new token is refused too', async (t) => {
  const { client, sent } = await auth(t, { good: 'none', refresh: () => tokens('new') });
  t.equal((await errorOf(client.auth.getMe()))?.code, 'TOKEN_EXPIRED');
  t.equal(refreshes(sent), 1);
});

await t.test('renews a token before it expires', async (t) => {
  const { client, sent } = await auth(t, { good: 'a-new', refresh: () => tokens('new'), expiresIn: 10 });
  await client.auth.getMe();
  t.same(
    sent.map(({ url }) => url.split('/').at(-1)),
    ['login', 'refresh', 'me'],
  );
});

await t.test(
  'renews the token after the e-mail was confirmed, because the old one does not say so',
  async (t) => {
    const { client, sent } = await auth(t, { good: 'a-old', refresh: () => tokens('new') });
    await client.auth.verifyEmail({ code: '123456' });
    t.equal(refreshes(sent), 0);
    await errorOf(client.auth.getMe());
    t.match(sent.slice(2, 4), [{ url: /refresh$/ }, { url: /me$/, authorization: 'Bearer a-new' }]);
  },
);

await t.test('stays signed out when a refresh is answered after signing out', async (t) => {
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
  await client.session.forget();
  answer.resolve(tokens('new'));
  t.equal((await within('the call to end', call))?.code, 'SIGNED_OUT');
  t.equal(client.session.current, null);
});

await t.test('uses the tokens that another tab has stored when its own refresh is refused', async (t) => {
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

await t.test('does not repeat a call of one user with the token of the next', async (t) => {
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

await t.test('throws a TypeError for listen() without a player', async (t) => {
  await t.rejects(new Downbeat().listen('a-session', { deviceId: 'tab-1' } as never), {
    name: 'TypeError',
    message: /^listen\(\) needs a player/,
  });
});

await t.test(
  'keeps the tokens of a refresh that the caller made, unless they are of an older one',
  async (t) => {
    const { client } = await auth(t, { good: 'a-new', refresh: () => tokens('new') });
    await client.auth.refresh({ refreshToken: 'r-another' });
    t.equal(client.session.current?.accessToken, 'a-old');
    await client.auth.refresh({ refreshToken: 'r-old' });
    t.match(client.session.current, { accessToken: 'a-new', refreshToken: 'r-new' });
  },
);

await t.test('shows the changed account at once, and renews the token that names the old one', async (t) => {
  const user = { id: 'ada', displayName: 'Ada L.', emailVerified: false };
  const { url, sent } = await service(t, (one) => {
    if (one.url.endsWith('/login')) return tokens('old');
    return one.url.endsWith('/refresh') ? tokens('new') : { status: 200, json: user };
  });
  const client = new Downbeat({ authUrl: url });
  await client.auth.login(login);
  await client.auth.updateMe({ displayName: 'Ada L.' });
  t.equal(client.session.current?.user.displayName, 'Ada L.');
  await client.auth.getMe();
  t.equal(refreshes(sent), 1);
  t.equal(sent.at(-1)?.authorization, 'Bearer a-new');
  user.emailVerified = true;
  await client.auth.verifyEmail({ code: '123456' });
  t.equal(client.session.current?.user.emailVerified, true);
  await client.auth.refresh({ refreshToken: 'r-new' });
  t.equal(client.session.current?.accessToken, 'a-new', 'a manual refresh is stored');
});
