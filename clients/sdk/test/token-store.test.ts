// The token store of a page, on a fake storage and a fake window.
import t, { type Test } from 'tap';
import {
  Downbeat,
  SessionKeeper,
  webTokenStore,
  type AuthSession,
  type StoredSession,
  type TokenStore,
} from '../src/index.ts';

const session: StoredSession = {
  accessToken: 'a-1',
  refreshToken: 'r-1',
  expiresAtMs: Date.now() + 900_000,
  user: {
    id: '019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e',
    email: 'ada@example.org',
    displayName: 'Ada',
    role: 'listener',
    emailVerified: true,
    createdAt: '2026-01-01T00:00:00.000Z',
  },
};

/** A `Storage` in memory. */
class FakeStorage implements Storage {
  [name: string]: unknown;
  readonly #kept = new Map<string, string>();

  get length(): number {
    return this.#kept.size;
  }

  key(index: number): string | null {
    return [...this.#kept.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#kept.set(key, value);
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
  }

  clear(): void {
    this.#kept.clear();
  }
}

/** Lets this process receive `storage` events, and gives a function that sends one. */
function createWindow(t: Test) {
  const window = new EventTarget();
  Object.assign(globalThis, { addEventListener: window.addEventListener.bind(window) });
  t.teardown(() => Reflect.deleteProperty(globalThis, 'addEventListener'));
  return (storageArea: Storage, key: string | null) =>
    window.dispatchEvent(Object.assign(new Event('storage'), { storageArea, key }));
}

t.test('keeps the tokens across a reload, and ignores stored text of another shape', async (t) => {
  const storage = new FakeStorage();
  webTokenStore(storage).save(session);
  t.same(webTokenStore(storage).load(), session);
  t.equal(webTokenStore(storage, 'another').load(), null, 'another key has tokens of its own');
  webTokenStore(storage).clear();
  t.equal(webTokenStore(storage).load(), null);
  for (const broken of ['', '{', 'null', '7', '"x"', '[]', '{"accessToken":"a"}', '{"user":{}}']) {
    storage.setItem('downbeat.session', broken);
    t.equal(webTokenStore(storage).load(), null, broken);
  }
});

t.test('reports changes by other tabs, and no others', async (t) => {
  const storage = new FakeStorage();
  const tell = createWindow(t);
  const keeper = new SessionKeeper(webTokenStore(storage), async () =>
    Promise.reject(new Error('not asked')),
  );
  const seen: (string | null)[] = [];
  keeper.onChange((changed) => seen.push(changed?.accessToken ?? null));
  storage.setItem('downbeat.session', JSON.stringify({ ...session, accessToken: 'a-2' }));
  tell(storage, 'downbeat.session');
  t.equal(await keeper.accessToken(), 'a-2', 'uses the new token from then on');
  tell(storage, 'something else');
  tell(new FakeStorage(), 'downbeat.session');
  storage.removeItem('downbeat.session');
  tell(storage, 'downbeat.session');
  storage.clear();
  tell(storage, null);
  t.same(seen, ['a-2', null, null]);
  t.equal(await keeper.accessToken(), null);
});

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

t.test('watches nothing outside of a browser', async (t) => {
  t.doesNotThrow(() => webTokenStore(new FakeStorage()).watch?.(() => t.fail('nothing was changed')));
});

t.test('renews once for all tabs, which take turns', async (t) => {
  const storage = new FakeStorage();
  let last: Promise<unknown> = Promise.resolve();
  const request = <T>(name: string, _options: unknown, work: () => Promise<T>): Promise<T> => {
    t.equal(name, 'downbeat.session.renewal');
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { locks: { request } } });
  t.teardown(() => Object.defineProperty(globalThis, 'navigator', before ?? { value: undefined }));

  let refreshes = 0;
  const tab = () =>
    new SessionKeeper(webTokenStore(storage), async (refreshToken) => {
      refreshes += 1;
      t.equal(refreshToken, 'r-1');
      const { user } = session;
      return { accessToken: 'a-2', refreshToken: 'r-2', tokenType: 'Bearer', expiresIn: 900, user };
    });
  webTokenStore(storage).save({ ...session, expiresAtMs: 0 });
  const tokens = await Promise.all([tab(), tab(), tab()].map((keeper) => keeper.accessToken()));
  t.same(tokens, ['a-2', 'a-2', 'a-2']);
  t.equal(refreshes, 1);
});
