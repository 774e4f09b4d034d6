// The token store of a page, on a fake storage and a fake window.
import t, { type Test } from 'tap';
import { Downbeat, SessionKeeper, webTokenStore } from '../src/index.ts';
import { tokens } from './kit/service.ts';
import { session } from './kit/stored-session.ts';

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
  t.equal(await keeper.accessToken(), null);
  t.same(seen, ['a-2', null, null]);
});

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

/** Ways in which there is no storage: a server, Node without a file for it, a sandboxed frame. */
const missing: Record<string, () => Storage> = {
  'not defined': () => {
    throw new ReferenceError('localStorage is not defined');
  },
  undefined: () => undefined as never,
  refused: () => {
    throw new DOMException('The document is sandboxed', 'SecurityError');
  },
};

for (const [name, storage] of Object.entries(missing)) {
  t.test(`is empty, and keeps a sign-in in memory, where the storage is ${name}`, async (t) => {
    const lines: string[] = [];
    const { json } = tokens('one');
    const client = new Downbeat({
      tokenStore: webTokenStore(storage),
      fetch: async () => Response.json(json),
      debug: (line) => lines.push(line),
    });
    t.equal(client.session.current, null);
    t.equal(await client.session.load(), null);
    t.equal((await client.auth.getMe().result()).ok, true, 'a call is sent, as of one who is signed out');
    t.same(
      lines.filter((line) => line.includes('tokenStore')),
      [],
    );
    await client.auth.login({ email: 'ada@example.org', password: 'correct horse' });
    t.equal(client.session.current?.accessToken, 'a-one');
    t.equal(await client.session.accessToken(), 'a-one');
    t.match(
      lines.find((line) => line.includes('tokenStore')),
      /^downbeat tokenStore: \w+Error: /,
    );
    await client.session.forget();
    t.equal(client.session.current, null);
    t.equal(await client.session.accessToken(), null);
  });
}

t.test('asks for the storage at each use', async (t) => {
  let storage: FakeStorage | null = null;
  const store = webTokenStore(() => {
    if (storage === null) throw new ReferenceError('localStorage is not defined');
    return storage;
  });
  const tell = createWindow(t);
  const keeper = new SessionKeeper(store, async () => Promise.reject(new Error('not asked')));
  const changed = new Promise((resolve) => keeper.onChange(resolve));
  t.equal(await keeper.accessToken(), null);
  storage = new FakeStorage();
  webTokenStore(storage).save(session);
  t.equal(await keeper.accessToken(), 'a-1');
  tell(storage, 'downbeat.session');
  t.match(await changed, { accessToken: 'a-1' });
});
