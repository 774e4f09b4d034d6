// Token stores of an application's own: slow ones, and ones that fail.
import t from 'tap';
import {
  Downbeat,
  SessionKeeper,
  type AuthSession,
  type StoredSession,
  type TokenStore,
} from '../src/index.ts';
import { session } from './kit/stored-session.ts';

/** A store that answers by promises, as one on a disk does. */
function slowStore(stored: StoredSession | null = null) {
  const calls: string[] = [];
  const later = () => new Promise<void>((resolve) => setImmediate(resolve));
  const store: TokenStore = {
    load: async () => (await later(), stored),
    save: async (saved) => {
      calls.push(`begin ${saved.accessToken}`);
      await later();
      stored = saved;
      calls.push(`end ${saved.accessToken}`);
    },
    clear: async () => (await later(), (stored = null), calls.push('clear')),
  };
  return { store, calls, stored: () => stored };
}

t.test('waits for a store that answers by promises, and shows changes at once', async (t) => {
  const answers = ['a-2', 'a-3'];
  const answer = (accessToken: string): AuthSession => ({
    ...{
      accessToken,
      refreshToken: `r-${accessToken}`,
      tokenType: 'Bearer',
      expiresIn: 900,
      user: session.user,
    },
  });
  const { store, calls, stored } = slowStore({ ...session, expiresAtMs: 0 });
  const keeper = new SessionKeeper(store, async () => answer(answers.shift() ?? 'none'));
  const seen: (string | null)[] = [];
  keeper.onChange((changed) => seen.push(changed?.accessToken ?? null));
  t.equal(keeper.current, null, 'not loaded yet');
  t.equal((await keeper.load())?.accessToken, 'a-1');
  t.same(await Promise.all([keeper.accessToken(), keeper.accessToken()]), ['a-2', 'a-2'], 'one renewal');
  t.equal(stored()?.accessToken, 'a-2');

  const user = { ...session.user, emailVerified: true, displayName: 'Ada L.' };
  const outdated = keeper.outdate(user);
  await keeper.load();
  t.equal(keeper.current?.user.displayName, 'Ada L.');
  await outdated;
  t.equal(await keeper.accessToken(), 'a-3');
  t.same(seen, ['a-2', 'a-2', 'a-3']);

  calls.length = 0;
  const writes = [keeper.adopt(answer('a-4')), keeper.adopt(answer('a-5')), keeper.forget()];
  t.equal(keeper.current, null, 'the last change counts at once');
  t.equal(await keeper.accessToken(), null);
  await Promise.all(writes);
  t.same(calls, ['begin a-4', 'end a-4', 'begin a-5', 'end a-5', 'clear']);
  t.equal(stored(), null);
});

t.test('fails a call, and goes on, when a slow store fails', async (t) => {
  const failure = new Error('the keychain is locked');
  let isLocked = true;
  const { store } = slowStore(session);
  const locked: TokenStore = {
    ...store,
    load: async () => (isLocked ? Promise.reject(failure) : store.load()),
  };
  const keeper = new SessionKeeper(locked, async () => Promise.reject(new Error('not asked')));
  await t.rejects(keeper.accessToken(), { code: 'TOKEN_STORE_FAILED', cause: failure });
  isLocked = false;
  t.equal(await keeper.accessToken(), 'a-1');
});

t.test(
  'keeps the tokens of a renewal that could not be stored, and stores them with the next use',
  async (t) => {
    for (const isSlow of [true, false]) {
      let isFull = true;
      let stored: StoredSession | null = { ...session, expiresAtMs: 0 };
      const save = (saved: StoredSession): void => {
        if (isFull) throw new Error('no space left');
        stored = saved;
      };
      const store: TokenStore = {
        load: () => (isSlow ? Promise.resolve(stored) : stored),
        save: (saved) => (isSlow ? Promise.resolve(saved).then(save) : save(saved)),
        clear: () => (stored = null),
      };
      const used: string[] = [];
      const errors: unknown[] = [];
      const refresh = async (refreshToken: string): Promise<AuthSession> => {
        used.push(refreshToken);
        const { user } = session;
        return { accessToken: 'a-2', refreshToken: 'r-2', tokenType: 'Bearer', expiresIn: 900, user };
      };
      const keeper = new SessionKeeper(store, refresh, (error) => errors.push(error));
      t.equal(await keeper.accessToken(), 'a-2', 'the renewal itself succeeded');
      t.equal(await keeper.accessToken(), 'a-2');
      t.equal(keeper.current?.refreshToken, 'r-2');
      t.match(errors[0], { message: 'no space left' });
      t.equal(stored.refreshToken, 'r-1');
      isFull = false;
      t.equal(await keeper.accessToken(), 'a-2');
      t.equal(stored.refreshToken, 'r-2');
      t.same(used, ['r-1'], 'no refresh token is used twice');
    }
  },
);

t.test('reads a slow store once for its first load', async (t) => {
  const { store } = slowStore(session);
  let reads = 0;
  const load = () => ((reads += 1), store.load());
  const keeper = new SessionKeeper({ ...store, load }, async () => Promise.reject(new Error('not asked')));
  t.equal((await keeper.load())?.accessToken, 'a-1');
  t.equal(reads, 1);
});

t.test(
  'tells a call of a store that failed by a DownbeatError, and debug lines of one that is full',
  async (t) => {
    const lines: string[] = [];
    const full: TokenStore = {
      load: () => Promise.reject(new Error('the keychain is locked')),
      save: () => Promise.reject(new Error('no space left')),
      clear: () => undefined,
    };
    const answer = {
      tokenType: 'Bearer',
      accessToken: 'a',
      refreshToken: 'r',
      expiresIn: 900,
      user: session.user,
    };
    const client = new Downbeat({
      tokenStore: full,
      debug: (line) => lines.push(line),
      fetch: async () => Response.json(answer),
    });
    t.match(await client.auth.getMe().result(), { ok: false, code: 'TOKEN_STORE_FAILED' });
    const login = await client.auth.login({ email: 'ada@example.org', password: 'correct horse' }).result();
    t.equal(login.ok, true, 'the service has signed in');
    t.ok(lines.includes('downbeat tokenStore: Error: no space left'), lines.join());
    t.equal((await client.auth.getMe().result()).ok, true);
  },
);
