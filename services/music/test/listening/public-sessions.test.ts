// The list of public sessions: which are in it, in which order and pages, for whom, and who may join from it.
import { startFaultProxy, startRedisServer, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t, { type Test } from 'tap';
import type { PublicSessionPage } from '../../src/generated/schemas.gen.ts';
import type { Music, Person } from '../kit/music.ts';
import { createHarness, json, play, type Harness } from './kit/harness.ts';

const LIST = '/api/music/sessions/public';
const isPublic = { settings: { visibility: 'public' } };

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;

const pageOf = async (who: Person, at: Music, query = '') =>
  json<PublicSessionPage>(await at.get(LIST + query, who), 200);

/** Waits until the list of a person has these names, in this order. */
async function waitForNames(who: Person, at: Music, names: readonly string[]): Promise<PublicSessionPage> {
  return waitFor(`the list ${names.join(', ')}`, async () => {
    const page = await pageOf(who, at);
    return page.items.map(({ name }) => name).join() === names.join() && page;
  });
}

const join = (harness: Harness, who: Person, sessionId: string, at = harness.music) =>
  at.send('POST', `/api/music/sessions/${sessionId}/join`, who);
const change = (harness: Harness, sessionId: string, settings: object, who = harness.owner) =>
  harness.music.send('PATCH', `/api/music/sessions/${sessionId}/settings`, who, settings);

/** Two rooms, of which Busy has two members on two instances, and Quiet one. */
async function createRooms(t: Test, options: Parameters<typeof createHarness>[1] = {}) {
  const harness = await createHarness(t, options);
  const there = await harness.instance();
  const busy = await harness.session({ name: 'Busy', ...isPublic });
  const quiet = await harness.session({ name: 'Quiet', ...isPublic });
  const guest = await harness.guest(busy, 'Bea');
  const owner = await harness.connect(busy, harness.owner);
  await owner.snapshot();
  const bea = await harness.connect(busy, guest, { at: there });
  await bea.snapshot();
  const inQuiet = await harness.connect(quiet, harness.owner, { at: there, deviceId: 'phone' });
  await inQuiet.snapshot();
  return { harness, there, busy, quiet, guest, owner, bea, inQuiet, visitor: harness.music.person() };
}

t.test('lists public sessions with what plays, who hosts and how many listen, by pages', async (t) => {
  const { harness, there, busy, quiet, owner, guest, inQuiet, visitor } = await createRooms(t);
  await harness.session({ name: 'Private' });
  await harness.session({ name: 'Empty', ...isPublic });
  await play(owner);
  const { items } = await waitFor('the session to play', async () => {
    const page = await waitForNames(visitor, there, ['Busy', 'Quiet']);
    return page.items[0]?.isPlaying === true && page;
  });
  t.same(items[0], {
    id: busy.id,
    name: 'Busy',
    ownerId: harness.owner.id,
    ownerName: 'Ada',
    isMember: false,
    requiresApproval: false,
    isPlaying: true,
    track: { title: 'Silence 1', artistName: 'Ada', coverUrl: null },
    memberCount: 2,
  });
  t.match(items[1], { id: quiet.id, isPlaying: false, memberCount: 1 });
  const first = await pageOf(guest, harness.music, '?limit=1');
  t.match(first, { items: [{ name: 'Busy', isMember: true }], nextCursor: String });
  const rest = await pageOf(guest, there, `?limit=1&cursor=${encodeURIComponent(first.nextCursor!)}`);
  t.match(rest, { items: [{ name: 'Quiet', isMember: false }], nextCursor: null });
  t.equal(await codeOf(await harness.music.get(`${LIST}?cursor=wrong`, guest)), 'MALFORMED_CURSOR');
  t.equal(await codeOf(await harness.music.get(LIST)), 'UNAUTHENTICATED');

  const hidden = await harness.music.send(
    'PATCH',
    `/api/music/tracks/${harness.trackIds[0]}`,
    harness.owner,
    {
      visibility: 'private',
    },
  );
  t.equal(hidden.status, 200);
  t.match(
    (await pageOf(visitor, there)).items[0],
    { name: 'Busy', track: null },
    'no private track is shown',
  );
  inQuiet.close();
  await waitForNames(visitor, harness.music, ['Busy']);
});

t.test('a session is hidden at once when it is made private or locked, and from the banned', async (t) => {
  const { harness, busy, quiet, guest, visitor } = await createRooms(t);
  await waitForNames(visitor, harness.music, ['Busy', 'Quiet']);
  const names = async (who: Person) => (await pageOf(who, harness.music)).items.map(({ name }) => name);
  t.equal(await codeOf(await change(harness, quiet.id, { visibility: 'everyone' })), 'VALIDATION_FAILED');
  t.equal(await codeOf(await change(harness, busy.id, { visibility: 'private' }, guest)), 'FORBIDDEN');
  t.equal(await codeOf(await change(harness, quiet.id, { visibility: 'private' })), 200);
  t.same(await names(visitor), ['Busy']);
  t.equal(await codeOf(await join(harness, visitor, quiet.id)), 'SESSION_NOT_FOUND');
  t.equal(await codeOf(await join(harness, harness.owner, quiet.id)), 200, 'its members are in already');
  await change(harness, busy.id, { isLocked: true });
  t.same(await names(visitor), []);
  t.equal(await codeOf(await join(harness, visitor, busy.id)), 'SESSION_LOCKED');
  await change(harness, busy.id, { isLocked: false });
  const ban = `/api/music/sessions/${busy.id}/bans/${guest.id}`;
  t.equal(await codeOf(await harness.music.send('PUT', ban, harness.owner)), 204);
  t.same(await names(guest), []);
  t.equal(await codeOf(await join(harness, guest, busy.id)), 'BANNED');
});

t.test('every signed-in user joins a public session, by its own rules', async (t) => {
  const harness = await createHarness(t);
  const there = await harness.instance();
  const { id, inviteCode } = await harness.session(isPublic);
  const [bea, cleo] = [harness.music.person('listener', 'Bea'), harness.music.person('listener', 'Cleo')];
  t.equal(
    await codeOf(await fetch(`${there.baseUrl}/api/music/sessions/${id}/join`, { method: 'POST' })),
    'UNAUTHENTICATED',
  );
  const joined = await json<{ settings: object }>(await join(harness, bea, id, there), 200);
  t.match(joined, { id, role: 'listener', settings: { visibility: 'public' } });
  t.equal(await codeOf(await join(harness, bea, id)), 200, 'again');
  const member = `/api/music/sessions/${id}/members/${bea.id}`;
  t.equal(await codeOf(await harness.music.send('DELETE', member, harness.owner)), 204);
  t.equal(await codeOf(await join(harness, bea, id)), 'INVITATION_WITHDRAWN', 'removed until a new code');
  await change(harness, id, { requiresApproval: true });
  t.equal(await codeOf(await join(harness, cleo, id, there)), 'JOIN_PENDING');
  const request = `/api/music/sessions/${id}/requests/${cleo.id}`;
  const accept = await harness.music.send('PUT', request, harness.owner, { decision: 'approve' });
  t.equal(accept.status, 204);
  t.equal(await codeOf(await join(harness, cleo, id, there)), 200);
  t.equal(
    await codeOf(await harness.music.send('POST', '/api/music/sessions/join', cleo, { inviteCode })),
    200,
    'the code leads there too',
  );
});

t.test('is complete again after Redis has lost everything', async (t) => {
  const [backends, redis] = [await testBackends(t), await startRedisServer(t, ['--appendonly', 'no'])];
  const { there, visitor } = await createRooms(t, { backends: { ...backends, redisUrl: redis.url } });
  await waitForNames(visitor, there, ['Busy', 'Quiet']);
  await redis.restart();
  const { items } = await waitFor('the list', async () => {
    const response = await there.get(LIST, visitor);
    if (response.status !== 200) {
      await response.body?.cancel();
      return false;
    }
    const page = (await response.json()) as PublicSessionPage;
    return page.items.length === 2 && page.items[0]?.memberCount === 2 && page;
  });
  t.match(items, [{ name: 'Busy' }, { name: 'Quiet' }]);
});

t.test('is unavailable while Redis is away', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.redisUrl);
  const fragile = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
  await proxy.down();
  t.equal(await codeOf(await fragile.music.get(LIST, fragile.owner)), 'UNAVAILABLE');
});
