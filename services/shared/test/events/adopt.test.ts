import t from 'tap';
import { adoptUnrouted, type DownbeatEvent, type EventHandlers } from '@downbeat/shared/events';
import { ADOPTION, declarePurpose, purposeQueues, UNROUTED, UNSUBSCRIBED } from '@downbeat/shared/rabbit';
import { closeConnections, reached, waitFor } from '@downbeat/shared/test-kit';
import { alone } from '../../src/events/alone.ts';
import { createWorld, publish, published, renamed, verified } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

/** How many messages nobody holds. */
async function ready({ rabbit }: World, queue: string): Promise<number> {
  const channel = await rabbit.openChannel();
  const { messageCount } = await channel.checkQueue(queue);
  await channel.close();
  return messageCount;
}

/** A handler's effect, by which each handling of each event by each queue is counted. */
function noting({ effects }: World, queue: string): EventHandlers {
  const note = async ({ id }: DownbeatEvent, session: Parameters<typeof effects.insertOne>[1]) => {
    await effects.insertOne({ name: `${queue} ${id}` }, session);
  };
  return queue === 'names'
    ? { 'downbeat.user.renamed.v1': (event, { session }) => note(event, { session }) }
    : { 'downbeat.user.email-verified.v1': (event, { session }) => note(event, { session }) };
}

t.test('two that start together each find all that waits for them', async (t) => {
  const world = await createWorld(t);
  const renames = Array.from({ length: 200 }, (_, n) => renamed(`n${n}`));
  const verifications = Array.from({ length: 200 }, (_, n) => verified(`n${n}@example.com`));
  for (const [n, event] of renames.entries()) {
    await Promise.all([publish(world.rabbit, event), publish(world.rabbit, verifications[n]!)]);
  }
  await waitFor('all to wait', async () => (await ready(world, UNROUTED)) === 400);
  const wanted = [
    ...renames.map(({ id }) => `names ${id}`),
    ...verifications.map(({ id }) => `addresses ${id}`),
  ].toSorted();

  const consumers = await Promise.all(
    ['names', 'addresses'].map((queue) => world.start({ queue, handlers: noting(world, queue) })),
  );
  await waitFor('all effects', async () => (await world.effects.countDocuments()) >= 400, {
    timeoutMs: 60_000,
  });
  t.strictSame((await world.names()).toSorted(), wanted, 'each once');
  await waitFor('nothing to wait', async () => (await ready(world, UNROUTED)) === 0);
  const clean = { handled: 200, duplicates: 0, retried: 0, parked: 0, returned: 0, inFlight: 0 };
  await waitFor('rest', () => consumers.every((consumer) => consumer.stats().inFlight === 0));
  for (const consumer of consumers) t.strictSame(consumer.stats(), clean);
});

t.test('replicas that look at the same moment keep the order of a subject', async (t) => {
  const { rabbit } = await createWorld(t);
  const events = Array.from({ length: 120 }, (_, n) => renamed(`n${n}`, 'one'));
  for (const event of events) await publish(rabbit, event);
  const channel = await rabbit.openChannel();
  await declarePurpose(channel, purposeQueues('names', []), ['downbeat.user.renamed.v1']);
  const looks = Array.from({ length: 3 }, () => adoptUnrouted(rabbit, ['downbeat.user.renamed.v1']));
  t.strictSame((await Promise.all(looks)).toSorted(), [0, 0, 120]);
  const arrived: unknown[] = [];
  for (let n = 0; n < events.length; n += 1) {
    const message = await waitFor('the next', () => channel.get('names'));
    arrived.push(message.properties.messageId);
  }
  t.strictSame(
    arrived,
    events.map(({ id }) => id),
  );
});

t.test('many that ask for their turn at once, on a new broker, work one at a time', async (t) => {
  const { rabbit, log } = await createWorld(t);
  let working = 0;
  let most = 0;
  const turns = Array.from({ length: 12 }, (_, n) =>
    alone(rabbit, async () => {
      working += 1;
      most = Math.max(most, working);
      await publish(rabbit, renamed(`n${n}`));
      working -= 1;
      return n;
    }),
  );
  t.strictSame(
    await Promise.all(turns),
    turns.map((_, n) => n),
  );
  t.equal(most, 1);
  t.strictSame(
    log.lines.filter(({ level }) => level > 30),
    [],
    'the broker closed nothing',
  );
});

t.test('who waits for a turn when the connection goes gives up, and the next look finds all', async (t) => {
  const { rabbit, name } = await createWorld(t);
  await publish(rabbit, renamed('ada'));
  const channel = await rabbit.openChannel();
  await declarePurpose(channel, purposeQueues('names', []), ['downbeat.user.renamed.v1']);
  const { promise: over, resolve: end } = Promise.withResolvers<undefined>();
  const began = Promise.withResolvers<undefined>();
  const holder = alone(rabbit, async () => {
    began.resolve(undefined);
    await over;
  });
  await reached('the turn began', began.promise, holder);
  const waiting = adoptUnrouted(rabbit, ['downbeat.user.renamed.v1']);
  const refused = t.rejects(waiting, { name: 'RabbitUnavailableError' });
  // Its token is the last thing that it does before it waits.
  await waitFor('both in line', async () => (await channel.checkQueue(ADOPTION)).messageCount === 1);
  await closeConnections(name);
  await refused;
  end(undefined);
  await holder;
  await waitFor('the broker', () => rabbit.connected);
  t.equal(await adoptUnrouted(rabbit, ['downbeat.user.renamed.v1']), 1);
});

t.test('who waits for a turn too long gives its place up, and the one behind gets it', async (t) => {
  const { rabbit } = await createWorld(t);
  const { promise: over, resolve: end } = Promise.withResolvers<string>();
  const began = Promise.withResolvers<undefined>();
  const holder = alone(rabbit, async () => {
    began.resolve(undefined);
    return over;
  });
  await reached('the turn began', began.promise, holder);
  await t.rejects(
    alone(rabbit, async () => t.fail('out of turn'), 200),
    { name: 'DeadlineError' },
  );
  const behind = alone(rabbit, async () => 'behind');
  end('first');
  t.strictSame(await Promise.all([holder, behind]), ['first', 'behind']);
});

t.test('what is for two queues reaches both, and what is for nobody here stays', async (t) => {
  const world = await createWorld(t);
  const other = await world.start({ queue: 'other', handlers: {} });
  const [mine, foreign] = [renamed('ada'), verified('ada@example.com')];
  await publish(world.rabbit, mine);
  await publish(world.rabbit, foreign);
  // Bound, but deaf: as one whose service starts at the same moment and has not yet looked.
  await other.stop();
  const channel = await world.rabbit.openChannel();
  await channel.bindQueue('other', 'downbeat.events', mine.type);
  await world.start({ queue: 'names', handlers: noting(world, 'names') });
  await waitFor('mine', async () => (await world.names()).includes(`names ${mine.id}`));
  const copy = await waitFor('the copy', () => channel.get('other'));
  t.same(JSON.parse(copy.content.toString()), mine);
  await waitFor('the foreign one', async () => (await ready(world, UNROUTED)) === 1);
  const left = await waitFor('it', () => channel.get(UNROUTED));
  t.same(JSON.parse(left.content.toString()), foreign);
});

t.test(
  'an event that nobody is expected to take is kept aside, not among those that went astray',
  async (t) => {
    const world = await createWorld(t);
    await publish(world.rabbit, published());
    await waitFor('it', async () => (await ready(world, UNSUBSCRIBED)) === 1);
    t.equal(await ready(world, UNROUTED), 0);
  },
);

t.test('a consumer of an event that is said to have none does not start', async (t) => {
  const world = await createWorld(t);
  await t.rejects(world.start({ handlers: { 'downbeat.track.published.v1': async () => undefined } }), {
    message: 'downbeat.track.published.v1 has a consumer now: take it off UNSUBSCRIBED_TYPES',
  });
});
