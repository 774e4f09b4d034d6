// What the page keeps of a room and of its outputs when answers come late, fail, or belong to another room or user.
import { mock } from 'node:test';
import t from 'tap';

const stored = new Map<string, string>();
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
};
/** The delays that were sent, and what answers that; `kept` is what the account has. */
const sent: string[] = [];
const account = { kept: 0, answersPut: (): Response => new Response(null, { status: 204 }) };
Object.assign(globalThis, {
  localStorage: storage,
  sessionStorage: storage,
  location: { protocol: 'http:', hostname: 'localhost', hash: '' },
  document: { addEventListener: () => undefined, visibilityState: 'visible' },
  addEventListener: () => undefined,
  fetch: async (_url: URL | string, { method, body = '' }: { method?: string; body?: string } = {}) => {
    if (method === 'PUT') {
      sent.push(body);
      return account.answersPut();
    }
    const deviceId = stored.get('downbeat.machine');
    return Response.json({ items: [{ deviceId, output: 'Speakers', delayMs: account.kept, setAt: '' }] });
  },
});

const { downbeat } = await import('../src/state/account.ts');
const { notice } = await import('../src/state/notice.ts');
const { opened } = await import('../src/state/room.ts');
const { loadMore, withMore } = await import('../src/state/more-members.ts');
const { delayMs } = await import('../src/state/output-delay.ts');
const { loadDelays, setDelay } = await import('../src/state/output-delays.ts');
type Page = Awaited<ReturnType<typeof downbeat.music.listMembers>>;

const signIn = (id: string) => {
  const user = { id, email: `${id}@example.org`, displayName: id, role: 'listener' };
  const tokens = { accessToken: 'a', refreshToken: 'r', tokenType: 'Bearer', expiresIn: 3600 };
  return downbeat.session.adopt({ ...tokens, user } as never);
};
const enter = (id: string): void => {
  opened.value = { room: {}, player: {}, session: { id } } as never;
};
const pageOf = (memberId: string) => ({ items: [{ memberId }], nextCursor: null }) as unknown as Page;

t.test('shows members of the present room only, also when an answer is late', async (t) => {
  await signIn('ada');
  const late = Promise.withResolvers<Page>();
  const list = mock.method(downbeat.music, 'listMembers', () => Promise.resolve(pageOf('one')));
  t.teardown(() => list.mock.restore());
  const shown = () => withMore([]).map(({ memberId }) => memberId);
  enter('A');
  await loadMore();
  t.same(shown(), ['one']);
  enter('B');
  t.same(shown(), [], 'none of the room before');
  list.mock.mockImplementation(() => late.promise);
  const loading = loadMore();
  enter('A');
  late.resolve(pageOf('two'));
  await loading;
  t.same(shown(), [], 'no late ones');
  list.mock.mockImplementation(() => Promise.resolve(pageOf('one')));
  await loadMore();
  t.same(shown(), ['one']);
  await downbeat.session.forget();
  t.same(shown(), [], 'none after signing out');
});

t.test('sends a delay again that the account has not got, and keeps it for its user only', async (t) => {
  await signIn('ada');
  await loadDelays();
  t.equal(delayMs.value, 0);
  const failed = new Promise<void>((resolve) => {
    notice.subscribe((text) => {
      if (text !== null) resolve();
    });
  });
  const problem = { type: 'about:blank', title: 'No', status: 400, code: 'VALIDATION_FAILED', instance: '/' };
  account.answersPut = () =>
    Response.json(problem, { status: 400, headers: { 'content-type': 'application/problem+json' } });
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  setDelay(40);
  mock.timers.tick(600);
  await failed;
  t.match(JSON.parse(stored.get('downbeat.output-delays') ?? ''), { userId: 'ada', unsaved: ['Speakers'] });

  await downbeat.session.forget();
  t.equal(delayMs.value, 0, 'nothing after signing out');
  await signIn('ada');
  t.equal(delayMs.value, 40);
  account.answersPut = () => new Response(null, { status: 204 });
  await loadDelays();
  t.equal(delayMs.value, 40, 'the older value of the account does not count');
  t.same(sent, ['{"delayMs":40}', '{"delayMs":40}']);
  account.kept = 50;
  await loadDelays();
  t.equal(delayMs.value, 50, 'what was set elsewhere since');
  t.equal(sent.length, 2);

  await downbeat.session.forget();
  await signIn('ben');
  t.equal(delayMs.value, 0);
});
