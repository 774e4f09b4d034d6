// Votes to skip the current item: how many count and are needed, who sees them, when they end, and that they skip once.
import { newId } from '@downbeat/shared/ids';
import { startFaultProxy, testBackends, waitFor } from '@downbeat/shared/test-kit';
import t from 'tap';
import type { SkipVotes } from '../../src/generated/listening.schemas.gen.ts';
import type { Music, Person } from '../kit/music.ts';
import { createCast, type Cast } from './kit/cast.ts';
import { commandId, createHarness, edit, json, play, type Harness } from './kit/harness.ts';
import type { TestClient } from './kit/client.ts';

let harness: Harness;
let there: Music;

t.before(async () => {
  harness = await createHarness(t);
  there = await harness.instance();
});

const codeOf = async (response: Response): Promise<unknown> =>
  response.status < 300 ? response.status : ((await response.json()) as { code: string }).code;

const detailOf = async (response: Response): Promise<unknown> => {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return `${code}: ${detail}`;
};

/** A room that plays its first item, with the owner, the DJ and the listener on two instances. */
async function createPlaying(change: object = {}) {
  const cast = await createCast(harness, change);
  const { session, people } = cast;
  const owner = await harness.connect(session, people.owner);
  const dj = await harness.connect(session, people.dj, { at: there });
  const listener = await harness.connect(session, people.listener, { at: there });
  for (const client of [owner, dj, listener]) await client.snapshot();
  const { queueItemId } = await play(owner);
  return {
    ...cast,
    owner,
    dj,
    listener,
    queueItemId: queueItemId!,
    itemIds: session.queue.map(({ id }) => id),
  };
}

const vote = async ({ call }: Cast, who: Person, queueItemId: string, at?: Music) =>
  call(who, 'PUT', '/skip-vote', { queueItemId }, at);

/** The newest votes that a client knows. */
function votesOf(client: TestClient) {
  const told = client.messages.findLast((message) => message.type === 'skipVotes');
  return told && `${told.count} of ${told.needed}`;
}

const waitForVotes = async (client: TestClient, votes: string) =>
  waitFor(`the votes ${votes}`, () => votesOf(client) === votes);

t.test('with enough votes the server goes on, once, for all members on all instances', async (t) => {
  const room = await createPlaying();
  const { people, queueItemId, itemIds, owner, listener } = room;
  const first = await json<SkipVotes>(await vote(room, people.listener, queueItemId, there), 200);
  t.same(first, { queueItemId, count: 1, needed: 2, hasVoted: true });
  const again = await json<SkipVotes>(await vote(room, people.listener, queueItemId), 200);
  t.same(again, first, 'a user has one vote');
  for (const client of [owner, listener]) await waitForVotes(client, '1 of 2');
  t.same((await json<SkipVotes>(await vote(room, people.dj, queueItemId), 200)).count, 2);
  for (const client of [owner, listener]) {
    const advanced = await client.next('timeline').then((message) =>
      // The listener has not waited for `play` yet.
      message.timeline.revision === 1 ? client.next('timeline') : message,
    );
    t.match(advanced, { by: null, timeline: { queueItemId: itemIds[1], revision: 2, state: 'playing' } });
  }
  const late = await vote(room, people.owner, queueItemId);
  t.equal(await detailOf(late), 'SKIP_NOT_POSSIBLE: Another item is current');
  const newcomer = await harness.connect(room.session, people.coHost);
  const snapshot = await newcomer.snapshot();
  t.equal(snapshot.timeline.revision, 2, 'no second skip');
  t.equal(snapshot.skipVotes, undefined, 'the votes are over');
});

t.test(
  'a vote ends when it is withdrawn and when the user leaves; leaving members can decide it',
  async (t) => {
    const room = await createPlaying();
    const { people, queueItemId, call, session, owner, dj, listener, itemIds } = room;
    await vote(room, people.listener, queueItemId);
    await waitForVotes(owner, '1 of 2');
    t.equal(await codeOf(await call(people.listener, 'DELETE', '/skip-vote')), 204);
    t.equal(
      await codeOf(await call(people.listener, 'DELETE', '/skip-vote', undefined, there)),
      204,
      'again',
    );
    await waitForVotes(owner, '0 of 2');
    await vote(room, people.dj, queueItemId);
    await waitForVotes(owner, '1 of 2');
    const second = await harness.connect(session, people.dj, { deviceId: 'phone' });
    t.match((await second.snapshot()).skipVotes, { count: 1, needed: 2, hasVoted: true });
    dj.close();
    await waitFor('the departure', () => listener.messages.some(({ type }) => type === 'memberLeft'));
    t.equal(votesOf(listener), '1 of 2', 'the user is still here with another device');
    second.close();
    await waitForVotes(owner, '0 of 1');
    const coHost = await harness.connect(session, people.coHost);
    t.match((await coHost.snapshot()).skipVotes, { count: 0, needed: 2, hasVoted: false });
    await vote(room, people.coHost, queueItemId);
    await waitForVotes(listener, '1 of 2');
    listener.close();
    await waitFor('the next item', () =>
      owner.messages.some(
        (message) => message.type === 'timeline' && message.timeline.queueItemId === itemIds[1],
      ),
    );
  },
);

t.test('the share of the settings decides how many votes are needed', async (t) => {
  const room = await createPlaying({ settings: { skipSharePercent: 100 } });
  const { people, queueItemId, call, owner } = room;
  t.match(await json<SkipVotes>(await vote(room, people.listener, queueItemId), 200), { needed: 3 });
  await waitForVotes(owner, '1 of 3');
  await call(people.owner, 'PATCH', '/settings', { skipSharePercent: 34 });
  await waitForVotes(owner, '1 of 2');
  const { queueItemId: next } = await goOn(owner);
  t.equal(await codeOf(await vote(room, people.listener, queueItemId)), 'SKIP_NOT_POSSIBLE');
  t.equal(next, room.itemIds[1]);
  for (const skipSharePercent of [0, 101, 1.5])
    t.equal(
      await codeOf(await call(people.owner, 'PATCH', '/settings', { skipSharePercent })),
      'VALIDATION_FAILED',
    );
  t.equal(
    await codeOf(await call(people.listener, 'PATCH', '/settings', { skipSharePercent: 1 })),
    'FORBIDDEN',
  );
});

t.test('a pause ends the votes, and only those who may vote count', async (t) => {
  const room = await createPlaying();
  const { people, queueItemId, call, owner, listener, session } = room;
  await vote(room, people.listener, queueItemId);
  await waitForVotes(owner, '1 of 2');
  owner.send({ type: 'pause', commandId: commandId(), revision: 1 });
  t.match(await owner.next('timeline'), { timeline: { state: 'paused' } });
  await call(people.owner, 'PATCH', '/settings', { skipSharePercent: 34 });
  owner.send({ type: 'play', commandId: commandId(), revision: 2 });
  t.match(await owner.next('timeline'), { timeline: { state: 'playing', queueItemId, revision: 3 } });
  const guest = await harness.connect(session, people.coHost);
  t.equal((await guest.snapshot()).skipVotes, undefined, 'no votes are left');

  t.match(await json<SkipVotes>(await vote(room, people.listener, queueItemId), 200), {
    count: 1,
    needed: 2,
  });
  await call(people.owner, 'PATCH', '/settings', { permissions: { vote: 'dj' } });
  await waitForVotes(listener, '0 of 2');
  await vote(room, people.dj, queueItemId);
  await waitForVotes(listener, '1 of 2');
  await vote(room, people.coHost, queueItemId);
  await waitFor('the next item', () =>
    owner.messages.some((message) => message.type === 'timeline' && message.timeline.revision === 4),
  );
});

/** Goes to the second item by the command. */
async function goOn(client: TestClient) {
  client.send({ type: 'next', commandId: commandId(), revision: 1 });
  return (await client.next('timeline')).timeline;
}

t.test('a vote that cannot count is refused, and says why', async (t) => {
  const room = await createPlaying();
  const { people, queueItemId, call, owner, itemIds } = room;
  t.equal(await codeOf(await vote(room, people.stranger, queueItemId)), 'SESSION_NOT_FOUND');
  t.equal(await codeOf(await call(people.stranger, 'DELETE', '/skip-vote')), 'SESSION_NOT_FOUND');
  t.equal(
    await detailOf(await vote(room, people.coHost, queueItemId)),
    'SKIP_NOT_POSSIBLE: You are not connected to the session',
  );
  t.equal(await codeOf(await vote(room, people.dj, newId())), 'SKIP_NOT_POSSIBLE');
  t.equal(await codeOf(await call(people.dj, 'PUT', '/skip-vote', {})), 'VALIDATION_FAILED');
  await call(people.owner, 'PATCH', '/settings', { permissions: { vote: 'dj' } });
  t.equal(
    await detailOf(await vote(room, people.listener, queueItemId, there)),
    'FORBIDDEN: In this session only the owner, co-hosts and DJs may vote to skip and for suggestions',
  );
  await edit(owner, 1, { op: 'remove', itemIds: [itemIds[1]!] });
  t.equal(
    await detailOf(await vote(room, people.dj, queueItemId)),
    'SKIP_NOT_POSSIBLE: Nothing follows in the queue',
  );
  owner.send({ type: 'pause', commandId: commandId(), revision: 2 });
  await owner.next('timeline');
  t.equal(await detailOf(await vote(room, people.dj, queueItemId)), 'SKIP_NOT_POSSIBLE: Nothing plays');
});

t.test('without Redis votes are refused as unavailable', async (t) => {
  const backends = await testBackends(t);
  const proxy = await startFaultProxy(t, backends.redisUrl);
  const fragile = await createHarness(t, { backends, env: { REDIS_URL: proxy.url } });
  const { id } = await fragile.session();
  await proxy.down();
  const send = async (method: string, body?: object) =>
    codeOf(await fragile.music.send(method, `/api/music/sessions/${id}/skip-vote`, fragile.owner, body));
  t.equal(await send('PUT', { queueItemId: newId() }), 'UNAVAILABLE');
  t.equal(await send('DELETE'), 'UNAVAILABLE');
});
